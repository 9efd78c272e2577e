"""Reads of clocks: with their state on a day, the time left, and the records they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model

from dnfa.core.calendar import load_calendar
from dnfa.followup.clocks.engine import ClockFacts, clock_state, time_left
from dnfa.followup.clocks.policy import soon_until
from dnfa.followup.enums import ClockState
from dnfa.followup.models import Clock
from dnfa.followup.querysets import ClockQuerySet

# States in which somebody still has to act.
OPEN_STATES = (ClockState.OVERDUE, ClockState.DUE_SOON, ClockState.TICKING)


def with_state(clocks: ClockQuerySet, today: date) -> ClockQuerySet:
    """Clocks known on `today` with `state` on that day, for filtering and ordering; asks calendar and threshold now."""
    calendar = load_calendar()
    return clocks.known_on(today).with_state(today, soon_until=soon_until(today, calendar))


def with_records(clocks: ClockQuerySet) -> ClockQuerySet:
    """Bring rule, basis, agency and the records: one query per kind of record."""
    related = clocks.select_related("rule__basis", "agency", "content_type", "waived_by")
    return related.prefetch_related("record")


def ready(clocks: Iterable[Clock], today: date) -> list[Clock]:
    """Give each row `state` on `today`, and `time_left` (`TimeLeft`) where somebody still has to act, else None.

    Two queries (calendar, threshold), none when there are no rows.
    """
    rows: list[Any] = list(clocks)
    if rows:
        calendar = load_calendar()
        soon = soon_until(today, calendar)
        for clock in rows:
            clock.state = clock_state(ClockFacts(clock.due_on, clock.done_on, clock.waived_on), today, soon)
            is_open = clock.state in OPEN_STATES
            clock.time_left = time_left(clock.due_on, today, calendar) if is_open else None
    return rows


def clock_rows(clocks: ClockQuerySet, today: date) -> list[Clock]:
    """Clocks ready for a page, the first due first: `state`, `time_left`, rule, basis, agency, record; see `ready`."""
    return ready(with_records(clocks.known_on(today)).order_by("due_on", "pk"), today)


def of_record(record: Model) -> ClockQuerySet:
    """All clocks of one record, done and waived ones too."""
    return Clock.objects.filter(
        content_type__app_label=record._meta.app_label,
        content_type__model=record._meta.model_name,
        object_id=record.pk,
    )


def clocks_of(record: Model, user: Any, today: date) -> list[Clock]:
    """The clocks of a record that `user` may see, the first due first: three queries, one when there are none."""
    clocks = of_record(record).visible_to(user).known_on(today).order_by("due_on", "pk")
    return ready(clocks.select_related("rule__basis", "agency", "waived_by"), today)


def open_clocks(user: Any, today: date) -> ClockQuerySet:
    """What somebody still owes on `today`, of the records `user` may see, with `state`; the first due first."""
    return with_state(Clock.objects.visible_to(user).open_on(today), today).order_by("due_on", "pk")
