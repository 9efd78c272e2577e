from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.commitments import first_sentence, percent_reached
from agreements.models import Agreement, Commitment
from agreements.services.commitments import (
    commitment_add,
    commitment_complete,
    commitment_drop,
    commitment_remove,
    commitment_reopen,
    commitment_update,
    record_reached,
)
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.followup.models import Action
from tests.agreements.carrying_out.factories import make_commitment
from tests.factories import make_agency, make_agreement, make_user
from tests.followup.actions.factories import make_note

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


def version(paper: Agreement) -> int:
    return Agreement.objects.get(pk=paper.pk).version


def add(paper: Agreement, **values) -> Commitment:
    return commitment_add(
        **{
            "agreement": paper,
            "text": "Mở khoá tiếng Nhật.",
            "side": "ours",
            "user": make_user(),
            **values,
        }
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Mở khoá tiếng Nhật. Mỗi năm 20 học viên.", "Mở khoá tiếng Nhật"),
        ("Hai bên trao đổi đoàn; mỗi năm một lần", "Hai bên trao đổi đoàn"),
        ("UBND TP. Đà Nẵng cấp học bổng. Hết.", "UBND TP. Đà Nẵng cấp học bổng"),
        ("1. Hai bên hỗ trợ nhau. 2. Khác", "1. Hai bên hỗ trợ nhau"),
        ("Đạt 12.5 ha và 1.000 cây", "Đạt 12.5 ha và 1.000 cây"),
        ("Dòng một\nDòng hai", "Dòng một"),
        ("Tổ chức hội chợ vào năm tới.", "Tổ chức hội chợ vào năm tới"),
        ("Có làm không? Có.", "Có làm không?"),
        ("... và sau đó", "... và sau đó"),
        ("á" * 501, "á" * 499 + "…"),
    ],
)
def test_the_title_is_the_first_sentence(text, sentence):
    assert first_sentence(text) == sentence


@pytest.mark.parametrize(
    ("target", "reached", "percent"),
    [
        (None, None, None),
        (None, 3, None),
        (20, None, None),
        (20, 0, 0),
        (20, 5, 25),
        (3, 1, 33),
        (20, 20, 100),
        (20, 90, 100),
        (0, 1, None),
    ],
)
def test_percent_of_the_target_rounds_down_and_ends_at_100(target, reached, percent):
    given = [None if value is None else Decimal(value) for value in (target, reached)]

    assert percent_reached(*given) == percent


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR])
def test_a_commitment_comes_with_its_action(role):
    paper, lead, helper = make_agreement(), make_agency(), make_agency()

    made = add(
        paper,
        text=" Cấp  20 học bổng. Mỗi năm. ",
        clause=" Điều 3 ",
        lead_agency=lead,
        coordinating=[helper],
        due_on=date(2026, 12, 31),
        target="Học bổng toàn phần",
        target_value=Decimal(20),
        target_unit="suất",
        user=make_user(role),
    )

    made.refresh_from_db()
    action = made.action
    assert (made.text, made.clause, made.side, made.target, made.target_value, made.target_unit) == (
        "Cấp 20 học bổng. Mỗi năm.",
        "Điều 3",
        "ours",
        "Học bổng toàn phần",
        Decimal(20),
        "suất",
    )
    assert (action.title, action.origin, action.record, action.lead_agency, action.due_on) == (
        "Cấp 20 học bổng",
        "commitment",
        paper,
        lead,
        date(2026, 12, 31),
    )
    assert [*action.coordinating.all()] == [helper]
    assert version(paper) == 2


def test_commitments_stand_in_the_order_they_came_and_drafts_may_list_them():
    paper = make_agreement(stage="drafting")

    orders = [add(paper).order, add(paper).order]

    assert orders == [0, 1]
    assert Commitment.objects.counting().count() == 0


def test_a_paper_that_was_broken_off_promises_nothing_more():
    with pytest.raises(Conflict) as refusal:
        add(make_agreement(stage="broken_off"))

    assert (refusal.value.code, Commitment.objects.count(), Action.objects.count()) == (
        "paper_broken_off",
        0,
        0,
    )


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_others_write_no_commitments(role):
    lead = make_agency()
    user = make_user(role, agency=lead)
    made = make_commitment(lead_agency=lead)
    paper = made.agreement

    for attempt in (
        lambda: add(paper, user=user),
        lambda: commitment_update(commitment=made, changes={"text": "Khác"}, base_version=1, user=user),
        lambda: commitment_complete(commitment=made, done_on=TODAY, evidence="Có", user=user, today=TODAY),
        lambda: commitment_drop(commitment=made, reason="Thôi", on=TODAY, user=user, today=TODAY),
        lambda: commitment_remove(commitment=made, reason="Nhầm", user=user),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert (Commitment.objects.get().text, version(paper)) == (made.text, 1)


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"text": " "}, "invalid_commitment", ["text"]),
        ({"text": "á" * 10_001}, "invalid_commitment", ["text"]),
        ({"side": "nobody"}, "invalid_commitment", ["side"]),
        ({"clause": "á" * 61}, "invalid_commitment", ["clause"]),
        ({"target_value": Decimal(5)}, "invalid_commitment", ["target_unit"]),
        ({"target_value": Decimal(0), "target_unit": "suất"}, "invalid_commitment", ["target_value"]),
        ({"target_value": Decimal(10) ** 12, "target_unit": "x"}, "invalid_commitment", ["target_value"]),
        ({"text": "TUYỆT MẬT"}, "secret_mark", ["text"]),
        ({"target": "(MẬT)"}, "secret_mark", ["target"]),
    ],
)
def test_what_cannot_be_a_commitment_is_refused_and_nothing_written(values, code, fields):
    with pytest.raises(InvalidInput) as refusal:
        add(make_agreement(), **values)

    assert (refusal.value.code, list(refusal.value.fields)) == (code, fields)
    assert (Commitment.objects.count(), Action.objects.count()) == (0, 0)


def update(made: Commitment, base_version: int | None = None, **changes) -> Commitment:
    return commitment_update(commitment=made, changes=changes, base_version=base_version, user=make_user())


def test_a_title_that_came_from_the_promise_follows_it():
    made = make_commitment(text="Mở khoá tiếng Nhật", title="Mở khoá tiếng Nhật")

    update(made, 1, text="Mở khoá tiếng Hàn. Mỗi năm.", clause="Điều 4")

    made = Commitment.objects.get()
    assert (made.text, made.clause, made.action.title) == (
        "Mở khoá tiếng Hàn. Mỗi năm.",
        "Điều 4",
        "Mở khoá tiếng Hàn",
    )
    assert version(made.agreement) == 2


def test_a_title_that_somebody_gave_stays():
    made = make_commitment(text="Mở khoá tiếng Nhật", title="Khoá tiếng")

    update(made, text="Mở khoá tiếng Hàn")

    assert Action.objects.get().title == "Khoá tiếng"


def test_who_and_when_are_the_actions():
    made, lead = make_commitment(), make_agency()

    update(made, lead_agency=lead, due_on=date(2027, 1, 1), coordinating=[])

    action = Action.objects.get()
    assert (action.lead_agency, action.due_on) == (lead, date(2027, 1, 1))
    assert version(made.agreement) == 2


def test_nothing_changed_counts_no_version():
    made = make_commitment(clause="Điều 3")

    update(made, clause=" Điều 3")

    assert (version(made.agreement), Action.objects.get().version) == (1, 1)


def test_two_writers_of_one_commitment_the_second_is_told():
    made = make_commitment()
    update(made, 1, clause="Điều 3")

    with pytest.raises(Conflict) as refusal:
        update(made, 1, clause="Điều 4")

    assert (refusal.value.code, Commitment.objects.get().clause) == ("stale_version", "Điều 3")


def test_an_update_refuses_what_is_not_its_own():
    with pytest.raises(InvalidInput) as refusal:
        update(make_commitment(), reached_value=Decimal(3), done_on=TODAY)

    assert (refusal.value.code, list(refusal.value.fields)) == (
        "unknown_field",
        ["done_on", "reached_value"],
    )


def reached(made: Commitment, value: str, **values) -> str:
    return record_reached(
        **{
            "commitment": made,
            "value": Decimal(value),
            "noted_on": TODAY,
            "user": make_user(),
            "today": TODAY,
            **values,
        }
    ).text


def test_what_was_reached_is_told_from_to():
    made = make_commitment(target_value=Decimal(20), target_unit="suất")

    first = reached(made, "12")
    second = reached(Commitment.objects.get(), "15.5", text="Đợt hai")

    assert first == "Đã đạt: chưa ghi → 12 suất (phải đạt 20 suất)"
    assert second == "Đã đạt: 12 → 15,5 suất (phải đạt 20 suất)\nĐợt hai"
    assert [*made.action.notes.values_list("percent", flat=True)] == [77, 60]
    assert (Commitment.objects.get().reached_value, version(made.agreement)) == (Decimal("15.50"), 3)
    assert Action.objects.get().progress == "in_progress"


def test_what_was_reached_without_a_target_has_no_percent():
    made = make_commitment(target_unit="suất")

    assert reached(made, "12") == "Đã đạt: chưa ghi → 12 suất"
    assert made.action.notes.get().percent is None


@pytest.mark.parametrize(
    ("values", "value"),
    [
        ({"target_unit": ""}, "1"),
        ({"target_unit": "suất"}, "-1"),
        ({"target_unit": "suất"}, "1000000000000"),
        ({"target_unit": "suất", "reached_value": Decimal(3)}, "3"),
    ],
)
def test_a_number_that_says_nothing_is_refused(values, value):
    made = make_commitment(**values)

    with pytest.raises(InvalidInput) as refusal:
        reached(made, value)

    assert (refusal.value.code, list(refusal.value.fields)) == ("invalid_reached", ["value"])
    assert made.action.notes.count() == 0


@pytest.mark.parametrize(("who", "may"), [("lead", True), ("helper", True), ("other", False)])
def test_the_agencies_of_a_commitment_say_what_was_reached(who, may):
    lead, helper = make_agency(), make_agency()
    made = make_commitment(lead_agency=lead, coordinating=(helper,), target_unit="suất")
    agency = {"lead": lead, "helper": helper, "other": make_agency()}[who]
    user = make_user(Role.FOCAL_POINT, agency=agency)

    if may:
        reached(made, "5", user=user)
        assert made.action.notes.get().agency == agency
    else:
        with pytest.raises(NotAllowed):
            reached(made, "5", user=user)
    assert Commitment.objects.get().reached_value == (Decimal(5) if may else None)


def test_a_commitment_is_kept_dropped_and_taken_up_again():
    made = make_commitment()
    officer = {"user": make_user(), "today": TODAY}

    done = commitment_complete(
        commitment=made, done_on=TODAY, evidence="Báo cáo 12", base_version=1, **officer
    )
    assert (done.action.done_on, version(made.agreement)) == (TODAY, 2)
    again = commitment_reopen(commitment=made, reason="Nhầm", **officer)
    assert (again.action.done_on, version(made.agreement)) == (None, 3)
    dropped = commitment_drop(commitment=made, reason="Hai bên thôi", on=TODAY, **officer)
    assert (dropped.action.cancelled_on, version(made.agreement)) == (TODAY, 4)


def test_what_a_draft_lists_cannot_be_kept_yet():
    made = make_commitment(make_agreement(stage="approval"))

    with pytest.raises(Conflict) as refusal:
        commitment_complete(commitment=made, done_on=TODAY, evidence="Có", user=make_user(), today=TODAY)

    assert (refusal.value.code, Action.objects.get().done_on) == ("paper_not_signed", None)


def remove(made: Commitment, **values) -> None:
    commitment_remove(**{"commitment": made, "reason": "Nhập nhầm", "user": make_user(), **values})


def test_a_commitment_written_by_mistake_goes_with_its_action():
    made = make_commitment(coordinating=(make_agency(),))

    remove(made, base_version=1)

    assert (Commitment.objects.count(), Action.objects.count()) == (0, 0)
    assert version(made.agreement) == 2


@pytest.mark.parametrize(
    "history",
    [
        {"done_on": TODAY, "evidence": "Có"},
        {"reached_value": Decimal(3), "target_unit": "suất"},
        {"note": True},
    ],
)
def test_a_commitment_with_a_history_stays(history):
    has_note = history.get("note", False)
    made = make_commitment(**{name: value for name, value in history.items() if name != "note"})
    if has_note:
        make_note(made.action)

    with pytest.raises(Conflict) as refusal:
        remove(made)

    assert (refusal.value.code, Commitment.objects.count()) == ("commitment_has_notes", 1)


def test_removing_asks_why():
    made = make_commitment()

    with pytest.raises(InvalidInput) as refusal:
        remove(made, reason=" ")

    assert (list(refusal.value.fields), Commitment.objects.count()) == (["reason"], 1)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR, Role.LEADER, Role.AUDITOR])
def test_the_department_and_leadership_see_all_commitments(role):
    made = [make_commitment(), make_commitment(make_agreement(stage="drafting"))]

    assert [*Commitment.objects.visible_to(make_user(role)).order_by("pk")] == made


def test_a_focal_point_sees_the_papers_its_agency_owes_something_to():
    mine, other = make_agency(), make_agency()
    led = make_commitment(lead_agency=mine)
    coordinated = make_commitment(coordinating=(mine,), lead_agency=other)
    beside = make_commitment(led.agreement, lead_agency=other)
    own_paper = make_commitment(make_agreement(agencies=[mine]))
    hidden = make_commitment(lead_agency=other)
    user = make_user(Role.FOCAL_POINT, agency=mine)

    seen = {*Commitment.objects.visible_to(user)}
    papers = {*Agreement.objects.visible_to(user)}
    actions = {*Action.objects.visible_to(user)}

    assert seen == {led, coordinated, beside, own_paper}
    assert papers == {led.agreement, coordinated.agreement, own_paper.agreement}
    assert hidden.agreement not in papers
    assert actions == {led.action, coordinated.action, beside.action, own_paper.action}
