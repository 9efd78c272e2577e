"""Drafting, correcting, submitting and withdrawing the report of a result."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from delegations.models import Delegation, OutcomeReport
from delegations.services.outcomes import (
    ask_report,
    draft_report,
    set_meetings,
    submit_report,
    update_report,
    waive_report,
    withdraw_report,
)
from tests.delegations.conferences.factories import make_conference
from tests.delegations.outcomes.factories import TEXTS, TODAY, focal_of, make_report, make_trip, refusal
from tests.factories import make_partner, make_user

pytestmark = pytest.mark.django_db
GIVEN = {"base_version": None, "today": TODAY}
PAPER = {"document_number": "12/BC-SNgV", "reported_on": date(2026, 11, 20)}


def submit(report: OutcomeReport, user: Any = None, **values: Any) -> OutcomeReport:
    return submit_report(report=report, user=user or make_user(), **{**GIVEN, **PAPER, **values})


def version(report: OutcomeReport) -> int:
    return OutcomeReport.objects.get(pk=report.pk).version


def why(report: OutcomeReport) -> str:
    """The reason the last change of the report was made for."""
    row = report.audit_rows.order_by("-pgh_id").select_related("pgh_context").first()
    return row.pgh_context.metadata.get("reason", "") if row.pgh_context else ""


# --- Drafting ---------------------------------------------------------------------------------------
def test_the_department_drafts_with_all_its_parts():
    partner = make_partner()
    trip = make_trip()

    report = draft_report(
        record=trip,
        contents={
            **TEXTS,
            "negotiating": "Lịch học bổng.\r\nKinh phí. ",
            "meetings": [{"met_on": date(2026, 11, 4), "partner": partner, "counterpart": " Ông  Nagafuji "}],
            "obligations": [{"side": "theirs", "text": "Gửi dự thảo"}],
        },
        user=make_user(),
        today=TODAY,
    )

    assert (report.record, report.negotiating, report.reported_on) == (
        trip,
        "Lịch học bổng.\nKinh phí.",
        None,
    )
    assert list(report.meetings.values_list("counterpart", "partner", "met_on")) == [
        ("Ông Nagafuji", partner.pk, date(2026, 11, 4))
    ]
    assert list(report.obligations.values_list("side", "text")) == [("theirs", "Gửi dự thảo")]


def test_a_report_is_drafted_of_a_conference_too():
    conference = make_conference()

    report = draft_report(record=conference, contents=TEXTS, user=make_user(), today=TODAY)

    assert (report.conference, report.delegation, report.done) == (conference, None, TEXTS["done"])


def test_a_focal_point_of_the_lead_agency_drafts_and_submits():
    trip = make_trip()
    focal = focal_of(trip)

    report = draft_report(record=trip, contents=TEXTS, user=focal, today=TODAY)
    submitted = submit(report, focal)

    assert (submitted.reported_by, submitted.reported_on) == (focal, PAPER["reported_on"])


def test_others_draft_nothing():
    trip = make_trip()
    stranger = make_user("focal_point")
    trip.coordinating.add(stranger.agency)
    people = [make_user("leader"), make_user("auditor"), stranger]

    codes = [
        refusal(draft_report, record=trip, contents=TEXTS, user=user, today=TODAY).code for user in people
    ]

    assert codes == ["may_not_report"] * 3
    assert not OutcomeReport.objects.exists()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"cancelled_on": "2026-11-01", "cancel_reason": "visa", "starts_on": None, "ends_on": None}, "record_cancelled"),
        ({"closed_on": "2026-11-20"}, "record_closed"),
    ],
)  # fmt: skip
def test_a_record_that_is_over_takes_no_report(values, code):
    trip = make_trip(**values)

    assert refusal(draft_report, record=trip, contents=TEXTS, user=make_user(), today=TODAY).code == code


def test_there_is_one_report():
    report = make_report()

    error = refusal(draft_report, record=report.record, contents={}, user=make_user(), today=TODAY)

    assert error.code == "report_exists"


@pytest.mark.parametrize(
    ("contents", "field"),
    [
        ({"summary": "x" * 20_001}, "summary"),
        ({"meetings": [{"counterpart": ""}]}, "meetings.0.counterpart"),
        ({"meetings": [{"counterpart": "A"}, {"counterpart": "B", "met_on": date(2026, 11, 26)}]}, "meetings.1.met_on"),
        ({"meetings": [{"counterpart": "A"}] * 101}, "meetings"),
        ({"obligations": [{"side": "theirs", "text": ""}]}, "obligations.0.text"),
        ({"obligations": [{"side": "", "text": "x"}]}, "obligations.0.side"),
        ({"obligations": [{"side": "ours", "text": "x"}]}, "obligations.0.lead_agency"),
        ({"obligations": [{"side": "proposal", "text": "x"}]}, "obligations.0.lead_agency"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place_and_nothing_is_written(contents, field):
    error = refusal(draft_report, record=make_trip(), contents=contents, user=make_user(), today=TODAY)

    assert field in error.fields
    assert not OutcomeReport.objects.exists()


@pytest.mark.parametrize(
    ("contents", "field"),
    [
        ({"assessment": "MẬT"}, "assessment"),
        ({"meetings": [{"counterpart": "A", "content": "TỐI MẬT"}]}, "meetings.0.content"),
        ({"obligations": [{"side": "theirs", "text": "TUYỆT MẬT"}]}, "obligations.0.text"),
    ],
)
def test_a_mark_of_secrecy_is_refused(contents, field):
    error = refusal(draft_report, record=make_trip(), contents=contents, user=make_user(), today=TODAY)

    assert (error.code, list(error.fields)) == ("secret_mark", [field])


def test_a_partner_the_writer_does_not_see_is_not_named_but_stays_where_it_stood():
    report = make_report()
    focal = focal_of(report.record)
    hidden = make_partner()
    row = {"counterpart": "A", "partner": hidden}

    error = refusal(set_meetings, report=report, rows=[row], user=focal, **GIVEN)
    set_meetings(report=report, rows=[row], user=make_user(), **GIVEN)
    standing = report.meetings.get()
    set_meetings(
        report=report, rows=[{**row, "id": standing.pk, "our_side": "Ông Trung"}], user=focal, **GIVEN
    )

    assert list(error.fields) == ["meetings.0.partner"]
    assert list(report.meetings.values_list("pk", "our_side")) == [(standing.pk, "Ông Trung")]


# --- Changing ---------------------------------------------------------------------------------------
def test_only_what_differs_is_written():
    report = make_report()
    update_report(
        report=report,
        changes={"meetings": [{"counterpart": "A"}, {"counterpart": "B"}]},
        user=make_user(),
        **GIVEN,
    )
    first, second = report.meetings.all()
    before = version(report)
    same = [{"id": first.pk, "counterpart": "A"}, {"id": second.pk, "counterpart": "B"}]

    update_report(
        report=report, changes={"summary": report.summary, "meetings": same}, user=make_user(), **GIVEN
    )
    unchanged = version(report)
    update_report(report=report, changes={"meetings": same[::-1]}, user=make_user(), **GIVEN)

    assert (unchanged, version(report)) == (before, before + 1)
    assert list(report.meetings.values_list("pk", flat=True)) == [second.pk, first.pk]


def test_a_row_named_twice_is_refused():
    report = make_report()
    set_meetings(report=report, rows=[{"counterpart": "A"}], user=make_user(), **GIVEN)
    row = {"id": report.meetings.get().pk, "counterpart": "A"}

    error = refusal(set_meetings, report=report, rows=[row, row], user=make_user(), **GIVEN)

    assert list(error.fields) == ["meetings.1.id"]


def test_an_old_version_is_refused():
    report = make_report()
    update_report(report=report, changes={"done": "Mới"}, user=make_user(), **GIVEN)

    error = refusal(
        update_report,
        report=report,
        changes={"done": "Cũ"},
        base_version=report.version,
        user=make_user(),
        today=TODAY,
    )

    assert error.code == "stale_version"
    assert OutcomeReport.objects.get().done == "Mới"


def test_a_submitted_report_is_corrected_with_a_reason_only():
    report = submit(make_report())
    change = {"report": report, "changes": {"done": "Thêm"}, "user": make_user(), **GIVEN}

    without = refusal(update_report, **change)
    long = refusal(update_report, **change, reason="x" * 501)
    empty = refusal(update_report, **{**change, "changes": {"summary": " "}}, reason="Sửa")
    corrected = update_report(**change, reason="Bổ sung theo ý kiến lãnh đạo")

    assert [(error.code, list(error.fields)) for error in (without, long, empty)] == [
        ("reason_missing", ["reason"]),
        ("reason_missing", ["reason"]),
        ("invalid_report", ["summary"]),
    ]
    assert (corrected.done, why(corrected)) == ("Thêm", "Bổ sung theo ý kiến lãnh đạo")


def test_an_unknown_fact_is_an_error_of_the_program():
    with pytest.raises(TypeError, match="reported_on"):
        update_report(report=make_report(), changes={"reported_on": TODAY}, user=make_user(), **GIVEN)


# --- Submitting -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"document_number": " "}, "document_number"),
        ({"document_number": "x" * 121}, "document_number"),
        ({"reported_on": None}, "reported_on"),
        ({"reported_on": date(2026, 11, 26)}, "reported_on"),
        ({"reported_on": date(2026, 11, 5)}, "reported_on"),
    ],
)
def test_an_unfinished_report_is_not_submitted(values, field):
    report = make_report()

    error = refusal(submit, report=report, **values)

    assert (error.code, list(error.fields)) == ("report_incomplete", [field])
    assert OutcomeReport.objects.get().reported_on is None


def test_a_report_without_main_result_is_not_submitted():
    error = refusal(submit, report=make_report(summary=""))

    assert list(error.fields) == ["summary"]


@pytest.mark.parametrize("day", [date(2026, 11, 6), TODAY])
def test_it_may_be_submitted_from_the_last_day_of_the_trip_until_today(day):
    assert submit(make_report(), reported_on=day).reported_on == day


def test_submitting_again_says_the_same_or_why_it_differs():
    author = make_user()
    report = submit(make_report(), author)
    before = version(report)

    submit(report)
    same = version(report)
    error = refusal(submit, report=report, document_number="13/BC-SNgV")
    corrected = submit(report, document_number="13/BC-SNgV", reason="Văn thư ghi lại số")

    assert (same, error.code) == (before, "reason_missing")
    assert (corrected.document_number, corrected.reported_by, why(corrected)) == (
        "13/BC-SNgV",
        author,
        "Văn thư ghi lại số",
    )


def test_a_submitted_report_is_withdrawn_with_a_reason():
    report = submit(make_report())
    deed = {"report": report, "user": make_user(), "base_version": None}

    nothing = refusal(withdraw_report, **deed, reason=" ")
    drafted = withdraw_report(**deed, reason="Thiếu chữ ký")
    again = refusal(withdraw_report, **deed, reason="Thiếu chữ ký")

    assert (nothing.code, again.code) == ("reason_missing", "not_reported")
    assert (drafted.reported_on, drafted.document_number, drafted.reported_by) == (None, "", None)
    assert why(drafted) == "Thiếu chữ ký"


# --- Whether one is owed ----------------------------------------------------------------------------
def test_no_report_is_owed_and_owed_again_with_reasons():
    trip = make_trip()
    deed = {"record": trip, "user": make_user(), "base_version": None}

    owed = refusal(ask_report, **deed, reason="x")
    waived = waive_report(**deed, reason="Đoàn của Trung ương")
    twice = refusal(waive_report, **deed, reason="x")
    asked = ask_report(**deed, reason="Lãnh đạo yêu cầu")

    assert (owed.code, waived.owes_report, twice.code, asked.owes_report) == (
        "report_owed",
        False,
        "report_not_owed",
        True,
    )


@pytest.mark.parametrize("role", ["focal_point", "leader", "auditor"])
def test_only_the_department_says_whether_one_is_owed(role):
    user = make_user(role)
    trip = make_trip(agencies=[user.agency] if user.agency else [])

    error = refusal(waive_report, record=trip, user=user, base_version=None, reason="x")

    assert (error.code, Delegation.objects.get().owes_report) == ("not_a_writer", True)


def test_what_was_reported_cannot_be_waived():
    report = submit(make_report())

    error = refusal(waive_report, record=report.record, user=make_user(), base_version=None, reason="x")

    assert error.code == "report_submitted"
