"""Where a report stands on a day: one table for the function and its twin in the database."""

from __future__ import annotations

from datetime import date

import pytest

from delegations.models import Conference, Delegation
from delegations.report_standing import standing_on
from delegations.selectors_outcomes import outstanding, report_rows
from delegations.states import trip_state
from dnfa.followup.clocks import sync_clocks, waive_clock
from dnfa.followup.models import Clock
from tests.delegations.conferences.factories import make_conference
from tests.delegations.outcomes.factories import focal_of, make_report, make_trip
from tests.factories import make_user
from tests.followup.clocks.makers import run_from

pytestmark = pytest.mark.django_db

# The trip ends on 06/11/2026; the last day for its report is Monday 23/11/2026.
CASES = [
    ({}, None, date(2026, 11, 6), None),
    ({}, None, date(2026, 11, 7), "owed"),
    ({}, None, date(2026, 11, 23), "owed"),
    ({}, None, date(2026, 11, 24), "overdue"),
    ({}, date(2026, 11, 24), date(2026, 11, 23), "owed"),
    ({}, date(2026, 11, 24), date(2026, 11, 24), "reported"),
    ({"closed_on": date(2026, 11, 25)}, date(2026, 11, 24), date(2026, 11, 24), "reported"),
    ({"closed_on": date(2026, 11, 25)}, date(2026, 11, 24), date(2026, 11, 25), "closed"),
    ({"starts_on": None, "ends_on": None, "planned_starts_on": date(2026, 11, 6)}, None, date(2026, 11, 24), "overdue"),
    ({"starts_on": "2026-11", "ends_on": None}, None, date(2026, 12, 31), "owed"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "reported_on", "today", "expected"), CASES)
def test_the_function_and_the_database_say_the_same(values, reported_on, today, expected):
    run_from((date(2020, 1, 1), None))
    trip = make_trip(**values)
    if reported_on:
        make_report(trip, reported_on=reported_on)
    sync_clocks()
    due = Clock.objects.first()

    told = standing_on(trip_state(trip, today), due and due.due_on, today)
    rows = report_rows(Delegation, make_user(), today)

    assert told == expected
    assert [row.standing for row in rows] == ([expected] if expected else [])


def test_a_waived_deadline_is_never_overdue():
    run_from((date(2020, 1, 1), None))
    make_trip()
    sync_clocks()
    waive_clock(clock=Clock.objects.get(), reason="Đoàn kỹ thuật", user=make_user(), today=date(2026, 11, 20))

    [row] = report_rows(Delegation, make_user(), date(2026, 12, 31))

    assert (row.standing, row.due_on) == ("owed", None)


@pytest.mark.parametrize(
    "values",
    [
        {"owes_report": False},
        {"starts_on": None, "ends_on": None, "cancelled_on": date(2026, 11, 1), "cancel_reason": "visa"},
        {"starts_on": None, "ends_on": None},
    ],
)
def test_what_owes_nothing_is_not_listed(values):
    make_trip(**values)

    assert list(report_rows(Delegation, make_user(), date(2026, 12, 31))) == []


def test_reports_are_counted_as_far_as_the_person_sees_them():
    run_from((date(2020, 1, 1), None))
    trip = make_trip()
    make_trip(starts_on="2026-11", ends_on=None)
    make_conference(starts_on="2026-12-20", ends_on="2026-12-21")
    make_report(make_trip(), reported_on=date(2026, 11, 20))
    sync_clocks()
    today = date(2026, 12, 31)

    people = (make_user(), focal_of(trip), make_user("focal_point"))
    counts = [outstanding(Delegation, user, today) for user in people]

    assert counts == [{"owed": 1, "overdue": 1}, {"owed": 0, "overdue": 1}, {"owed": 0, "overdue": 0}]
    assert outstanding(Conference, people[0], today) == {"owed": 1, "overdue": 0}
