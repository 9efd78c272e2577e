"""Parts of a partner's page that upper rooms bring: agreements, projects, visits.

A room registers a template and a function that gives its context; the page asks for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from partners.models import Partner

Build = Callable[[Partner, Any, date], dict[str, Any]]


@dataclass(frozen=True)
class Section:
    """`build(partner, user, as_of)` returns the template's context; it reads what `user` may see, in constant queries."""

    code: str
    order: int
    template: str
    build: Build


@dataclass(frozen=True)
class BuiltSection:
    template: str
    context: dict[str, Any]


_sections: dict[str, Section] = {}


def register_section(section: Section) -> None:
    """Add a part to the page; called from `AppConfig.ready()`."""
    _sections[section.code] = section


def build_sections(partner: Partner, user: Any, as_of: date) -> list[BuiltSection]:
    ordered = sorted(_sections.values(), key=lambda section: (section.order, section.code))
    return [BuiltSection(section.template, section.build(partner, user, as_of)) for section in ordered]
