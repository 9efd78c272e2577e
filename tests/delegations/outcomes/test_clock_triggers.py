"""Which facts of delegations and conferences start, move and close which clocks; which start none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from delegations.models import Conference, Delegation
from delegations.services.outcomes import (
    ask_report,
    close_delegation,
    submit_report,
    waive_report,
    withdraw_report,
)
from delegations.services.trips import cancel_delegation, move_delegation, reinstate_delegation
from dnfa.followup.clocks import ClockSync, sync_clocks
from dnfa.followup.clocks.selectors import clocks_of
from dnfa.followup.enums import ClockState
from dnfa.followup.models import Clock, ClockRule
from tests.delegations.conferences.factories import make_conference
from tests.delegations.outcomes.factories import TODAY, make_report, make_trip
from tests.factories import make_agency, make_user
from tests.followup.clocks.makers import run_from

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _from_the_beginning() -> None:
    """The office follows everything here."""
    run_from((date(2020, 1, 1), None))


def clocks() -> list[tuple[str, str]]:
    """What stands: (rule, due day)."""
    rows = Clock.objects.order_by("due_on", "code")
    return [(clock.code, clock.due_on.isoformat()) for clock in rows]


def planned(**values: Any) -> Delegation:
    """Planned from 3 to 6 November 2026, not yet told."""
    plan = {"planned_starts_on": date(2026, 11, 3), "planned_ends_on": date(2026, 11, 6)}
    return make_trip(**{"starts_on": None, "ends_on": None, **plan, **values})


# --- Delegations ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ends_on", "due"),
    [
        ("2026-11-06", "2026-11-23"),  # 15 days end on Saturday 21/11
        ("2026-11-09", "2026-11-25"),  # 24/11, day of Vietnamese culture
        ("2026-11-10", "2026-11-25"),
        ("2026-02-02", "2026-02-23"),  # 17/02 is mùng 1; the holiday ends with the weekend of 21-22/02
        ("2026-02-08", "2026-02-23"),
        ("2026-04-15", "2026-05-04"),  # 30/4, then 01/5 and the weekend
        ("2026-04-16", "2026-05-04"),
        ("2026-08-18", "2026-09-03"),  # 02/9
        ("2026-12-16", "2026-12-31"),
        ("2026-12-17", "2027-01-04"),  # 01/01/2027 and the weekend
        ("2028-02-14", "2028-02-29"),
        ("2026-10-19", "2026-11-03"),  # no roll
    ],
)
def test_the_report_is_due_fifteen_days_after_the_return(ends_on, due):
    make_trip(starts_on=ends_on, ends_on=ends_on)

    sync_clocks()

    assert clocks() == [("result-report", due)]


@pytest.mark.parametrize(
    ("values", "started_on"),
    [
        ({"starts_on": "2026-11-03", "ends_on": "2026-11-06"}, "2026-11-06"),
        ({"starts_on": "2026-11-03", "ends_on": None}, "2026-11-03"),
        (
            {
                "starts_on": "2026-11-03",
                "ends_on": None,
                "planned_starts_on": "2026-11-02",
                "planned_ends_on": "2026-11-06",
            },
            "2026-11-06",
        ),
        ({"starts_on": "2026-11", "ends_on": "2026-11-06"}, "2026-11-06"),
        ({"starts_on": "2026-11-03", "ends_on": "2026-11"}, None),
        ({"starts_on": "2026-11", "ends_on": None}, None),
        ({"starts_on": "2026", "ends_on": None}, None),
        ({"starts_on": None, "ends_on": None}, None),
        ({"starts_on": None, "ends_on": None, "planned_starts_on": "2026-11-02"}, "2026-11-02"),
        (
            {"starts_on": None, "ends_on": None, "planned_starts_on": "2026-11-02", "planned_ends_on": "2026-11-04"},
            "2026-11-04",
        ),
        ({"planned_starts_on": "2026-10-01", "planned_ends_on": "2026-10-04"}, "2026-11-06"),
        ({"owes_report": False}, None),
        ({"direction": "in"}, "2026-11-06"),
    ],
)  # fmt: skip
def test_days_count_from_the_last_day_known_exactly(values, started_on):
    make_trip(**values)

    sync_clocks()

    assert [clock.started_on.isoformat() for clock in Clock.objects.all()] == [started_on] * bool(started_on)


@pytest.mark.parametrize(
    ("reported_on", "today", "state"),
    [
        (None, date(2026, 11, 6), ClockState.TICKING),
        (None, date(2026, 11, 20), ClockState.DUE_SOON),
        (None, date(2026, 11, 23), ClockState.DUE_SOON),
        (None, date(2026, 11, 24), ClockState.OVERDUE),
        (date(2026, 11, 23), date(2026, 11, 23), ClockState.ON_TIME),
        (date(2026, 11, 24), date(2026, 11, 24), ClockState.DONE_LATE),
        (date(2026, 11, 24), date(2026, 11, 23), ClockState.DUE_SOON),
    ],
)
def test_a_report_on_the_last_day_is_in_time_and_the_day_after_is_not(reported_on, today, state):
    trip = make_trip()
    if reported_on:
        make_report(trip, reported_on=reported_on, document_number="12/BC-SNgV")
    sync_clocks()

    found = clocks_of(trip, make_user(), today)

    assert [clock.state for clock in found] == [state]


def test_the_agency_that_leads_has_to_act():
    trip = make_trip(agencies=[make_agency(name_vi="Sở Du lịch")])

    sync_clocks()

    assert Clock.objects.get().agency == trip.lead_agencies.get()


def test_submitting_closes_withdrawing_opens_again():
    report = make_report()
    sync_clocks()
    given = {"report": report, "base_version": None, "user": make_user()}

    submit_report(**given, today=TODAY, document_number="12/BC-SNgV", reported_on=date(2026, 11, 20))
    closed = Clock.objects.get()
    withdraw_report(**given, reason="Thiếu chữ ký")

    assert (closed.done_on, closed.done_note) == (date(2026, 11, 20), "12/BC-SNgV")
    assert list(Clock.objects.values_list("done_on", "done_note")) == [(None, "")]
    assert sync_clocks() == ClockSync(kept=1)


def test_a_move_of_the_dates_moves_the_deadline():
    trip = planned(planned_starts_on=date(2026, 12, 1), planned_ends_on=date(2026, 12, 4))
    sync_clocks()

    move_delegation(
        delegation=trip,
        starts_on=date(2026, 12, 8),
        ends_on=date(2026, 12, 11),
        reason="partner_asked",
        decided_on=TODAY,
        base_version=None,
        user=make_user(),
        today=TODAY,
    )

    assert clocks() == [("result-report", "2026-12-28")]


def test_giving_up_takes_the_clock_away_and_taking_up_brings_it_back():
    trip = planned(planned_starts_on=date(2026, 12, 1), planned_ends_on=date(2026, 12, 4))
    sync_clocks()
    user = make_user()

    cancel_delegation(
        delegation=trip, cancelled_on=TODAY, reason="visa", base_version=None, user=user, today=TODAY
    )
    cancelled = clocks()
    reinstate_delegation(delegation=trip, reason="Có thị thực", base_version=None, user=user)

    assert (cancelled, clocks()) == ([], [("result-report", "2026-12-21")])


def test_waiving_the_report_takes_the_clock_away_and_asking_brings_it_back():
    trip = make_trip()
    sync_clocks()
    given = {"record": trip, "user": make_user(), "base_version": None}

    waive_report(**given, reason="Đoàn của Trung ương")
    waived = clocks()
    ask_report(**given, reason="Lãnh đạo yêu cầu")

    assert (waived, clocks()) == ([], [("result-report", "2026-11-23")])


def test_closing_leaves_the_clock_as_it_was():
    trip = make_report(reported_on=date(2026, 11, 20), document_number="12/BC").record
    sync_clocks()

    close_delegation(delegation=trip, base_version=None, user=make_user(), today=TODAY)

    assert list(Clock.objects.values_list("done_on", "due_on")) == [(date(2026, 11, 20), date(2026, 11, 23))]


@pytest.mark.parametrize(("first", "opens"), [(date(2026, 11, 6), True), (date(2026, 11, 7), False)])
def test_what_ended_before_the_office_began_starts_no_clock(first, opens):
    run_from((first, None))
    make_trip()

    sync_clocks()

    assert bool(clocks()) is opens


def test_the_office_changes_the_number_of_days():
    make_trip()
    ClockRule.objects.filter(key="result-report").update(offset=10, unit="working_day")

    sync_clocks()

    assert clocks() == [("result-report", "2026-11-20")]


# --- Conferences ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "level", "code", "due"),
    [
        ("2027-03-11", "", "conference-file", "2027-02-03"),  # 09/02 is mùng 4 of Tết: back to before it
        ("2026-12-04", "city_committee", "conference-file", "2026-11-04"),
        ("2026-12-01", "head_of_unit", "conference-file", "2026-10-30"),  # Sunday: back to Friday
        ("2026-12-24", "minister", "conference-file", "2026-11-23"),  # 24/11: back to Monday
        ("2026-12-04", "prime_minister", "conference-file-prime-minister", "2026-10-23"),  # Sunday
        ("2026-12-15", "prime_minister", "conference-file-prime-minister", "2026-11-05"),
    ],
)
def test_the_file_is_due_so_many_days_before_the_first(first, level, code, due):
    make_conference(
        planned_starts_on=date.fromisoformat(first),
        planned_ends_on=None,
        permit_level=level,
        owes_report=False,
    )

    sync_clocks()

    assert clocks() == [(code, due)]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, ["conference-file", "conference-report"]),
        ({"part": "attended"}, []),
        ({"owes_report": False}, ["conference-file"]),
        ({"cancelled_on": "2026-11-20", "cancel_reason": "budget"}, []),
        ({"planned_starts_on": None, "planned_ends_on": None}, []),
        ({"starts_on": "2027-03"}, []),
        ({"starts_on": "2027-03-10", "ends_on": "2027-03"}, ["conference-file"]),
    ],
)
def test_which_conferences_owe_what(values, codes):
    make_conference(**values)

    sync_clocks()

    assert [code for code, _due in clocks()] == codes


@pytest.mark.parametrize(
    ("filed_on", "state"),
    [
        (None, ClockState.OVERDUE),
        ("2026-11-04", ClockState.ON_TIME),
        ("2026-11-05", ClockState.DONE_LATE),
    ],
)
def test_filing_closes_the_clock(filed_on, state):
    conference = make_conference(
        planned_starts_on=date(2026, 12, 4), planned_ends_on=None, filed_on=filed_on, owes_report=False
    )
    sync_clocks()

    assert [clock.state for clock in clocks_of(conference, make_user(), TODAY)] == [state]


def test_the_report_on_a_conference_is_due_after_its_end_and_done_by_the_report():
    conference = make_conference(starts_on="2026-11-03", ends_on="2026-11-05", filed_on="2026-09-01")
    report = make_report(conference)
    sync_clocks()
    due = clocks()

    submit_report(
        report=report,
        document_number="3/BC",
        reported_on=date(2026, 11, 20),
        base_version=None,
        user=make_user(),
        today=TODAY,
    )

    assert due == [("conference-file", "2026-10-02"), ("conference-report", "2026-11-20")]
    assert Clock.objects.get(code="conference-report").done_on == date(2026, 11, 20)


def test_a_change_of_level_exchanges_the_clock():
    conference = make_conference(
        planned_starts_on=date(2026, 12, 15), planned_ends_on=None, owes_report=False
    )
    sync_clocks()

    Conference.objects.filter(pk=conference.pk).update(permit_level="prime_minister")
    sync_clocks(record=conference)

    assert clocks() == [("conference-file-prime-minister", "2026-11-05")]
