from __future__ import annotations

from datetime import date

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.followup.actions import (
    can_edit_action,
    can_note,
    complete_action,
    create_action,
    drop_action,
    note_progress,
    reopen_action,
    set_progress,
    update_action,
)
from dnfa.followup.models import Action, ProgressNote
from tests.factories import make_agency, make_agreement, make_user
from tests.followup.actions.factories import make_action, make_note

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
WRITERS = [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR]
OTHERS = [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT]


def facts(action: Action) -> tuple:
    fresh = Action.objects.get(pk=action.pk)
    return (
        fresh.title,
        fresh.detail,
        fresh.origin,
        fresh.lead_agency,
        [*fresh.coordinating.order_by("pk")],
        fresh.due_on,
        fresh.assignee,
        fresh.progress,
        fresh.record,
    )


@pytest.mark.parametrize("role", WRITERS)
def test_an_action_is_written_with_what_it_comes_from(role):
    lead, helper, paper, person = make_agency(), make_agency(), make_agreement(), make_user()

    action = create_action(
        title="  Mở   khoá tiếng Nhật ",
        origin="commitment",
        lead_agency=lead,
        due_on=date(2026, 12, 31),
        coordinating=[helper, helper],
        record=paper,
        detail="Dòng một \n  dòng hai\n\n",
        assignee=person,
        user=make_user(role),
    )

    assert facts(action) == (
        "Mở khoá tiếng Nhật",
        "Dòng một\ndòng hai",
        "commitment",
        lead,
        [helper],
        date(2026, 12, 31),
        person,
        "not_started",
        paper,
    )
    assert action.version == 1


def test_an_action_may_stand_alone_without_agency_and_day():
    action = create_action(title="Việc", origin="other", lead_agency=None, due_on=None, user=make_user())

    assert facts(action) == ("Việc", "", "other", None, [], None, None, "not_started", None)


@pytest.mark.parametrize("role", OTHERS)
def test_others_neither_make_nor_change_nor_end(role):
    user, action, over = make_user(role), make_action(), make_action(done_on=TODAY, evidence="Công văn")

    for attempt in (
        lambda: create_action(title="Việc", origin="other", lead_agency=None, due_on=None, user=user),
        lambda: update_action(action=action, changes={"title": "Khác"}, base_version=1, user=user),
        lambda: complete_action(action=action, done_on=TODAY, evidence="Có", user=user, today=TODAY),
        lambda: drop_action(action=action, reason="Không cần", on=TODAY, user=user, today=TODAY),
        lambda: reopen_action(action=over, reason="Nhầm", user=user, today=TODAY),
        lambda: set_progress(action=action, progress="waiting", user=user),
    ):
        with pytest.raises(NotAllowed) as refusal:
            attempt()
        assert refusal.value.code == "may_not_edit_action"
    assert can_edit_action(user) is False
    assert Action.objects.count() == 2
    assert facts(action)[0] == action.title


def test_what_cannot_be_an_action_is_refused_field_by_field():
    lead = make_agency()
    stranger = make_user(Role.FOCAL_POINT)

    with pytest.raises(InvalidInput) as refusal:
        create_action(
            title=" ",
            origin="dream",
            lead_agency=lead,
            due_on=None,
            coordinating=[lead],
            detail="á" * 10_001,
            assignee=stranger,
            user=make_user(),
        )

    assert sorted(refusal.value.fields) == ["assignee", "coordinating", "detail", "origin", "title"]
    assert Action.objects.count() == 0


@pytest.mark.parametrize(
    ("person", "is_allowed"),
    [("lead", True), ("helper", True), ("officer", True), ("other", False), ("gone", False)],
)
def test_only_those_involved_can_be_charged(person, is_allowed):
    lead, helper = make_agency(), make_agency()
    people = {
        "lead": make_user(Role.FOCAL_POINT, agency=lead),
        "helper": make_user(Role.FOCAL_POINT, agency=helper),
        "officer": make_user(),
        "other": make_user(Role.FOCAL_POINT),
        "gone": make_user(is_active=False),
    }
    values = {"title": "Việc", "origin": "other", "lead_agency": lead, "due_on": None}

    if is_allowed:
        made = create_action(**values, coordinating=[helper], assignee=people[person], user=people["officer"])
        assert made.assignee == people[person]
    else:
        with pytest.raises(InvalidInput) as refusal:
            create_action(**values, coordinating=[helper], assignee=people[person], user=people["officer"])
        assert list(refusal.value.fields) == ["assignee"]


@pytest.mark.parametrize("field", ["title", "detail"])
def test_an_action_bears_no_mark_of_secrecy(field):
    values = {"title": "Việc", "detail": "", field: "TỐI MẬT"}

    with pytest.raises(InvalidInput) as refusal:
        create_action(**values, origin="other", lead_agency=None, due_on=None, user=make_user())

    assert (refusal.value.code, list(refusal.value.fields)) == ("secret_mark", [field])


def change(action: Action, base_version: int | None = None, **changes) -> Action:
    return update_action(action=action, changes=changes, base_version=base_version, user=make_user())


def test_an_update_changes_what_it_names_and_counts_a_version():
    lead, helper = make_agency(), make_agency()
    action = make_action(title="Việc", detail="Nội dung", coordinating=(make_agency(),))

    changed = change(
        action, 1, title=" Việc  mới ", lead_agency=lead, coordinating=[helper], due_on=date(2026, 4, 1)
    )

    assert facts(action) == (
        "Việc mới",
        "Nội dung",
        "other",
        lead,
        [helper],
        date(2026, 4, 1),
        None,
        "not_started",
        None,
    )
    assert changed.version == Action.objects.get(pk=action.pk).version == 3


def test_other_agencies_alone_count_a_version_and_the_same_ones_none():
    helper = make_agency()
    action = make_action(title="Việc")

    assert change(action, coordinating=[helper]).version == 2
    assert change(action, coordinating=[helper], title="Việc ").version == 2
    assert change(action, coordinating=[]).version == 3


def test_two_writers_the_second_is_told():
    action = make_action(title="Việc")
    change(action, 1, title="Của người thứ nhất")

    with pytest.raises(Conflict) as refusal:
        change(action, 1, title="Của người thứ hai")

    assert (refusal.value.code, facts(action)[0]) == ("stale_version", "Của người thứ nhất")
    with pytest.raises(Conflict):
        complete_action(
            action=action, done_on=TODAY, evidence="Có", user=make_user(), today=TODAY, base_version=1
        )
    with pytest.raises(Conflict):
        drop_action(action=action, reason="Thôi", on=TODAY, user=make_user(), today=TODAY, base_version=1)


def test_an_update_refuses_fields_that_have_their_own_doors():
    action = make_action()

    with pytest.raises(InvalidInput) as refusal:
        change(action, done_on=TODAY, origin="review")

    assert (refusal.value.code, list(refusal.value.fields)) == ("unknown_field", ["done_on", "origin"])


def test_a_lead_agency_that_coordinates_already_is_refused():
    helper = make_agency()

    with pytest.raises(InvalidInput) as refusal:
        change(make_action(coordinating=(helper,)), lead_agency=helper)

    assert list(refusal.value.fields) == ["coordinating"]


def test_progress_is_one_of_three_words():
    action = make_action()

    assert set_progress(action=action, progress="waiting", user=make_user()).progress == "waiting"
    with pytest.raises(InvalidInput) as refusal:
        set_progress(action=action, progress="done", user=make_user())
    assert list(refusal.value.fields) == ["progress"]


def test_completing_keeps_the_day_and_the_evidence():
    action = make_action(due_on=TODAY)

    done = complete_action(
        action=action,
        done_on=date(2026, 2, 28),
        evidence=" Công văn 12/SNV \n",
        user=make_user(),
        today=TODAY,
        base_version=1,
    )

    action.refresh_from_db()
    assert (action.done_on, action.evidence, action.version) == (date(2026, 2, 28), "Công văn 12/SNV", 2)
    assert done.version == 2


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"done_on": date(2026, 3, 3)}, "invalid_completion", ["done_on"]),
        ({"evidence": " \n"}, "invalid_completion", ["evidence"]),
        ({"done_on": date(2027, 1, 1), "evidence": ""}, "invalid_completion", ["done_on", "evidence"]),
        ({"evidence": "Độ mật: TUYỆT MẬT"}, "secret_mark", ["evidence"]),
    ],
)
def test_completing_refuses_a_day_to_come_and_no_evidence(values, code, fields):
    action = make_action()

    with pytest.raises(InvalidInput) as refusal:
        complete_action(
            **{
                "action": action,
                "done_on": TODAY,
                "evidence": "Công văn",
                "user": make_user(),
                "today": TODAY,
                **values,
            }
        )

    action.refresh_from_db()
    assert (refusal.value.code, list(refusal.value.fields), action.done_on) == (code, fields, None)


def test_dropping_keeps_the_day_and_the_reason_also_in_the_audit_trail():
    action = make_action()

    drop_action(action=action, reason=" Đối tác  đổi ý ", on=TODAY, user=make_user(), today=TODAY)

    action.refresh_from_db()
    assert (action.cancelled_on, action.cancel_reason, action.version) == (TODAY, "Đối tác đổi ý", 2)
    last = action.audit_rows.order_by("-pk").select_related("pgh_context").first()
    assert last.pgh_context.metadata["reason"] == "Đối tác đổi ý"


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"on": date(2026, 3, 3)}, "invalid_dropping", ["on"]),
        ({"reason": ""}, "invalid_dropping", ["reason"]),
        ({"reason": "á" * 501}, "invalid_dropping", ["reason"]),
        ({"reason": "(MẬT)"}, "secret_mark", ["reason"]),
    ],
)
def test_dropping_refuses_a_day_to_come_and_no_reason(values, code, fields):
    action = make_action()

    with pytest.raises(InvalidInput) as refusal:
        drop_action(
            **{
                "action": action,
                "reason": "Thôi",
                "on": TODAY,
                "user": make_user(),
                "today": TODAY,
                **values,
            }
        )

    action.refresh_from_db()
    assert (refusal.value.code, list(refusal.value.fields), action.cancelled_on) == (code, fields, None)


@pytest.mark.parametrize(
    "closed",
    [
        {"done_on": TODAY, "evidence": "Công văn"},
        {"cancelled_on": TODAY, "cancel_reason": "Thôi"},
    ],
)
def test_what_is_over_takes_nothing_more(closed):
    action, officer = make_action(**closed), make_user()

    for attempt in (
        lambda: change(action, title="Khác"),
        lambda: complete_action(action=action, done_on=TODAY, evidence="Có", user=officer, today=TODAY),
        lambda: drop_action(action=action, reason="Thôi", on=TODAY, user=officer, today=TODAY),
        lambda: note_progress(action=action, text="Đã họp", noted_on=TODAY, user=officer, today=TODAY),
    ):
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert refusal.value.code == "action_over"
    assert ProgressNote.objects.count() == 0


@pytest.mark.parametrize(
    ("closed", "told"),
    [
        (
            {"done_on": date(2026, 2, 1), "evidence": "Công văn 5"},
            "Mở lại: Nhầm việc\nTrước đó ghi xong ngày 01/02/2026, kết quả: Công văn 5",
        ),
        (
            {"cancelled_on": date(2026, 2, 1), "cancel_reason": "Hết tiền"},
            "Mở lại: Nhầm việc\nTrước đó thôi làm từ ngày 01/02/2026, lý do: Hết tiền",
        ),
    ],
)
def test_reopening_keeps_in_a_note_what_stood_there(closed, told):
    action, officer = make_action(**closed), make_user()

    reopen_action(action=action, reason=" Nhầm  việc", user=officer, today=TODAY, base_version=1)

    action.refresh_from_db()
    assert (action.done_on, action.evidence, action.cancelled_on, action.cancel_reason) == (
        None,
        "",
        None,
        "",
    )
    note = action.notes.get()
    assert (note.text, note.noted_on, note.author) == (told, TODAY, officer)


def test_reopening_asks_for_a_reason_and_something_closed():
    over = make_action(done_on=TODAY, evidence="Công văn")

    with pytest.raises(InvalidInput) as refusal:
        reopen_action(action=over, reason="", user=make_user(), today=TODAY)
    with pytest.raises(Conflict) as conflict:
        reopen_action(action=make_action(), reason="Nhầm", user=make_user(), today=TODAY)

    assert (list(refusal.value.fields), conflict.value.code) == (["reason"], "action_open")
    assert ProgressNote.objects.count() == 0


def test_a_note_says_who_when_how_far_and_for_which_agency():
    lead = make_agency()
    user = make_user(Role.FOCAL_POINT, agency=lead)
    action = make_action(lead_agency=lead)

    note = note_progress(
        action=action,
        text=" Đã tuyển sinh \n",
        noted_on=date(2026, 3, 1),
        percent=40,
        is_difficulty=True,
        user=user,
        today=TODAY,
    )

    note.refresh_from_db()
    assert (note.text, note.noted_on, note.percent, note.is_difficulty, note.agency, note.author) == (
        "Đã tuyển sinh",
        date(2026, 3, 1),
        40,
        True,
        lead,
        user,
    )


def note_by(user, action: Action, **values) -> ProgressNote:
    return note_progress(
        **{"action": action, "text": "Đã họp", "noted_on": TODAY, "user": user, "today": TODAY, **values}
    )


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("lead", True),
        ("helper", True),
        ("officer", True),
        ("head", True),
        ("administrator", True),
        ("other", False),
        ("leader", False),
        ("auditor", False),
        ("leader_of_the_lead", False),
        ("gone", False),
    ],
)
def test_who_may_note(who, may):
    lead, helper = make_agency(), make_agency()
    action = make_action(lead_agency=lead, coordinating=(helper,))
    user = {
        "lead": lambda: make_user(Role.FOCAL_POINT, agency=lead),
        "helper": lambda: make_user(Role.FOCAL_POINT, agency=helper),
        "officer": make_user,
        "head": lambda: make_user(Role.HEAD),
        "administrator": lambda: make_user(Role.ADMINISTRATOR),
        "other": lambda: make_user(Role.FOCAL_POINT),
        "leader": lambda: make_user(Role.LEADER),
        "auditor": lambda: make_user(Role.AUDITOR),
        "leader_of_the_lead": lambda: make_user(Role.LEADER, agency=lead),
        "gone": lambda: make_user(Role.FOCAL_POINT, agency=lead, is_active=False),
    }[who]()

    assert can_note(user, action) is may
    if may:
        assert note_by(user, action).agency == user.agency
    else:
        with pytest.raises(NotAllowed) as refusal:
            note_by(user, action)
        assert refusal.value.code == "may_not_note"
    assert action.notes.count() == int(may)


def test_nobody_who_is_not_signed_in_notes():
    from django.contrib.auth.models import AnonymousUser

    assert can_note(AnonymousUser(), make_action()) is False


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"noted_on": date(2026, 3, 3)}, "invalid_note", ["noted_on"]),
        ({"text": " \n "}, "invalid_note", ["text"]),
        ({"text": "á" * 10_001}, "invalid_note", ["text"]),
        ({"percent": 101}, "invalid_note", ["percent"]),
        ({"percent": -1}, "invalid_note", ["percent"]),
        ({"text": "MẬT"}, "secret_mark", ["text"]),
    ],
)
def test_a_note_is_refused_before_anything_is_written(values, code, fields):
    action = make_action()

    with pytest.raises(InvalidInput) as refusal:
        note_by(make_user(), action, **values)

    assert (refusal.value.code, list(refusal.value.fields)) == (code, fields)
    assert action.notes.count() == 0


@pytest.mark.parametrize(
    ("progress", "percent", "after", "version"),
    [
        ("not_started", None, "not_started", 1),
        ("not_started", 0, "not_started", 1),
        ("not_started", 1, "in_progress", 2),
        ("waiting", 60, "waiting", 1),
        ("in_progress", 100, "in_progress", 1),
    ],
)
def test_the_first_percentage_starts_an_action_and_none_ends_it(progress, percent, after, version):
    action = make_action(progress=progress)

    note_by(make_user(), action, percent=percent)

    action.refresh_from_db()
    assert (action.progress, action.done_on, action.version) == (after, None, version)


def test_a_later_note_corrects_and_the_first_stays():
    action = make_action()
    make_note(action, text="Đã xong 50 %", noted_on="2026-03-01")

    note_by(make_user(), action, text="Đính chính: 30 %", percent=30)

    assert [*action.notes.values_list("text", flat=True)] == ["Đính chính: 30 %", "Đã xong 50 %"]
