"""The arithmetic of legal deadlines: pure functions of a rule, a day and the calendar.

Terms are counted as the Civil Code 91/2015/QH13 says: by the solar calendar, without the day of the event itself
(arts. 147, 148.1), months to the same day of the last month or its last day (art. 148.4), and a last day that is a
day off gives way to the next working day (art. 148.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from dnfa.core.calendar import (
    WorkCalendar,
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
)
from dnfa.core.partial_dates import add_months
from dnfa.followup.enums import ClockDirection, ClockState, ClockUnit

ONE_DAY = timedelta(days=1)


class Term(Protocol):
    """How long a deadline runs: a `ClockRule`, or anything that says the same."""

    offset: int
    unit: str
    direction: str
    rolls: bool


def due_on(rule: Term, started_on: date, calendar: WorkCalendar) -> date:
    """The last day on which the duty is done in time.

    `rule.offset` counts in `rule.unit` (calendar days, working days, months) from the day after `started_on`, or
    back from the day before it when `rule.direction` is "before". Where `rule.rolls`, a last day that is a day off
    moves to the next working day (Civil Code art. 148.5); "before" moves to the previous one, because the law there
    asks for at least so much time. Raises `ValueError` for a unit nobody knows.
    """
    is_before = rule.direction == ClockDirection.BEFORE
    steps = -rule.offset if is_before else rule.offset
    if rule.unit == ClockUnit.CALENDAR_DAY:
        due = started_on + timedelta(days=steps)
    elif rule.unit == ClockUnit.WORKING_DAY:
        due = add_working_days(started_on, steps, calendar)
    elif rule.unit == ClockUnit.MONTH:
        due = add_months(started_on, steps)
    else:
        raise ValueError(f"no such unit of a clock rule: {rule.unit!r}")
    if not rule.rolls:
        return due
    return previous_working_day(due, calendar) if is_before else next_working_day(due, calendar)


def previous_working_day(day: date, calendar: WorkCalendar) -> date:
    """`day` itself when offices work, else the last working day before it."""
    while not is_working_day(day, calendar):
        day -= ONE_DAY
    return day


@dataclass(frozen=True)
class ClockFacts:
    """The dates of one clock that its state depends on."""

    due_on: date
    done_on: date | None = None
    waived_on: date | None = None


def clock_state(facts: ClockFacts, today: date, soon_until: date) -> ClockState:
    """State of a clock on a day; twin of `ClockQuerySet.with_state` (one table of cases passes through both).

    What was done counts before what was waived, and only from its own day on. `soon_until` is the last due day that
    counts as "due soon" (`soon_until` of this package's `policy`).
    """
    if facts.done_on is not None and facts.done_on <= today:
        return ClockState.ON_TIME if facts.done_on <= facts.due_on else ClockState.DONE_LATE
    if facts.waived_on is not None and facts.waived_on <= today:
        return ClockState.WAIVED
    if facts.due_on < today:
        return ClockState.OVERDUE
    return ClockState.DUE_SOON if facts.due_on <= soon_until else ClockState.TICKING


@dataclass(frozen=True)
class TimeLeft:
    """How far a deadline is: days after today up to and including the last day; negative when it has passed."""

    working_days: int
    calendar_days: int


def time_left(due: date, today: date, calendar: WorkCalendar) -> TimeLeft:
    """Working and calendar days from `today` (not counted) to `due` (counted)."""
    return TimeLeft(working_days_between(today, due, calendar), (due - today).days)
