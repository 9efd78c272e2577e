"""Parts and buttons of a record's page: the areas of its room, and rooms above, bring their own.

A part is a template with a function that gives its context. The page draws them in order, in its main or side
column, and lists those with a title in its contents. A button is there when the person may do it and the record's
state allows it; who only reads sees none of those that write. One `PageParts` serves one kind of page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.urls import reverse

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Record = TypeVar("Record")


@dataclass(frozen=True)
class Section(Generic[Record]):
    """`build(record, user, as_of)` reads what `user` may see, in constant queries, and gives the template's context,
    or None when the part has nothing to say on this page. `column` is "main" or "side".
    """

    code: str
    title: StrOrPromise
    order: int
    template: str
    build: Callable[[Record, Any, date], dict[str, Any] | None]
    column: str = "main"


@dataclass(frozen=True)
class BuiltSection:
    """A part of one page: the template finds its context as `section`."""

    code: str
    title: StrOrPromise
    template: str
    column: str
    context: dict[str, Any]


@dataclass(frozen=True)
class PageAction(Generic[Record]):
    """`url_name` is reversed with the record's key; `icon` is one of dnfa/core/icons.py.

    `is_primary` may say so of one record: the deed that is next stands out.
    """

    label: StrOrPromise
    url_name: str
    test: Callable[[Record, Any], bool]
    order: int
    icon: str
    is_primary: bool | Callable[[Record], bool]


@dataclass(frozen=True)
class Button:
    """One button of one page."""

    label: StrOrPromise
    href: str
    icon: str
    is_primary: bool


class PageParts(Generic[Record]):
    """What one kind of page is made of; areas register from `AppConfig.ready()`."""

    def __init__(self) -> None:
        self._sections: dict[str, Section[Record]] = {}
        self._actions: dict[str, PageAction[Record]] = {}

    def register_section(self, section: Section[Record]) -> None:
        """Add a part to the page; the same code again replaces the first."""
        self._sections[section.code] = section

    def register_action(
        self,
        label: StrOrPromise,
        url_name: str,
        test: Callable[[Record, Any], bool],
        *,
        order: int = 50,
        icon: str = "",
        is_primary: bool | Callable[[Record], bool] = False,
        code: str = "",
    ) -> None:
        """Add a button; a URL name registered twice replaces the first, unless the second has a `code` of its own."""
        self._actions[code or url_name] = PageAction(label, url_name, test, order, icon, is_primary)

    def build_sections(self, record: Record, user: Any, as_of: date) -> list[BuiltSection]:
        """The parts that have something to say, ready to draw, in their order."""
        built = []
        for section in sorted(self._sections.values(), key=lambda section: (section.order, section.code)):
            context = section.build(record, user, as_of)
            if context is not None:
                built.append(
                    BuiltSection(section.code, section.title, section.template, section.column, context)
                )
        return built

    def buttons(self, record: Record, user: Any) -> list[Button]:
        """The buttons this person sees on this record's page, in order."""
        key = record.key  # type: ignore[attr-defined]  # every record with a page of parts has one
        return [
            Button(
                action.label,
                reverse(action.url_name, args=[key]),
                action.icon,
                action.is_primary(record) if callable(action.is_primary) else action.is_primary,
            )
            for action in sorted(self._actions.values(), key=lambda action: (action.order, action.url_name))
            if action.test(record, user)
        ]
