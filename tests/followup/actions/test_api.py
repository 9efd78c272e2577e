from __future__ import annotations

from datetime import date, timedelta

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.followup.models import Action, ProgressNote
from tests.factories import JSON, make_agency, make_agreement, make_user, post, sign_in
from tests.followup.actions.factories import make_action, make_note

pytestmark = pytest.mark.django_db

TODAY = local_today()
LIST = "/api/v1/actions/"


def of(action: Action, deed: str = "") -> str:
    return f"{LIST}{action.pk}/{deed}"


def tag(client, action: Action) -> dict[str, str]:
    return {"If-Match": client.get(of(action))["ETag"]}


def test_the_list_tells_state_agencies_record_and_newest_note(client):
    sign_in(client)
    lead, helper, paper = make_agency(), make_agency(), make_agreement()
    action = make_action(
        title="Mở lớp",
        lead_agency=lead,
        coordinating=(helper,),
        due_on=TODAY - timedelta(days=2),
        record=paper,
    )
    make_note(action, text="Cũ", noted_on="2026-01-01")
    newest = make_note(action, text="Mới", noted_on="2026-01-02", percent=40, agency=helper)
    make_action(done_on=TODAY, evidence="Có")

    answer = client.get(LIST).json()

    assert answer["count"] == 1
    [row] = answer["results"]
    assert row == {
        "id": action.pk,
        "title": "Mở lớp",
        "detail": "",
        "origin": "other",
        "record": {"kind": "agreement", "key": paper.key, "title": paper.title_vi},
        "lead_agency": lead.key,
        "coordinating": [helper.key],
        "assignee": None,
        "due_on": (TODAY - timedelta(days=2)).isoformat(),
        "state": "overdue",
        "days_left": -2,
        "progress": "not_started",
        "done_on": None,
        "evidence": "",
        "cancelled_on": None,
        "cancel_reason": "",
        "order": 0,
        "latest_note": {
            "id": newest.pk,
            "noted_on": "2026-01-02",
            "text": "Mới",
            "percent": 40,
            "is_difficulty": False,
            "agency": helper.key,
            "author": None,
        },
        "version": 1,
    }


def test_one_action_tells_all_notes_newest_first(client):
    sign_in(client)
    action = make_action()
    make_note(action, text="Cũ", noted_on="2026-01-01")
    make_note(action, text="Mới", noted_on="2026-01-02")

    answer = client.get(of(action)).json()

    assert [note["text"] for note in answer["notes"]] == ["Mới", "Cũ"]
    assert answer["record"] is None


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_what_it_sees(client, role):
    mine = make_agency()
    sign_in(client, role, agency=mine)
    seen = make_action(lead_agency=mine)
    hidden = make_action(lead_agency=make_agency())

    expected = {seen.pk} if role == Role.FOCAL_POINT else {seen.pk, hidden.pk}
    assert {row["id"] for row in client.get(LIST).json()["results"]} == expected
    assert client.get(of(hidden)).status_code == (404 if role == Role.FOCAL_POINT else 200)


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_asks_a_fixed_number_of_queries(client, django_assert_max_num_queries, count):
    sign_in(client)
    for _ in range(count):
        action = make_action(
            lead_agency=make_agency(), coordinating=(make_agency(),), record=make_agreement()
        )
        make_note(action, agency=make_agency(), author=make_user())
    client.get(LIST)

    with django_assert_max_num_queries(14):
        client.get(LIST)


def test_an_officer_makes_and_changes_one(client):
    lead, helper = make_agency(), make_agency()
    user = sign_in(client)

    made = post(
        client,
        LIST,
        {
            "title": "Gửi thư",
            "lead_agency": lead.key,
            "coordinating": [helper.key],
            "assignee": user.username,
            "due_on": "2026-12-31",
            "progress": "waiting",
        },
    )
    action = Action.objects.get()
    changed = client.patch(
        of(action),
        {"title": "Gửi công hàm", "coordinating": []},
        content_type=JSON,
        headers={"If-Match": made["ETag"]},
    )

    assert (made.status_code, made["Location"].endswith(of(action))) == (201, True)
    assert {name: made.json()[name] for name in ("lead_agency", "coordinating", "assignee", "progress")} == {
        "lead_agency": lead.key,
        "coordinating": [helper.key],
        "assignee": user.username,
        "progress": "waiting",
    }
    assert (changed.status_code, changed.json()["title"], changed.json()["coordinating"]) == (
        200,
        "Gửi công hàm",
        [],
    )
    assert Action.objects.get().due_on == date(2026, 12, 31)


def test_a_title_is_enough(client):
    sign_in(client)

    made = post(client, LIST, {"title": "Việc"})

    assert (made.status_code, made.json()["progress"]) == (201, "not_started")


def test_two_writers_the_second_gets_what_stands_now(client):
    sign_in(client)
    action = make_action(title="Việc")
    tagged = tag(client, action)
    Action.objects.filter(pk=action.pk).update(title="Của người khác")

    late = client.patch(of(action), {"title": "Của tôi"}, content_type=JSON, headers=tagged)
    without = client.patch(of(action), {"title": "Của tôi"}, content_type=JSON)

    assert (late.status_code, late.json()["current"]["title"]) == (412, "Của người khác")
    assert without.status_code == 428


def test_deeds_end_and_reopen(client):
    sign_in(client)
    action = make_action()

    done = post(
        client,
        of(action, "complete/"),
        {"done_on": TODAY.isoformat(), "evidence": "Báo cáo"},
        **tag(client, action),
    )
    reopened = post(client, of(action, "reopen/"), {"reason": "Nhầm"}, **tag(client, action))
    dropped = post(
        client,
        of(action, "drop/"),
        {"on": TODAY.isoformat(), "reason": "Thôi"},
        **tag(client, action),
    )

    assert [answer.status_code for answer in (done, reopened, dropped)] == [200, 200, 200]
    assert [answer.json()["state"] for answer in (done, reopened, dropped)] == ["done", "open", "dropped"]
    assert [note["noted_on"] for note in dropped.json()["notes"]] == [TODAY.isoformat()]


@pytest.mark.parametrize(
    ("deed", "data", "field"),
    [
        ("complete/", {"done_on": "2999-01-01", "evidence": "Có"}, "done_on"),
        ("complete/", {"done_on": "2026-01-01"}, "evidence"),
        ("drop/", {"on": "2026-01-01", "reason": " "}, "reason"),
        ("notes/", {"text": "MẬT"}, "text"),
        ("notes/", {"text": "Đã họp", "agency": "khac"}, "agency"),
    ],
)
def test_what_cannot_stand_is_told_by_field(client, deed, data, field):
    sign_in(client)
    action = make_action()

    answer = post(client, of(action, deed), data, **tag(client, action))

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])
    assert (Action.objects.get().version, ProgressNote.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("who", "status"),
    [("lead", 201), ("helper", 201), ("officer", 201), ("seer", 403), ("leader", 403), ("other", 404)],
)
def test_who_notes_and_for_whom(client, who, status):
    lead, helper, seer = make_agency(), make_agency(), make_agency()
    action = make_action(lead_agency=lead, coordinating=(helper,), record=make_agreement(agencies=[seer]))
    agency = {"lead": lead, "helper": helper, "seer": seer}.get(who) or make_agency()
    role = {"officer": Role.OFFICER, "leader": Role.LEADER}.get(who, Role.FOCAL_POINT)
    sign_in(client, role, agency=agency)

    answer = post(client, of(action, "notes/"), {"text": "Đã họp", "percent": 10})

    assert answer.status_code == status
    assert [note.agency for note in action.notes.all()] == ([agency] if status == 201 else [])
    if status == 201:
        assert answer.json()["notes"][0]["noted_on"] == TODAY.isoformat()


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_others_neither_make_nor_end(client, role):
    lead = make_agency()
    sign_in(client, role, agency=lead)
    action = make_action(lead_agency=lead)
    tagged = tag(client, action)

    answers = [
        post(client, LIST, {"title": "Việc"}),
        client.patch(of(action), {"title": "Khác"}, content_type=JSON, headers=tagged),
        post(client, of(action, "complete/"), {"done_on": "2026-01-01", "evidence": "Có"}, **tagged),
        post(client, of(action, "drop/"), {"on": "2026-01-01", "reason": "Thôi"}, **tagged),
        post(client, of(action, "reopen/"), {"reason": "Nhầm"}, **tagged),
    ]

    assert [answer.status_code for answer in answers] == [403] * 5
    assert Action.objects.get().version == 1
