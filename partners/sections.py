"""What upper rooms bring to a partner's page: parts of it (papers, projects), and the deeds of its timeline.

A room registers a template with a function that gives its context, and for each kind of deed who may
see it and where its page is. The page asks for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

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
    """A part of one page: the template finds it as `section`."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class DeedKind:
    """Records a timeline row may point at: `record` as in its `row_record`, whose `key` the page `url_name` takes."""

    record: str
    visible_to: Callable[[Any], QuerySet[Any]]
    url_name: str


_sections: dict[str, Section] = {}
_deeds: dict[str, DeedKind] = {}


def register_section(section: Section) -> None:
    """Add a part to the page; called from `AppConfig.ready()`."""
    _sections[section.code] = section


def register_deeds(kind: DeedKind) -> None:
    """Say who may see a kind of deed, and where its page is; called from `AppConfig.ready()`."""
    _deeds[kind.record] = kind


def build_sections(partner: Partner, user: Any, as_of: date) -> list[BuiltSection]:
    """All parts, ready to draw."""
    ordered = sorted(_sections.values(), key=lambda section: (section.order, section.code))
    return [BuiltSection(section.template, section.build(partner, user, as_of)) for section in ordered]


def deed_url(record: str, key: str) -> str:
    """The page of a timeline row's record. Raises `KeyError` for a kind nobody registered."""
    return reverse(_deeds[record].url_name, args=[key])


def visible_deeds(rows: Iterable[dict[str, Any]], user: Any) -> list[dict[str, Any]]:
    """The timeline rows whose records `user` may see: one query a kind for a focal point, none for the Department.

    A kind of record nobody registered is nobody's to see.
    """
    rows = [row for row in rows if row["row_record"] in _deeds]
    if user.sees_everything:
        return rows
    keys: dict[str, set[str]] = {}
    for row in rows:
        keys.setdefault(row["row_record"], set()).add(row["row_key"])
    seen = {
        (record, key)
        for record, wanted in keys.items()
        for key in _deeds[record].visible_to(user).filter(key__in=wanted).values_list("key", flat=True)
    }
    return [row for row in rows if (row["row_record"], row["row_key"]) in seen]
