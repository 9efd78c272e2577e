"""Composed reads of conferences and visits of the foreign press, restricted to the reader."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from delegations.models import Conference, PressVisit
from delegations.selectors import contact_rows
from delegations.states import with_state


def conference_rows(user: Any, as_of: date) -> QuerySet[Any]:
    """Conferences `user` may see with `begins`, `ends` and `state` as of a day, ready for a list."""
    rows = with_state(Conference.objects.visible_to(user), as_of)
    return contact_rows(rows, user).select_related("result").prefetch_related("coordinating", "countries")


def press_rows(user: Any) -> QuerySet[Any]:
    """Press visits `user` may see, ready for a list."""
    return contact_rows(PressVisit.objects.visible_to(user), user).prefetch_related("countries")
