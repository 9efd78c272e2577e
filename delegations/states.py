"""The state of a delegation or conference on a day, computed twice and tested once (decision 0004).

`state_on` is the plain function, `state_expression` the same in SQL; tests/delegations/test_states.py holds the
table that both must pass. Nothing is stored: a state is what dates say as of a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from delegations.enums import TripState
from dnfa.core.functions import PartialFirst, PartialLast
from dnfa.core.partial_dates import PartialDate

PlannedRows = TypeVar("PlannedRows", bound="QuerySet[Any]")


@dataclass(frozen=True)
class TripFacts:
    """The dates a state is computed from; `reported_on` is the day of the report of the result."""

    starts_on: PartialDate | None = None
    ends_on: PartialDate | None = None
    planned_starts_on: date | None = None
    planned_ends_on: date | None = None
    cancelled_on: date | None = None
    closed_on: date | None = None
    reported_on: date | None = None
    owes_report: bool = True


class HasTripDates(Protocol):
    """A delegation or a conference."""

    starts_on: Any
    ends_on: Any
    planned_starts_on: Any
    planned_ends_on: Any
    cancelled_on: Any
    closed_on: Any
    owes_report: Any


def facts_of(record: HasTripDates) -> TripFacts:
    """The facts of a record; one query for its report unless `result` is already read (`select_related`)."""
    report = getattr(record, "result", None)
    return TripFacts(
        starts_on=record.starts_on,
        ends_on=record.ends_on,
        planned_starts_on=record.planned_starts_on,
        planned_ends_on=record.planned_ends_on,
        cancelled_on=record.cancelled_on,
        closed_on=record.closed_on,
        reported_on=None if report is None else report.reported_on,
        owes_report=record.owes_report,
    )


def first_day(facts: TripFacts | HasTripDates) -> date | None:
    """The day it began, else the day it is planned to begin."""
    return facts.starts_on.first_day() if facts.starts_on else facts.planned_starts_on


def last_day(facts: TripFacts | HasTripDates) -> date | None:
    """The last day as told; of what only began the planned one; of a plan its end, else its beginning.

    Who has left and not said when they are back is away until the planned end, but no longer than planned, and at
    least as long as the beginning can mean. One day is told by its end too.
    """
    if facts.ends_on:
        return facts.ends_on.last_day()
    starts, ends = facts.planned_starts_on, facts.planned_ends_on
    if not facts.starts_on:
        return ends or starts
    begun = facts.starts_on.last_day()
    if ends is None:
        return begun
    as_long = begun + (ends - starts) if starts else ends
    return max(begun, min(ends, as_long))


def awaited_end(facts: TripFacts | HasTripDates) -> date | None:
    """Until when what began is taken to last by its plan alone; None where the end is told or the plan says no more."""
    if facts.ends_on or not facts.starts_on:
        return None
    ends = last_day(facts)
    return ends if ends != facts.starts_on.last_day() else None


def state_on(facts: TripFacts, today: date) -> TripState:
    """The state on a day. What happened later than `today` is not known on that day."""
    for day, state in (
        (facts.cancelled_on, TripState.CANCELLED),
        (facts.closed_on, TripState.CLOSED),
        (facts.reported_on, TripState.REPORTED),
    ):
        if day is not None and day <= today:
            return state
    begins, ends = first_day(facts), last_day(facts)
    if begins is None or ends is None:
        return TripState.PLANNED if facts.owes_report else TripState.PAST
    if begins > today:
        return TripState.PLANNED
    if today <= ends:
        return TripState.UNDER_WAY
    if facts.starts_on is None:
        return TripState.UNCONFIRMED
    return TripState.AWAITING_REPORT if facts.owes_report else TripState.PAST


def trip_state(record: HasTripDates, today: date) -> TripState:
    """The state of a delegation or conference on a day; its annotation is not looked at."""
    return state_on(facts_of(record), today)


def first_day_sql() -> Coalesce:
    """SQL twin of `first_day`: what the column of that name is computed from."""
    return Coalesce(PartialFirst("starts_on"), F("planned_starts_on"), output_field=DateField())


def last_day_sql() -> Coalesce:
    """SQL twin of `last_day`: what the column of that name is computed from."""
    begun, ends = PartialLast("starts_on"), F("planned_ends_on")
    as_long = Cast(begun + (ends - F("planned_starts_on")), DateField())
    return Coalesce(
        PartialLast("ends_on"),
        Greatest(begun, Least(ends, as_long)),  # what is NULL is left out
        F("planned_starts_on"),
        output_field=DateField(),
    )


def begins_expression() -> F:
    """The first day as the database keeps it (`PlannedRecord.first_day`)."""
    return F("first_day")


def ends_expression() -> F:
    """The last day as the database keeps it (`PlannedRecord.last_day`)."""
    return F("last_day")


def state_expression(today: date) -> Case:
    """SQL twin of `state_on`; expects the annotations `begins` and `ends`."""
    owes = Q(owes_report=True)
    return Case(
        When(cancelled_on__lte=today, then=Value(TripState.CANCELLED.value)),
        When(closed_on__lte=today, then=Value(TripState.CLOSED.value)),
        When(result__reported_on__lte=today, then=Value(TripState.REPORTED.value)),
        When(owes & Q(begins__isnull=True), then=Value(TripState.PLANNED.value)),
        When(begins__isnull=True, then=Value(TripState.PAST.value)),
        When(begins__gt=today, then=Value(TripState.PLANNED.value)),
        When(ends__gte=today, then=Value(TripState.UNDER_WAY.value)),
        When(starts_on__isnull=True, then=Value(TripState.UNCONFIRMED.value)),
        When(owes, then=Value(TripState.AWAITING_REPORT.value)),
        default=Value(TripState.PAST.value),
        output_field=CharField(),
    )


def with_state(queryset: PlannedRows, today: date) -> PlannedRows:
    """Annotate `begins`, `ends` (days or NULL) and `state` (a `TripState` code) of delegations or conferences."""
    annotated: Any = queryset.annotate(begins=begins_expression(), ends=ends_expression())
    rows: PlannedRows = annotated.annotate(state=state_expression(today))
    return rows
