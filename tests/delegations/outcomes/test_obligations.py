"""Obligations as things to do: each once, following the report, dropped with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from delegations.models import Obligation, OutcomeReport
from delegations.services.outcomes import (
    close_delegation,
    set_obligations,
    submit_report,
    take_up_obligations,
    update_report,
    withdraw_report,
)
from dnfa.followup.actions import complete_action, drop_action, update_action
from dnfa.followup.models import Action
from tests.delegations.outcomes.factories import TODAY, actions, focal_of, make_report, refusal
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
GIVEN = {"base_version": None, "today": TODAY}
DUE = date(2026, 12, 31)


@pytest.fixture
def officer():
    return make_user()


@pytest.fixture
def agency():
    return make_agency(name_vi="Sở Công Thương")


@pytest.fixture
def report(officer, agency):
    """Drafted: one obligation of ours, one of theirs, one proposal."""
    rows = [
        {"side": "ours", "text": "Gửi danh sách", "due_on": DUE, "lead_agency": agency},
        {"side": "theirs", "text": "Cử chuyên gia"},
        {"side": "proposal", "text": "Mở đường bay", "lead_agency": agency},
    ]
    return set_obligations(report=make_report(), rows=rows, user=officer, **GIVEN)


def submit(report: OutcomeReport, user: Any) -> OutcomeReport:
    return submit_report(
        report=report,
        document_number="12/BC-SNgV",
        reported_on=date(2026, 11, 20),
        user=user,
        **GIVEN,
    )


def rows_of(report: OutcomeReport, **changes: Any) -> list[dict[str, Any]]:
    """The rows as they stand; `changes` go to the first."""
    facts = ("side", "text", "due_on", "lead_agency")
    rows = [
        {"id": row.pk, **{name: getattr(row, name) for name in facts}} for row in report.obligations.all()
    ]
    rows.sort(key=lambda row: row["side"])
    rows[0] |= changes
    return rows


def correct(report: OutcomeReport, rows: Any, user: Any, reason: str = "Sửa theo họp") -> OutcomeReport:
    return set_obligations(report=report, rows=rows, user=user, reason=reason, **GIVEN)


def test_a_draft_makes_nothing_to_do(report):
    assert not Action.objects.exists()


def test_submitting_makes_an_action_of_ours_and_of_a_proposal(report, officer, agency):
    submitted = submit(report, officer)

    assert actions() == [("Gửi danh sách", agency, DUE, ""), ("Mở đường bay", agency, None, "")]
    first = Action.objects.order_by("pk").first()
    assert (first.origin, first.record) == ("delegation", submitted.record)
    assert Obligation.objects.get(side="theirs").action is None


def test_submitting_correcting_withdrawing_and_submitting_again_double_nothing(report, officer):
    submit(report, officer)
    before = list(Action.objects.order_by("pk").values_list("pk", "version"))

    submit(report, officer)
    correct(report, rows_of(report), officer)
    update_report(report=report, changes={"done": "Thêm"}, user=officer, reason="Bổ sung", **GIVEN)
    withdraw_report(report=report, reason="Thiếu chữ ký", user=officer, base_version=None)
    submit(report, officer)

    assert list(Action.objects.order_by("pk").values_list("pk", "version")) == before


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"due_on": date(2027, 1, 15)}, ("Gửi danh sách", "Sở Công Thương", date(2027, 1, 15))),
        ({"due_on": None}, ("Gửi danh sách", "Sở Công Thương", None)),
        ({"text": "Gửi danh sách doanh nghiệp"}, ("Gửi danh sách doanh nghiệp", "Sở Công Thương", DUE)),
    ],
)
def test_a_changed_obligation_changes_its_open_action(report, officer, change, expected):
    submit(report, officer)

    correct(report, rows_of(report, **change), officer)

    first = Action.objects.order_by("pk").first()
    assert (first.title, str(first.lead_agency), first.due_on) == expected
    assert Action.objects.count() == 2


def test_a_new_lead_agency_no_longer_coordinates(report, officer, agency):
    submit(report, officer)
    other, third = make_agency(), make_agency()
    first = Action.objects.order_by("pk").first()
    update_action(action=first, changes={"coordinating": [other, third]}, base_version=None, user=officer)

    correct(report, rows_of(report, lead_agency=other), officer)

    first.refresh_from_db()
    assert (first.lead_agency, list(first.coordinating.all())) == (other, [third])


def test_what_was_changed_on_the_actions_own_page_stands(report, officer):
    submit(report, officer)
    first = Action.objects.order_by("pk").first()
    later = date(2027, 2, 1)
    update_action(action=first, changes={"due_on": later}, base_version=None, user=officer)

    correct(report, rows_of(report, text="Gửi danh sách mới"), officer)

    first.refresh_from_db()
    assert (first.title, first.due_on) == ("Gửi danh sách mới", later)


def test_a_removed_obligation_drops_its_action_with_the_reason(report, officer, agency):
    submit(report, officer)

    correct(report, rows_of(report)[1:], officer, reason="Bạn rút đề nghị")

    assert actions() == [
        ("Gửi danh sách", agency, DUE, "Bạn rút đề nghị"),
        ("Mở đường bay", agency, None, ""),
    ]
    assert set(Obligation.objects.values_list("side", flat=True)) == {"theirs", "proposal"}


def test_one_removed_from_a_withdrawn_report_says_where_it_went(report, officer):
    submit(report, officer)
    withdraw_report(report=report, reason="Viết lại", user=officer, base_version=None)

    correct(report, [], officer, reason="")

    assert set(Action.objects.values_list("cancel_reason", flat=True)) == {"Bỏ khỏi báo cáo kết quả."}


def test_what_the_other_side_takes_over_is_no_action_of_ours_and_back(report, officer, agency):
    submit(report, officer)

    correct(report, rows_of(report, side="theirs"), officer, reason="Bạn nhận làm")
    theirs = actions()[0]
    unlinked = Obligation.objects.get(text="Gửi danh sách").action
    rows = [{**row, "side": "ours"} if row["text"] == "Gửi danh sách" else row for row in rows_of(report)]
    correct(report, rows, officer)

    assert (theirs, unlinked) == (("Gửi danh sách", agency, DUE, "Bạn nhận làm"), None)
    assert actions()[-1] == ("Gửi danh sách", agency, DUE, "")
    assert len(actions()) == 3


def test_what_is_done_or_dropped_stays_as_written(report, officer):
    submit(report, officer)
    first, second = Action.objects.order_by("pk")
    complete_action(action=first, done_on=TODAY, evidence="CV 5", user=officer, today=TODAY)
    drop_action(action=second, reason="Hoãn", on=TODAY, user=officer, today=TODAY)

    correct(report, rows_of(report, due_on=None), officer)
    kept = list(Action.objects.order_by("pk").values_list("due_on", "cancel_reason"))
    correct(report, [], officer)

    assert kept == [(DUE, ""), (None, "Hoãn")]
    assert list(Action.objects.order_by("pk").values_list("done_on", "cancel_reason")) == [
        (TODAY, ""),
        (None, "Hoãn"),
    ]


def test_an_obligation_added_to_a_submitted_report_becomes_an_action_at_once(report, officer, agency):
    submit(report, officer)

    new = {"side": "ours", "text": "Mời dự hội chợ", "lead_agency": agency}
    correct(report, [*rows_of(report), new], officer)

    assert actions()[-1] == ("Mời dự hội chợ", agency, None, "")


# --- A focal point -----------------------------------------------------------------------------------
def test_what_a_focal_point_submits_waits_for_the_department(report, officer):
    submit(report, focal_of(report.record))
    waiting = Action.objects.count()

    taken = take_up_obligations(report=report, user=officer, base_version=None)
    again = take_up_obligations(report=report, user=officer, base_version=None)

    assert (waiting, Action.objects.count(), again.version) == (0, 2, taken.version)


def test_closing_takes_up_what_waits(report, officer):
    submit(report, focal_of(report.record))

    close_delegation(delegation=report.record, user=officer, **GIVEN)

    assert Action.objects.count() == 2


def test_a_focal_point_adds_but_does_not_change_what_was_taken_up(report, officer, agency):
    focal = focal_of(report.record)
    submit(report, officer)
    new = {"side": "theirs", "text": "Gửi ảnh"}

    changed = refusal(correct, report=report, rows=rows_of(report, due_on=None), user=focal)
    removed = refusal(correct, report=report, rows=[], user=focal)
    refused = refusal(take_up_obligations, report=report, user=focal, base_version=None)
    correct(report, [*rows_of(report), new], focal)

    codes = [changed.code, removed.code, refused.code]
    assert codes == ["obligation_taken_up", "obligation_taken_up", "may_not_take_up"]
    assert actions() == [("Gửi danh sách", agency, DUE, ""), ("Mở đường bay", agency, None, "")]
    assert Obligation.objects.count() == 4


def test_only_a_submitted_report_is_taken_up(report, officer):
    assert refusal(take_up_obligations, report=report, user=officer, base_version=None).code == "not_reported"
