"""Closing the file of a delegation or conference, and taking that back."""

from __future__ import annotations

from datetime import date

import pytest

from delegations.services.limits import justify_limit
from delegations.services.outcomes import (
    close_conference,
    close_delegation,
    reopen_conference,
    reopen_delegation,
    submit_report,
)
from delegations.services.trips import record_actuals
from delegations.states import trip_state
from dnfa.core.partial_dates import PartialDate
from tests.delegations.conferences.factories import make_conference
from tests.delegations.outcomes.factories import TODAY, focal_of, make_report, make_trip, refusal
from tests.factories import make_user

pytestmark = pytest.mark.django_db
GIVEN = {"base_version": None, "today": TODAY}
REPORTED = {"reported_on": date(2026, 11, 20)}


def test_a_delegation_is_closed_with_its_report():
    trip = make_report(**REPORTED).record

    closed = close_delegation(delegation=trip, user=make_user(), **GIVEN)

    assert (closed.closed_on, trip_state(closed, TODAY)) == (TODAY, "closed")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "report_missing"),
        ({"starts_on": None, "ends_on": None, "planned_starts_on": "2026-11-03"}, "actual_missing"),
        ({"ends_on": "2026-11-26"}, "not_over"),
        ({"closed_on": "2026-11-20"}, "record_closed"),
        (
            {"starts_on": None, "ends_on": None, "cancelled_on": "2026-11-01", "cancel_reason": "visa"},
            "record_cancelled",
        ),
    ],
)
def test_what_stands_against_closing(values, code):
    trip = make_trip(**values)
    before = trip.closed_on

    error = refusal(close_delegation, delegation=trip, user=make_user(), **GIVEN)
    trip.refresh_from_db()

    assert error.code == code
    assert str(trip.closed_on or "") == str(before or "")


# Planned to last until 27/11/2026; on 25/11 nobody has said when it came back.
UNDER_WAY = {"starts_on": "2026-11-23", "ends_on": None, "planned_starts_on": "2026-11-23", "planned_ends_on": "2026-11-27"}  # fmt: skip
NOT_TOLD = "Chưa ghi ngày cuối thực tế, theo kế hoạch là 27/11/2026; xong sớm hơn thì ghi ngày đó trước."


def test_what_is_under_way_is_neither_reported_nor_closed_until_its_end_is_told_or_planned():
    user, trip = make_user(), make_trip(**UNDER_WAY)
    report = make_report(trip)
    deed = {"report": report, "document_number": "1/BC", "reported_on": TODAY, "user": user, **GIVEN}

    early = refusal(submit_report, **deed)
    closing = refusal(close_delegation, delegation=trip, user=user, **GIVEN)
    record_actuals(
        delegation=trip,
        starts_on=PartialDate.from_iso("2026-11-23"),
        ends_on=PartialDate.from_iso("2026-11-24"),
        persons=None,
        user=user,
        **GIVEN,
    )
    submitted = submit_report(**deed)

    assert (early.code, early.fields) == ("report_incomplete", {"reported_on": [NOT_TOLD]})
    assert (closing.code, str(closing)) == ("not_over", NOT_TOLD)
    assert submitted.reported_on == TODAY


def test_what_goes_over_a_limit_is_closed_once_it_is_justified():
    user = make_user()
    trip = make_report(make_trip(cost_source="enterprise"), **REPORTED).record

    refused = refusal(close_delegation, delegation=trip, user=user, **GIVEN)
    trip.refresh_from_db()
    before = trip.closed_on
    justify_limit(delegation=trip, kind="enterprise_pays", text="Bạn mời, bạn chi", user=user)
    closed = close_delegation(delegation=trip, user=user, **GIVEN)

    assert (refused.code, before, closed.closed_on) == ("limit_unjustified", None, TODAY)
    assert str(refused) == (
        "Đoàn vượt hạn mức mà chưa giải trình: Doanh nghiệp tổ chức hoặc đài thọ. Hãy ghi giải trình ở phần "
        "“Hạn mức và giải trình” trên trang của đoàn, rồi kết thúc hồ sơ."
    )


def test_a_draft_is_no_report():
    report = make_report()

    error = refusal(close_delegation, delegation=report.record, user=make_user(), **GIVEN)

    assert error.code == "report_missing"
    assert "nộp báo cáo" in str(error)


@pytest.mark.parametrize("values", [{"owes_report": False}, {"starts_on": None, "ends_on": None, "is_recurring": True, "owes_report": False}])  # fmt: skip
def test_what_owes_no_report_is_closed_without(values):
    closed = close_delegation(delegation=make_trip(**values), user=make_user(), **GIVEN)

    assert closed.closed_on == TODAY


@pytest.mark.parametrize(
    ("day", "refused"),
    [(date(2026, 11, 5), True), (date(2026, 11, 6), False), (TODAY, False), (date(2026, 11, 26), True)],
)
def test_the_day_of_closing_lies_between_the_end_and_today(day, refused):
    trip = make_report(**REPORTED).record
    deed = {"delegation": trip, "closed_on": day, "user": make_user(), **GIVEN}

    if refused:
        assert list(refusal(close_delegation, **deed).fields) == ["closed_on"]
    else:
        assert close_delegation(**deed).closed_on == day


@pytest.mark.parametrize("role", ["focal_point", "leader", "auditor"])
def test_only_the_department_closes_and_reopens(role):
    trip = make_report(**REPORTED).record
    user = focal_of(trip) if role == "focal_point" else make_user(role)

    codes = [
        refusal(close_delegation, delegation=trip, user=user, **GIVEN).code,
        refusal(reopen_delegation, delegation=trip, reason="x", user=user, base_version=None).code,
    ]

    assert codes == ["not_a_writer", "not_a_writer"]


def test_a_closed_file_is_reopened_with_a_reason():
    trip = make_report(**REPORTED).record
    user = make_user()
    deed = {"delegation": trip, "user": user, "base_version": None}

    early = refusal(reopen_delegation, **deed, reason="x")
    close_delegation(delegation=trip, user=user, **GIVEN)
    silent = refusal(reopen_delegation, **deed, reason=" ")
    reopened = reopen_delegation(**deed, reason="Bổ sung danh sách")

    assert (early.code, silent.code, reopened.closed_on) == ("not_closed", "reason_missing", None)


def test_a_conference_is_closed_and_reopened_the_same_way():
    conference = make_conference(starts_on="2026-11-03", ends_on="2026-11-04")
    user = make_user()

    missing = refusal(close_conference, conference=conference, user=user, **GIVEN)
    make_report(conference, **REPORTED)
    closed = close_conference(conference=conference, user=user, **GIVEN).closed_on
    reopened = reopen_conference(conference=conference, reason="Thêm", user=user, base_version=None)

    assert (missing.code, closed, reopened.closed_on) == ("report_missing", TODAY, None)


def test_an_old_version_is_refused():
    trip = make_report(**REPORTED).record
    close_delegation(delegation=trip, user=make_user(), **GIVEN)

    error = refusal(
        reopen_delegation, delegation=trip, reason="x", user=make_user(), base_version=trip.version
    )

    assert error.code == "stale_version"
