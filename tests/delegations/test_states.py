"""One table of days for the state of a delegation or conference: the function and the SQL must both agree with it."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from delegations.enums import ChangeReason, ConferencePart, Direction, TripState
from delegations.models import Conference, Delegation, OutcomeReport
from delegations.states import TripFacts, first_day, last_day, state_on, trip_state
from dnfa.core.partial_dates import PartialDate

PLANNED, UNDER_WAY, UNCONFIRMED = TripState.PLANNED, TripState.UNDER_WAY, TripState.UNCONFIRMED
AWAITING, REPORTED, CLOSED = TripState.AWAITING_REPORT, TripState.REPORTED, TripState.CLOSED
CANCELLED, PAST = TripState.CANCELLED, TripState.PAST

# A plan 10-14/3/2026; facts are written as ISO text.
PLAN = {"planned_starts_on": "2026-03-10", "planned_ends_on": "2026-03-14"}
ACTUAL = {**PLAN, "starts_on": "2026-03-11", "ends_on": "2026-03-15"}
REPORT = {**ACTUAL, "reported_on": "2026-03-27"}
SOURCE = {"owes_report": False}

# Each case has a name, what is known, the day asked about, and the state on it.
CASES: list[tuple[str, dict[str, Any], str, TripState]] = [
    ("plan: the day before", PLAN, "2026-03-09", PLANNED),
    ("plan: the first day, not yet confirmed", PLAN, "2026-03-10", UNDER_WAY),
    ("plan: the last day", PLAN, "2026-03-14", UNDER_WAY),
    ("plan: the day after", PLAN, "2026-03-15", UNCONFIRMED),
    ("plan of one day: the day before", {"planned_starts_on": "2026-03-10"}, "2026-03-09", PLANNED),
    ("plan of one day: the day", {"planned_starts_on": "2026-03-10"}, "2026-03-10", UNDER_WAY),
    ("plan of one day: the day after", {"planned_starts_on": "2026-03-10"}, "2026-03-11", UNCONFIRMED),
    ("plan that owes nothing stays unconfirmed", {**PLAN, **SOURCE}, "2026-03-15", UNCONFIRMED),
    ("no day at all, owes a report", {}, "2026-03-10", PLANNED),
    ("no day at all, of a source", SOURCE, "2026-03-10", PAST),
    ("only an end is planned", {"planned_ends_on": "2026-03-10"}, "2026-03-11", PLANNED),
    ("only an end is told by a source", {"ends_on": "2026-03-10", **SOURCE}, "2026-03-09", PAST),
    ("actual: planned day passes, it began later", ACTUAL, "2026-03-10", PLANNED),
    ("actual: the first day", ACTUAL, "2026-03-11", UNDER_WAY),
    ("actual: after the planned end, still there", ACTUAL, "2026-03-15", UNDER_WAY),
    ("actual: the day after", ACTUAL, "2026-03-16", AWAITING),
    ("actual: long after", ACTUAL, "2030-01-01", AWAITING),
    ("actual start alone: that day", {**PLAN, "starts_on": "2026-03-11"}, "2026-03-11", UNDER_WAY),
    # Nobody knows yet when it comes back: until told otherwise, on the day it is planned to.
    ("actual start alone: the next day", {**PLAN, "starts_on": "2026-03-11"}, "2026-03-12", UNDER_WAY),
    ("actual start alone: the planned end", {**PLAN, "starts_on": "2026-03-11"}, "2026-03-14", UNDER_WAY),
    (
        "actual start alone: after the planned end",
        {**PLAN, "starts_on": "2026-03-11"},
        "2026-03-15",
        AWAITING,
    ),
    (
        "actual start after the whole plan: that day",
        {**PLAN, "starts_on": "2026-03-16"},
        "2026-03-16",
        UNDER_WAY,
    ),
    (
        "actual start after the whole plan: the day after",
        {**PLAN, "starts_on": "2026-03-16"},
        "2026-03-17",
        AWAITING,
    ),
    (
        "one day as told, of a longer plan",
        {**PLAN, "starts_on": "2026-03-11", "ends_on": "2026-03-11"},
        "2026-03-12",
        AWAITING,
    ),
    (
        "start known to the month, of a plan within it",
        {**PLAN, "starts_on": "2026-03"},
        "2026-03-31",
        UNDER_WAY,
    ),
    (
        "start known to the month, of a plan within it: after",
        {**PLAN, "starts_on": "2026-03"},
        "2026-04-01",
        AWAITING,
    ),
    (
        "start known to the month, of a plan that ends in the next",
        {"planned_starts_on": "2026-03-30", "planned_ends_on": "2026-04-03", "starts_on": "2026-03"},
        "2026-04-03",
        UNDER_WAY,
    ),
    (
        "start long before the plan: as long as planned",
        {**PLAN, "starts_on": "2026-01-12"},
        "2026-01-16",
        UNDER_WAY,
    ),
    ("start long before the plan: after", {**PLAN, "starts_on": "2026-01-12"}, "2026-01-17", AWAITING),
    ("start alone, no plan: the day after", {"starts_on": "2026-03-11"}, "2026-03-12", AWAITING),
    (
        "start alone, planned for one day: the day after",
        {"planned_starts_on": "2026-03-11", "starts_on": "2026-03-11"},
        "2026-03-12",
        AWAITING,
    ),
    ("actual end alone: not confirmed", {**PLAN, "ends_on": "2026-03-12"}, "2026-03-13", UNCONFIRMED),
    ("actual end alone: that day", {**PLAN, "ends_on": "2026-03-12"}, "2026-03-12", UNDER_WAY),
    ("of a source: the first day", {"starts_on": "2026-03-11", **SOURCE}, "2026-03-11", UNDER_WAY),
    ("of a source: the day after", {"starts_on": "2026-03-11", **SOURCE}, "2026-03-12", PAST),
    ("year only: the day before", {"starts_on": "2025", **SOURCE}, "2024-12-31", PLANNED),
    ("year only: the first day", {"starts_on": "2025", **SOURCE}, "2025-01-01", UNDER_WAY),
    ("year only: the last day", {"starts_on": "2025", **SOURCE}, "2025-12-31", UNDER_WAY),
    ("year only: the day after", {"starts_on": "2025", **SOURCE}, "2026-01-01", PAST),
    ("month of a leap year: its last day", {"starts_on": "2024-02"}, "2024-02-29", UNDER_WAY),
    ("month of a leap year: the day after", {"starts_on": "2024-02"}, "2024-03-01", AWAITING),
    ("month of a common year: its last day", {"starts_on": "2025-02"}, "2025-02-28", UNDER_WAY),
    ("month of a common year: the day after", {"starts_on": "2025-02"}, "2025-03-01", AWAITING),
    ("leap day planned: the day before", {"planned_starts_on": "2028-02-29"}, "2028-02-28", PLANNED),
    ("leap day planned: the day", {"planned_starts_on": "2028-02-29"}, "2028-02-29", UNDER_WAY),
    ("leap day planned: the day after", {"planned_starts_on": "2028-02-29"}, "2028-03-01", UNCONFIRMED),
    (
        "over the year's end: New Year's Eve",
        {"planned_starts_on": "2025-12-30", "planned_ends_on": "2026-01-02"},
        "2025-12-31",
        UNDER_WAY,
    ),
    (
        "over the year's end: last day",
        {"planned_starts_on": "2025-12-30", "planned_ends_on": "2026-01-02"},
        "2026-01-02",
        UNDER_WAY,
    ),
    (
        "over the year's end: day after",
        {"starts_on": "2025-12-30", "ends_on": "2026-01-02"},
        "2026-01-03",
        AWAITING,
    ),
    (
        "an end known to the month: its last day",
        {"starts_on": "2025-12-30", "ends_on": "2026-01"},
        "2026-01-31",
        UNDER_WAY,
    ),
    (
        "an end known to the month: the day after",
        {"starts_on": "2025-12-30", "ends_on": "2026-01"},
        "2026-02-01",
        AWAITING,
    ),
    ("report: the day before", REPORT, "2026-03-26", AWAITING),
    ("report: the day", REPORT, "2026-03-27", REPORTED),
    ("report: the day after", REPORT, "2026-03-28", REPORTED),
    ("report of a trip nobody confirmed", {**PLAN, "reported_on": "2026-03-20"}, "2026-03-20", REPORTED),
    ("a draft of a report is none", {**ACTUAL, "drafted": True}, "2026-03-28", AWAITING),
    ("closed: the day before", {**REPORT, "closed_on": "2026-04-02"}, "2026-04-01", REPORTED),
    ("closed: the day", {**REPORT, "closed_on": "2026-04-02"}, "2026-04-02", CLOSED),
    ("closed: the day after", {**REPORT, "closed_on": "2026-04-02"}, "2026-04-03", CLOSED),
    ("cancelled: the day before", {**PLAN, "cancelled_on": "2026-03-05"}, "2026-03-04", PLANNED),
    ("cancelled: the day", {**PLAN, "cancelled_on": "2026-03-05"}, "2026-03-05", CANCELLED),
    ("cancelled: after its planned end", {**PLAN, "cancelled_on": "2026-03-05"}, "2026-03-20", CANCELLED),
    ("cancelled without any day", {"cancelled_on": "2026-03-05"}, "2026-03-05", CANCELLED),
    ("cancelled later than reported", {**REPORT, "cancelled_on": "2026-04-01"}, "2026-03-31", REPORTED),
]
TABLE = [pytest.param(facts, day, state, id=name) for name, facts, day, state in CASES]
PARTIAL = {"starts_on", "ends_on"}
_number = count(1)


def read_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """Turn the table's ISO text into what the function takes."""
    read: dict[str, Any] = {}
    for name, value in facts.items():
        if name == "owes_report":
            read[name] = value
        elif name != "drafted":
            read[name] = PartialDate.from_iso(value) if name in PARTIAL else date.fromisoformat(value)
    return read


def make_record(model: type[Any], facts: dict[str, Any]) -> Any:
    """A delegation or conference with these facts and, when they say so, its report or the draft of one."""
    values = read_facts(facts)
    reported_on = values.pop("reported_on", None)
    if "cancelled_on" in values:
        values["cancel_reason"] = ChangeReason.PARTNER_ASKED
    own = {"direction": Direction.OUT} if model is Delegation else {"part": ConferencePart.HOSTED}
    record = model.objects.create(key=f"ngay-{next(_number)}", title_vi="Đoàn", **own, **values)
    if reported_on is not None or facts.get("drafted"):
        OutcomeReport.objects.create(
            **{str(model._meta.model_name): record}, reported_on=reported_on, summary="Đã làm việc"
        )
    return model.objects.get(pk=record.pk)


@pytest.mark.parametrize(("facts", "day", "state"), TABLE)
def test_the_function_says_the_state_of_the_day(facts: dict[str, Any], day: str, state: TripState) -> None:
    assert state_on(TripFacts(**read_facts(facts)), date.fromisoformat(day)) == state


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Delegation, Conference])
def test_sql_and_record_say_the_same_for_every_case(model: type[Any]) -> None:
    wrong = []
    for name, facts, day, state in CASES:
        today = date.fromisoformat(day)
        record = make_record(model, facts)
        told = model.objects.filter(pk=record.pk).with_state(today).get()
        said = (told.state, trip_state(record, today), told.begins, told.ends)
        if said != (state, state, first_day(record), last_day(record)):
            wrong.append((name, state, said))
    assert wrong == []


@pytest.mark.django_db
def test_the_state_costs_no_question_of_its_own(django_assert_num_queries: Any) -> None:
    for _name, facts, _day, _state in CASES[:5]:
        make_record(Delegation, facts)
    with django_assert_num_queries(1):
        states = [row.state for row in Delegation.objects.with_state(date(2026, 3, 12)).order_by("pk")]
    assert states == [UNDER_WAY, UNDER_WAY, UNDER_WAY, UNDER_WAY, UNCONFIRMED]


@pytest.mark.django_db
def test_the_migration_writes_down_the_day_of_what_was_over_before_its_planned_end() -> None:
    begun = {**PLAN, "starts_on": "2026-03-11"}
    cases = {
        "no word": (begun, None),
        "reported early": ({**begun, "reported_on": "2026-03-12"}, "2026-03-11"),
        "closed early": ({**begun, "closed_on": "2026-03-13"}, "2026-03-11"),
        "reported after the plan": ({**begun, "reported_on": "2026-03-14"}, None),
        "its end is told": ({**begun, "ends_on": "2026-03-12", "closed_on": "2026-03-13"}, "2026-03-12"),
        "known to the month": ({**begun, "starts_on": "2026-03", "closed_on": "2026-03-13"}, None),
    }
    models = (Delegation, Conference)
    records = [
        (name, make_record(model, facts)) for model in models for name, (facts, _ends) in cases.items()
    ]

    import_module("delegations.migrations.0012_days_under_way").write_down(
        None, SimpleNamespace(connection=connection)
    )

    told = [(name, type(record).objects.get(pk=record.pk).ends_on) for name, record in records]
    ends = {name: PartialDate.from_iso(day) if day else None for name, (_facts, day) in cases.items()}
    assert told == list(ends.items()) * 2
