from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dnfa.accounts.enums import Role
from reports.models import SchemeDifficulty, SchemeProposal, SchemeTask, SchemeTaskProgress
from tests.factories import JSON, make_agency, post, sign_in
from tests.reports.scheme.factories import TODAY, make_difficulty, make_proposal, make_task, say, succeed

pytestmark = pytest.mark.django_db
TASKS, PROPOSALS = "/api/v1/scheme-tasks/", "/api/v1/scheme-proposals/"


def codes(answer) -> list[str]:
    return [row["code"] for row in answer.json()["results"]]


def deed(client, address: str, name: str, data: dict[str, Any]):
    return post(client, f"{address}{name}/", data, **{"If-Match": client.get(address)["ETag"]})


@pytest.mark.parametrize("many", [1, 3])
def test_tasks_stand_in_the_order_of_the_decision(many, client, officer, tourism, django_assert_num_queries):
    made = [make_task(leads=[tourism]) for _number in range(many)]
    client.get(TASKS)

    with django_assert_num_queries(6):
        answer = client.get(TASKS)

    assert codes(answer) == [task.code for task in made]
    assert answer.json()["results"][0]["lead_agencies"] == ["so-du-lich"]


def test_a_task_by_its_code_with_all_that_was_said(client, officer, tourism, planning):
    task = make_task("II.B.21", leads=[planning], ends_on="2026-10")
    succeed(planning, tourism, "2025-03-01")
    wrong = say(task, "done", agency=planning, reported_on=date(2026, 3, 1))
    say(task, agency=tourism, corrects=wrong, correction_reason="Nhầm", reported_on=date(2026, 4, 1))
    make_difficulty(task, raised_by=tourism)

    row = client.get(f"{TASKS}II.B.21/").json()
    then = client.get(f"{TASKS}II.B.21/", {"as_of": "2026-03-31"}).json()

    assert row["leads"] == [
        {
            "agency": "so-ke-hoach-dau-tu",
            "name_vi": "Sở Kế hoạch và Đầu tư",
            "carried_by": ["so-du-lich"],
        }
    ]
    assert (row["state"], row["ends_on"], row["open_difficulties"]) == ("late", "2026-10", 1)
    assert [(one["state"], one["corrects"]) for one in row["progress"]] == [
        ("in_progress", wrong.pk),
        ("done", None),
    ]
    assert [one["raised_by"] for one in row["difficulties"]] == ["so-du-lich"]
    assert (then["state"], [one["state"] for one in then["progress"]]) == ("done", ["done"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"without_lead": "true"}, ["II.B.2"]),
        ({"without_lead": "false"}, ["II.B.1"]),
        ({"lead": "so-du-lich"}, ["II.B.1"]),
        ({"coordinator": "so-du-lich"}, ["II.B.2"]),
        ({"group": "II.A"}, ["II.B.1", "II.B.2"]),
        ({"group": "I"}, None),
        ({"state": "in_progress"}, ["II.B.1"]),
        ({"reported_in": "2026", "as_of": "2026-11-25"}, []),
        ({"lead_agency": "so-du-lich"}, None),
    ],
)
def test_tasks_are_filtered(query, expected, client, officer, tourism):
    say(make_task("II.B.1", leads=[tourism]))
    make_task("II.B.2", coordinating=[tourism])

    answer = client.get(TASKS, query)

    assert (codes(answer) if answer.status_code == 200 else None) == expected


def test_a_focal_point_sees_its_own_tasks(client, tourism, planning):
    make_task("OWN", leads=[tourism])
    make_task("ALL", with_all_relevant_units=True)
    make_task("OTHERS", leads=[planning])
    sign_in(client, Role.FOCAL_POINT, agency=tourism)

    assert codes(client.get(TASKS)) == ["OWN", "ALL"]
    assert client.get(f"{TASKS}OTHERS/").status_code == 404


def test_progress_is_told_and_corrected(client, officer, tourism):
    make_task("I.1", leads=[tourism])

    told = post(
        client,
        f"{TASKS}I.1/progress/",
        {"year": 2026, "state": "in_progress", "result": "Đã làm", "agency": "so-du-lich"},
    )
    row = SchemeTaskProgress.objects.get()
    right = post(
        client,
        f"{TASKS}I.1/correct/",
        {"progress": row.pk, "reason": "Nhầm", "state": "done", "result": "Xong", "evidence": "QĐ 1"},
    )
    wrong = post(client, f"{TASKS}I.1/progress/", {"year": 2026, "state": "late"})
    lost = post(
        client,
        f"{TASKS}I.1/correct/",
        {"progress": row.pk + 100, "reason": "x", "state": "not_started"},
    )

    assert (told.status_code, told.json()["state"], row.author, row.agency) == (
        201,
        "in_progress",
        officer,
        tourism,
    )
    assert (right.status_code, right.json()["state"]) == (201, "done")
    assert (wrong.status_code, list(wrong.json()["error"]["fields"])) == (400, ["state"])
    assert (lost.status_code, lost.json()["error"]["code"]) == (404, "progress_not_found")


def test_a_repeated_report_is_written_once(client, officer, tourism):
    make_task("I.1", leads=[tourism])
    said = {"year": 2026, "agency": "so-du-lich", "state": "not_started"}

    answers = [
        post(client, f"{TASKS}I.1/progress/", said, **{"Idempotency-Key": "mot"}) for _time in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert SchemeTaskProgress.objects.count() == 1


def test_difficulties_are_raised_and_solved(client, officer, tourism):
    make_task("I.1", leads=[tourism])

    raised = post(client, f"{TASKS}I.1/difficulties/", {"text": "Thiếu vốn", "agency": "so-du-lich"})
    one = SchemeDifficulty.objects.get()
    said = {"difficulty": one.pk, "solution": "Xong", "solved_on": "2026-11-26"}
    stale = post(client, f"{TASKS}I.1/solve/", {**said, "version": 9})
    solved = post(client, f"{TASKS}I.1/solve/", {**said, "version": 1})

    one.refresh_from_db()
    assert (raised.status_code, one.raised_by, stale.status_code, solved.status_code) == (
        201,
        tourism,
        412,
        200,
    )
    assert (one.solved_on, solved.json()["open_difficulties"]) == (TODAY, 0)


def test_a_task_is_changed_under_its_version(client, officer, tourism, planning):
    make_task("I.1", leads=[planning])
    tag = client.get(f"{TASKS}I.1/")["ETag"]

    changed = client.patch(f"{TASKS}I.1/", {"ends_on": "2028"}, content_type=JSON, headers={"If-Match": tag})
    late = client.patch(f"{TASKS}I.1/", {"note": "x"}, content_type=JSON, headers={"If-Match": tag})
    words = client.patch(
        f"{TASKS}I.1/", {"title_vi": "x"}, content_type=JSON, headers={"If-Match": changed["ETag"]}
    )
    assigned = deed(client, f"{TASKS}I.1/", "assign", {"leads": ["so-du-lich"], "coordinating": []})

    assert (changed.json()["ends_on"], late.status_code, words.status_code) == ("2028", 412, 400)
    assert assigned.json()["lead_agencies"] == ["so-du-lich"]


def test_a_focal_point_writes_nothing_straight_into_a_task(client, tourism, planning):
    make_task("I.1", leads=[planning], coordinating=[tourism])
    make_task("I.2", leads=[tourism])
    make_task("II.A.1")
    sign_in(client, Role.FOCAL_POINT, agency=tourism)
    tag = client.get(f"{TASKS}I.1/")["ETag"]

    kept = client.patch(f"{TASKS}I.1/", {"note": "x"}, content_type=JSON, headers={"If-Match": tag})
    part = post(client, f"{TASKS}I.2/progress/", {"year": 2026, "state": "not_started"})
    stuck = post(client, f"{TASKS}I.2/difficulties/", {"text": "Thiếu vốn"})
    wish = {"group_code": "II.A", "title_vi": "Mới", "reason": "Cần", "lead_agency": "so-du-lich"}
    proposed = post(client, PROPOSALS, {**wish, "agency": "so-du-lich"})

    answers = (kept, part, stuck, proposed)
    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]
    assert (SchemeTaskProgress.objects.count(), SchemeProposal.objects.count()) == (0, 0)


def test_a_proposal_goes_its_way(client, officer, tourism):
    make_task("II.A.1")
    said = {
        "group_code": "II.A",
        "title_vi": "Mới",
        "reason": "Cần",
        "lead_agency": "so-du-lich",
        "agency": "so-du-lich",
    }

    made = post(client, PROPOSALS, said)
    first = f"{PROPOSALS}{made.json()['id']}/"
    returned = deed(client, first, "return", {"reason": "Trùng"})
    again = post(client, PROPOSALS, {**said, "follows": made.json()["id"]})
    second = f"{PROPOSALS}{again.json()['id']}/"
    accepted = deed(
        client, second, "accept", {"code": "II.A.2", "deciding_document": "QĐ 1", "decided_on": "2026-11-20"}
    )
    settled = deed(client, second, "withdraw", {})

    assert (made.status_code, returned.json()["state"]) == (201, "returned")
    assert (accepted.json()["state"], accepted.json()["result"]) == ("accepted", "II.A.2")
    assert (settled.status_code, settled.json()["error"]["code"]) == (409, "proposal_settled")
    assert SchemeTask.objects.get(code="II.A.2").title_vi == "Mới"


def test_proposals_of_others_are_hidden(client, tourism, planning):
    own, other = make_proposal(tourism), make_proposal(planning)
    sign_in(client, Role.FOCAL_POINT, agency=tourism)

    listed = client.get(PROPOSALS).json()["results"]
    taken = deed(client, f"{PROPOSALS}{own.pk}/", "withdraw", {})
    accepted = post(client, f"{PROPOSALS}{own.pk}/accept/", {})

    assert [row["id"] for row in listed] == [own.pk]
    assert client.get(f"{PROPOSALS}{other.pk}/").status_code == 404
    assert (taken.status_code, accepted.status_code) == (200, 403)


@pytest.mark.parametrize("many", [1, 3])
def test_proposals_ask_the_same_whatever_their_number(many, client, officer, django_assert_num_queries):
    for _number in range(many):
        make_proposal().coordinating.set([make_agency()])
    client.get(PROPOSALS)

    with django_assert_num_queries(5):
        rows = client.get(PROPOSALS).json()["results"]

    assert (len(rows), SchemeProposal.objects.count()) == (many, many)
