"""Whose calendar: everything a person may see, what is a matter of its agency, what the city's leaders take part in.

A scope narrows what `entries` gave, it never adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dnfa.followup.calendar.registry import CalendarEntry


class Scope(models.TextChoices):
    """The three calendars of a person; also the names of feeds, beside the codes of the sources."""

    ALL = "all", _("Tất cả")
    MINE = "mine", _("Cơ quan tôi")
    LEADERS = "leaders", _("Lãnh đạo thành phố")


def scopes_of(user: Any) -> tuple[Scope, ...]:
    """The scopes this person can ask for: whoever has no agency has no calendar of one."""
    return tuple(scope for scope in Scope if scope != Scope.MINE or user.agency_id is not None)


def scope_asked(text: str, user: Any) -> Scope:
    """The scope of that name; everything for any other text, and for a scope the person does not have."""
    return next((scope for scope in scopes_of(user) if scope == text), Scope.ALL)


def within(entries: Iterable[CalendarEntry], scope: Scope, user: Any) -> list[CalendarEntry]:
    """The entries of a scope: led, hosted or coordinated by the person's agency, or with a leader of the city.

    Nothing where somebody without an agency asks for its agency's.
    """
    if scope == Scope.MINE:
        return [entry for entry in entries if user.agency_id in entry.agencies]
    if scope == Scope.LEADERS:
        return [entry for entry in entries if entry.has_leaders]
    return list(entries)
