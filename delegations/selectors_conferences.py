"""Composed reads of conferences and visits of the foreign press, restricted to the reader."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, DateField, OuterRef, QuerySet, Subquery

from delegations.clock_triggers import FILING
from delegations.models import Conference, PressVisit
from delegations.selectors import contact_rows
from dnfa.followup.clocks import with_state
from dnfa.followup.models import Clock


def conference_rows(user: Any, as_of: date) -> QuerySet[Any]:
    """Conferences that `user` may see and the register knows on the day, with `begins`, `ends` and `state`, and of the
    file that asks for the permit `file_by` (last day) and `filing` (`ClockState`); both empty where none is asked.
    """
    return _told(Conference.objects.visible_to(user).known_by(as_of), user, as_of)


def conference_in_full(user: Any, as_of: date) -> QuerySet[Any]:
    """As `conference_rows` for one page or answer: a day before the record was known does not hide the page itself."""
    rows = _told(Conference.objects.visible_to(user), user, as_of)
    return rows.select_related("result", "programme_item__programme", "recorded_by")


def _told(seen: Any, user: Any, as_of: date) -> QuerySet[Any]:
    clocks = Clock.objects.filter(
        rule__trigger=FILING,
        content_type=ContentType.objects.get_for_model(Conference),
        object_id=OuterRef("pk"),
    )
    filing: Any = with_state(clocks, as_of).order_by("due_on", "pk")
    rows: QuerySet[Any] = contact_rows(seen.with_state(as_of), user)
    return (
        rows.annotate(
            file_by=Subquery(filing.values("due_on")[:1], output_field=DateField()),
            filing=Subquery(filing.values("state")[:1], output_field=CharField()),
        )
        .select_related("result")
        .prefetch_related("coordinating", "countries")
    )


def press_rows(user: Any) -> QuerySet[Any]:
    """Press visits `user` may see, ready for a list."""
    return contact_rows(PressVisit.objects.visible_to(user), user).prefetch_related("countries")
