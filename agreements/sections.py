"""Parts of an agreement's page: each area of this room, and rooms above, bring their own.

A part is a template with a function that gives its context. The page draws them in order, in its main or side
column, and lists those with a title in its contents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from agreements.models import Agreement

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Gives the template's context, or None when the part has nothing to say on this page.
Build = Callable[[Agreement, Any, date], "dict[str, Any] | None"]


@dataclass(frozen=True)
class Section:
    """`build(agreement, user, as_of)` reads what `user` may see, in constant queries. `column` is "main" or "side"."""

    code: str
    title: StrOrPromise
    order: int
    template: str
    build: Build
    column: str = "main"


@dataclass(frozen=True)
class BuiltSection:
    """A part of one page: the template finds its context as `section`."""

    code: str
    title: StrOrPromise
    template: str
    column: str
    context: dict[str, Any]


_sections: dict[str, Section] = {}


def register_section(section: Section) -> None:
    """Add a part to the page; called from `AppConfig.ready()`."""
    _sections[section.code] = section


def build_sections(agreement: Agreement, user: Any, as_of: date) -> list[BuiltSection]:
    """The parts that have something to say, ready to draw, in their order."""
    built = []
    for section in sorted(_sections.values(), key=lambda section: (section.order, section.code)):
        context = section.build(agreement, user, as_of)
        if context is not None:
            built.append(BuiltSection(section.code, section.title, section.template, section.column, context))
    return built
