"""Flags on reports that are late, plans nobody told of, invitations nobody answered: tables of days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from delegations.models import Invitation
from dnfa.followup.clocks import sync_clocks, waive_clock
from dnfa.followup.models import Clock, Flag
from dnfa.followup.rules import explanation, rules
from dnfa.followup.sync import sync_flags
from tests.delegations.conferences.factories import make_conference
from tests.delegations.outcomes.factories import focal_of, make_report, make_trip
from tests.factories import make_partner, make_user
from tests.followup.clocks.makers import run_from

pytestmark = pytest.mark.django_db


def found(rule: str, as_of: date) -> list[dict[str, Any]]:
    """What one rule finds: record, reference day, severity, evidence."""
    [asked] = [one for one in rules() if one.code == rule]
    return list(asked.rows(as_of).values("object_id", "reference_date", "severity", "evidence"))


def told(rule: str, as_of: date) -> list[tuple[Any, ...]]:
    """What stands: (reference day, severity, days, band)."""
    return [
        (row["reference_date"], row["severity"], row["evidence"]["days"], row["evidence"]["band"])
        for row in found(rule, as_of)
    ]


def sentences(rule: str, as_of: date) -> list[str]:
    """What an officer reads of what stands."""
    return [explanation(rule, row["evidence"]) for row in found(rule, as_of)]


# --- The report -------------------------------------------------------------------------------------
@pytest.fixture
def trip():
    """Its report is due on Monday 23/11/2026."""
    run_from((date(2020, 1, 1), None))
    made = make_trip()
    sync_clocks()
    return made


DUE = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2026, 11, 22), None),
        (DUE, None),
        (date(2026, 11, 24), (DUE, "medium", 1, 7)),
        (date(2026, 11, 30), (DUE, "medium", 7, 7)),
        (date(2026, 12, 1), (DUE, "medium", 8, 15)),
        (date(2026, 12, 8), (DUE, "medium", 15, 15)),
        (date(2026, 12, 9), (DUE, "medium", 16, 30)),
        (date(2026, 12, 22), (DUE, "medium", 29, 30)),
        (date(2026, 12, 23), (DUE, "high", 30, 30)),
        (date(2026, 12, 24), (DUE, "high", 31, 90)),
        (date(2027, 2, 21), (DUE, "high", 90, 90)),
        (date(2027, 2, 22), (DUE, "high", 91, 0)),
    ],
)
def test_a_report_is_late_from_the_day_after_and_more_so_by_bands(trip, as_of, expected):
    assert told("trip_report_overdue", as_of) == ([expected] if expected else [])


@pytest.mark.parametrize(("reported_on", "stands"), [(date(2026, 12, 1), False), (date(2026, 12, 3), True)])
def test_a_report_ends_the_flag_on_its_day(trip, reported_on, stands):
    make_report(trip, reported_on=reported_on)
    sync_clocks()

    assert bool(found("trip_report_overdue", date(2026, 12, 2))) is stands


def test_a_waived_deadline_raises_no_flag(trip):
    waive_clock(clock=Clock.objects.get(), reason="Đoàn kỹ thuật", user=make_user(), today=DUE)

    assert found("trip_report_overdue", date(2026, 12, 2)) == []


@pytest.mark.parametrize(
    ("as_of", "sentence"),
    [
        (date(2026, 11, 26), "Chưa có báo cáo kết quả: hạn 23/11/2026, đã quá 3 ngày (trong vòng 7 ngày)."),
        (date(2027, 3, 3), "Chưa có báo cáo kết quả: hạn 23/11/2026, đã quá 100 ngày (quá 90 ngày)."),
    ],
)
def test_the_sentence_says_since_when(trip, as_of, sentence):
    assert sentences("trip_report_overdue", as_of) == [sentence]


def test_flags_are_seen_by_who_sees_the_delegation(trip):
    run = sync_flags(as_of=date(2026, 12, 2))
    people = [make_user(), focal_of(trip), make_user("focal_point")]

    assert list(run.failures) == []
    assert [Flag.objects.visible_to(user).count() for user in people] == [1, 1, 0]


# --- What took place --------------------------------------------------------------------------------
PLAN = {"planned_starts_on": date(2026, 12, 30), "planned_ends_on": date(2026, 12, 31)}


@pytest.mark.parametrize(
    ("values", "as_of", "expected"),
    [
        ({}, date(2026, 12, 30), None),
        ({}, date(2026, 12, 31), None),
        ({}, date(2027, 1, 1), (date(2026, 12, 31), "medium", 1, 7)),
        ({}, date(2027, 1, 30), (date(2026, 12, 31), "high", 30, 30)),
        ({"planned_ends_on": None}, date(2026, 12, 31), (date(2026, 12, 30), "medium", 1, 7)),
        ({"starts_on": "2026-12-30"}, date(2027, 1, 1), None),
        ({"cancelled_on": date(2026, 12, 20), "cancel_reason": "visa"}, date(2027, 1, 1), None),
        ({"cancelled_on": date(2027, 1, 2), "cancel_reason": "visa"}, date(2027, 1, 1), (date(2026, 12, 31), "medium", 1, 7)),
        ({"owes_report": False}, date(2027, 1, 1), None),
        ({"planned_starts_on": None, "planned_ends_on": None}, date(2027, 1, 1), None),
    ],
)  # fmt: skip
def test_a_plan_that_passed_is_to_be_told(values, as_of, expected):
    make_trip(**{"starts_on": None, "ends_on": None, **PLAN, **values})
    make_conference(**{**PLAN, **values})

    standing = [told(rule, as_of) for rule in ("trip_unconfirmed", "conference_unconfirmed")]

    assert standing == ([[expected], [expected]] if expected else [[], []])


def test_the_sentence_says_when_the_plan_ended():
    make_trip(starts_on=None, ends_on=None, **PLAN)

    assert sentences("trip_unconfirmed", date(2027, 1, 4)) == [
        "Dự kiến kết thúc 31/12/2026, đã 4 ngày, chưa ghi diễn ra thực tế, dời hay hủy."
    ]


def test_a_conference_that_missed_a_deadline_is_flagged_once():
    run_from((date(2020, 1, 1), None))
    conference = make_conference(planned_starts_on=date(2026, 12, 4), planned_ends_on=None)
    sync_clocks()

    [late] = [rule for rule in rules() if rule.code == "conference_clock_overdue"]

    rows = late.rows(date(2026, 11, 5)).values_list("object_id", "reference_date")
    assert list(rows) == [(conference.pk, date(2026, 11, 4))]


# --- Invitations ------------------------------------------------------------------------------------
def invite(**values: Any) -> Invitation:
    return Invitation.objects.create(
        **{
            "side": "sent",
            "partner": make_partner(name_vi="Sakai"),
            "occasion": "Hội chợ EWEC",
            "sent_on": date(2027, 1, 4),
            "answer_by": date(2027, 3, 1),
            **values,
        }
    )


@pytest.mark.parametrize(
    ("as_of", "severity", "days"),
    [
        (date(2027, 2, 21), None, None),
        (date(2027, 2, 22), "medium", 7),
        (date(2027, 2, 28), "medium", 1),
        (date(2027, 3, 1), "medium", 0),
        (date(2027, 3, 2), "high", -1),
        (date(2027, 12, 31), "high", -305),
    ],
)
def test_an_answer_is_asked_for_a_week_before_its_day(as_of, severity, days):
    invite()

    standing = [(row["severity"], row["evidence"]["days"]) for row in found("invitation_unanswered", as_of)]

    assert standing == ([(severity, days)] if severity else [])


@pytest.mark.parametrize(
    ("values", "stands"),
    [
        ({}, True),
        ({"answer": "accepted", "answered_on": date(2027, 3, 1)}, False),
        ({"answer": "accepted", "answered_on": date(2027, 3, 3)}, True),
        ({"answer": "declined", "reason": "budget", "answered_on": date(2027, 2, 1)}, False),
        ({"answer": "no_answer"}, False),
        ({"answer_by": None}, False),
        ({"sent_on": date(2027, 3, 3)}, False),
    ],
)
def test_what_is_answered_or_has_no_day_asks_nothing(values, stands):
    invite(**values)

    assert bool(found("invitation_unanswered", date(2027, 3, 2))) is stands


@pytest.mark.parametrize(
    ("side", "as_of", "sentence"),
    [
        ("sent", date(2027, 3, 3), "Sakai chưa trả lời: hạn trả lời 01/03/2027, đã quá 2 ngày."),
        ("sent", date(2027, 3, 1), "Sakai chưa trả lời: hôm nay (01/03/2027) là hạn trả lời."),
        ("sent", date(2027, 2, 26), "Sakai chưa trả lời: hạn trả lời 01/03/2027, còn 3 ngày."),
        ("received", date(2027, 3, 3), "Chưa trả lời Sakai: hạn trả lời 01/03/2027, đã quá 2 ngày."),
        ("received", date(2027, 3, 1), "Chưa trả lời Sakai: hôm nay (01/03/2027) là hạn trả lời."),
        ("received", date(2027, 2, 26), "Chưa trả lời Sakai: hạn trả lời 01/03/2027, còn 3 ngày."),
    ],
)
def test_the_sentence_says_who_has_to_answer(side, as_of, sentence):
    invite(side=side)

    assert sentences("invitation_unanswered", as_of) == [sentence]
