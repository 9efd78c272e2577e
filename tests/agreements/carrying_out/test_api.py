from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.models import Commitment
from dnfa.accounts.enums import Role
from dnfa.followup.models import Action
from tests.agreements.carrying_out.factories import make_commitment
from tests.factories import JSON, make_agency, make_agreement, post, sign_in

pytestmark = pytest.mark.django_db

LIST = "/api/v1/commitments/"


def of(made: Commitment, deed: str = "") -> str:
    return f"{LIST}{made.pk}/{deed}"


def test_a_commitment_tells_promise_target_and_action(client):
    sign_in(client)
    lead = make_agency()
    made = make_commitment(
        clause="Điều 3",
        target_value=Decimal(20),
        reached_value=Decimal(5),
        target_unit="suất",
        lead_agency=lead,
    )
    make_commitment(make_agreement(stage="drafting"))

    answer = client.get(LIST).json()

    [row] = answer["results"]
    action = row.pop("action")
    assert row == {
        "id": made.pk,
        "agreement": made.agreement.key,
        "clause": "Điều 3",
        "text": "Mở khoá tiếng Nhật",
        "side": "ours",
        "target": "",
        "target_value": "20.00",
        "target_unit": "suất",
        "reached_value": "5.00",
        "percent": 25,
        "order": 0,
        "state": "open",
    }
    assert (action["id"], action["lead_agency"], action["origin"]) == (
        made.action_id,
        lead.key,
        "commitment",
    )
    assert {row["id"] for row in client.get(LIST, {"papers": "all"}).json()["results"]} == {
        *Commitment.objects.values_list("pk", flat=True)
    }


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_what_it_sees(client, role):
    mine = make_agency()
    sign_in(client, role, agency=mine)
    seen, hidden = make_commitment(lead_agency=mine), make_commitment(lead_agency=make_agency())

    expected = {seen.pk} if role == Role.FOCAL_POINT else {seen.pk, hidden.pk}
    assert {row["id"] for row in client.get(LIST).json()["results"]} == expected
    assert client.get(of(hidden)).status_code == (404 if role == Role.FOCAL_POINT else 200)


def test_an_officer_makes_and_changes_one(client):
    sign_in(client)
    paper, lead = make_agreement(), make_agency()

    made = post(
        client,
        LIST,
        {
            "agreement": paper.key,
            "text": "Cấp học bổng. Mỗi năm.",
            "side": "ours",
            "target_value": "20",
            "target_unit": "suất",
            "lead_agency": lead.key,
        },
    )
    commitment = Commitment.objects.get()
    changed = client.patch(
        of(commitment),
        {"clause": "Điều 4", "due_on": "2026-12-31"},
        content_type=JSON,
        headers={"If-Match": made["ETag"]},
    )
    late = client.patch(
        of(commitment), {"clause": "Điều 5"}, content_type=JSON, headers={"If-Match": made["ETag"]}
    )
    without = client.patch(of(commitment), {"clause": "Điều 5"}, content_type=JSON)

    assert (made.status_code, made["Location"].endswith(of(commitment))) == (201, True)
    assert made.json()["action"]["title"] == "Cấp học bổng"
    assert (changed.status_code, changed.json()["clause"], changed.json()["action"]["due_on"]) == (
        200,
        "Điều 4",
        "2026-12-31",
    )
    assert (late.status_code, late.json()["current"]["clause"], without.status_code) == (
        412,
        "Điều 4",
        428,
    )
    assert Commitment.objects.get().clause == "Điều 4"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"agreement": "khong-co"}, "agreement"),
        ({"text": "TUYỆT MẬT"}, "text"),
        ({"target_value": "5"}, "target_unit"),
        ({"reached_value": "5"}, "reached_value"),
    ],
)
def test_what_cannot_stand_is_told_by_field(client, data, field):
    sign_in(client)
    paper = make_agreement()

    answer = post(client, LIST, {"agreement": paper.key, "text": "Mở lớp", "side": "ours", **data})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])
    assert Commitment.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [("lead", 200), ("helper", 200), ("officer", 200), ("seer", 403), ("leader", 403), ("other", 404)],
)
def test_who_reports_what_was_reached(client, who, status):
    lead, helper, seer = make_agency(), make_agency(), make_agency()
    made = make_commitment(
        make_agreement(agencies=[seer]), lead_agency=lead, coordinating=(helper,), target_unit="suất"
    )
    agency = {"lead": lead, "helper": helper, "seer": seer}.get(who) or make_agency()
    role = {"officer": Role.OFFICER, "leader": Role.LEADER}.get(who, Role.FOCAL_POINT)
    sign_in(client, role, agency=agency)

    answer = post(client, of(made, "reached/"), {"value": "5"})

    assert answer.status_code == status
    assert Commitment.objects.get().reached_value == (5 if status == 200 else None)
    assert made.action.notes.count() == (1 if status == 200 else 0)


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_others_neither_make_nor_change(client, role):
    lead = make_agency()
    sign_in(client, role, agency=lead)
    made = make_commitment(lead_agency=lead)
    tag = client.get(of(made))["ETag"]

    answers = [
        post(client, LIST, {"agreement": made.agreement.key, "text": "Mở lớp", "side": "ours"}),
        client.patch(of(made), {"clause": "1"}, content_type=JSON, headers={"If-Match": tag}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert (Commitment.objects.count(), Action.objects.get().version) == (1, 1)
