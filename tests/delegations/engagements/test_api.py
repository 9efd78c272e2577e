from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from delegations.enums import Direction, InvitationSide
from delegations.models import Engagement, Invitation
from dnfa.accounts.enums import Role
from tests.delegations.engagements.factories import make_invitation
from tests.factories import make_agency, make_partner, make_user
from tests.followup.factories import make_delegation
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db

CONTACTS, INVITATIONS = "/api/v1/engagements/", "/api/v1/invitations/"
JSON = "application/json"


def post(client, address: str, data: dict[str, Any], **headers: str):
    return client.post(address, data, content_type=JSON, headers=headers)


def deed(client, address: str, name: str, data: dict[str, Any]):
    return post(client, f"{address}{name}/", data, **{"If-Match": client.get(address)["ETag"]})


def a_call(**values) -> dict[str, Any]:
    return {"kind": "call", "title_vi": "Điện đàm", "starts_on": "2025-11", **values}


# --- contacts --------------------------------------------------------------------
def test_a_contact_is_written_once_changed_and_withdrawn(client, officer):
    partner, agency = make_partner(key="jp-sakai", name_vi="Sakai"), make_agency(key="so-du-lich")
    sent = a_call(partners=["jp-sakai"], lead_agencies=["so-du-lich"], initiative="ours", place="Trực tuyến")

    made = post(client, CONTACTS, sent, **{"Idempotency-Key": "a"})
    again = post(client, CONTACTS, sent, **{"Idempotency-Key": "a"})
    address = made["Location"]
    changed = client.patch(address, {"persons": 4}, content_type=JSON, headers={"If-Match": made["ETag"]})
    stale = client.patch(address, {"persons": 5}, content_type=JSON, headers={"If-Match": made["ETag"]})

    assert (made.status_code, again["Idempotency-Replayed"], Engagement.objects.count()) == (201, "true", 1)
    assert {name: made.json()[name] for name in ("kind", "initiative", "starts_on", "partners")} == {
        "kind": "call",
        "initiative": "ours",
        "starts_on": "2025-11",
        "partners": [{"key": "jp-sakai", "name_vi": "Sakai"}],
    }
    assert (changed.json()["persons"], stale.status_code) == (4, 412)
    gone = deed(client, address, "withdraw", {"reason": "Ghi nhầm"})
    assert (gone.status_code, Engagement.objects.exists()) == (204, False)
    assert (partner.pk, agency.pk) != (None, None)


def test_an_event_to_come_is_answered_and_left_out_of_a_day_before(client, officer):
    make_agency(key="a")
    made = post(client, CONTACTS, a_call(kind="event", starts_on="2090-08-05", lead_agencies=["a"]))

    listed = client.get(CONTACTS).json()["results"]
    on_a_day = client.get(CONTACTS, {"as_of": "2026-11-25"}).json()["results"]

    assert (made.status_code, len(listed), on_a_day) == (201, 1, [])


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"budget": 1}, ["budget"]),
        ({"kind": "chat"}, ["kind"]),
        ({"partners": ["khong-co"]}, ["partners"]),
        ({}, ["partners", "lead_agencies"]),
    ],
)
def test_wrong_input_names_its_fields(client, officer, sent, fields):
    answer = post(client, CONTACTS, a_call(**sent))

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, fields)


def test_rights_on_contacts(client):
    focal = make_user(Role.FOCAL_POINT)
    own = make_engagement(agencies=[focal.agency], partners=[make_partner(key="cua-minh")])
    both = make_engagement(agencies=[make_agency()], partners=[make_partner(key="cua-nguoi")])
    client.force_login(focal)

    listed = [row["key"] for row in client.get(CONTACTS).json()["results"]]
    hidden = client.get(f"{CONTACTS}{both.key}/").status_code
    unseen = post(client, CONTACTS, a_call(partners=["cua-nguoi"]))
    made = post(client, CONTACTS, a_call(partners=["cua-minh"]))
    withdrawn = deed(client, f"{CONTACTS}{own.key}/", "withdraw", {"reason": "x"}).status_code
    client.force_login(make_user(Role.LEADER))
    read_only = post(client, CONTACTS, a_call(partners=["cua-minh"])).status_code

    assert (listed, hidden, list(unseen.json()["error"]["fields"])) == ([own.key], 404, ["partners"])
    assert (made.status_code, made.json()["lead_agencies"]) == (201, [focal.agency.key])
    assert (withdrawn, read_only) == (403, 403)


# --- invitations -----------------------------------------------------------------
def test_an_invitation_in_full(client, officer):
    fair = make_engagement(key="ewec", starts_on="2025-08-05")
    invitation = make_invitation(
        partner=make_partner(key="jp-sakai", name_vi="Sakai"), event=fair, sent_on=date(2025, 6, 1)
    )

    [row] = client.get(INVITATIONS).json()["results"]

    assert row == {
        "id": invitation.pk,
        "side": "sent",
        "partner": {"key": "jp-sakai", "name_vi": "Sakai"},
        "occasion": "Hội chợ EWEC",
        "event": "ewec",
        "conference": None,
        "event_from": "2025-08-05",
        "event_to": "2025-08-05",
        "document_number": "",
        "sent_on": "2025-06-01",
        "answer_by": None,
        "agency": None,
        "state": "waiting",
        "answer": "",
        "answered_on": None,
        "answer_document": "",
        "reason": "",
        "reason_note": "",
        "attended": None,
        "attended_persons": None,
        "delegation": None,
        "note": "",
    }


def test_an_invitation_is_written_answered_corrected_and_followed(client, officer):
    make_partner(key="kr-changwon")
    trip = make_delegation(direction=Direction.OUT)
    sent = {"side": "received", "partner": "kr-changwon", "occasion": "Lễ hội", "sent_on": "2025-03-01"}

    made = post(client, INVITATIONS, sent)
    address = made["Location"]
    changed = client.patch(
        address, {"answer_by": "2025-03-15"}, content_type=JSON, headers={"If-Match": made["ETag"]}
    )
    silent = deed(client, address, "answer", {"answer": "declined", "answered_on": "2025-03-10"})
    declined = {"answer": "declined", "answered_on": "2025-03-10", "reason": "budget"}
    answered = deed(client, address, "answer", declined)
    twice = deed(client, address, "answer", declined)
    corrected = deed(
        client, address, "correct", {"answer": "accepted", "answered_on": "2025-03-10", "why": "Đọc nhầm"}
    )
    followed = deed(client, address, "followed", {"delegation": trip.key})
    came = deed(client, address, "attendance", {"attended": True, "persons": 3})
    kept = deed(client, address, "withdraw", {"reason": "x"})

    assert (made.status_code, changed.json()["state"]) == (201, "overdue")
    assert (silent.status_code, list(silent.json()["error"]["fields"])) == (400, ["reason"])
    assert (answered.json()["state"], twice.json()["error"]["code"]) == ("declined", "already_answered")
    assert (corrected.json()["answer"], corrected.json()["reason"]) == ("accepted", "")
    assert (followed.json()["delegation"], came.json()["attended_persons"]) == (trip.key, 3)
    assert (kept.status_code, kept.json()["error"]["code"]) == (409, "invitation_in_use")


def test_a_deed_needs_the_version_and_a_mistake_goes(client, officer):
    invitation = make_invitation()
    address = f"{INVITATIONS}{invitation.pk}/"

    blind = post(client, f"{address}answer/", {"answer": "no_answer"})
    gone = deed(client, address, "withdraw", {"reason": "Nhầm"})

    assert (blind.status_code, gone.status_code, Invitation.objects.exists()) == (428, 204, False)


def test_rights_on_invitations(client):
    focal = make_user(Role.FOCAL_POINT)
    own = make_invitation(agency=focal.agency, event=make_engagement(key="khong-thay"))
    other = make_invitation(partner=make_partner(key="cua-nguoi"))
    client.force_login(focal)
    sent = {"side": "received", "occasion": "Lễ hội", "sent_on": "2025-03-01"}

    [row] = client.get(INVITATIONS).json()["results"]
    hidden = client.get(f"{INVITATIONS}{other.pk}/").status_code
    unseen = post(client, INVITATIONS, {**sent, "partner": "cua-nguoi"})
    made = post(client, INVITATIONS, {**sent, "partner": own.partner.key})
    withdrawn = deed(client, f"{INVITATIONS}{own.pk}/", "withdraw", {"reason": "x"}).status_code

    assert (row["id"], row["event"], hidden, withdrawn) == (own.pk, None, 404, 403)
    assert list(unseen.json()["error"]["fields"]) == ["partner"]
    assert (made.status_code, made.json()["agency"]) == (201, focal.agency.key)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"side": "received"}, ["Lễ hội"]),
        ({"state": ["overdue"]}, ["Hội chợ"]),
        ({"q": "le hoi"}, ["Lễ hội"]),
        ({}, ["Hội chợ", "Lễ hội"]),
    ],
)
def test_filters_of_invitations(client, officer, query, expected):
    make_invitation(occasion="Lễ hội", side=InvitationSide.RECEIVED)
    make_invitation(occasion="Hội chợ", answer_by=date(2026, 10, 5), sent_on=date(2026, 10, 1))

    assert [row["occasion"] for row in client.get(INVITATIONS, query).json()["results"]] == expected


@pytest.mark.parametrize("count", [1, 3])
def test_both_lists_cost_the_same_for_one_and_three(client, officer, count, django_assert_max_num_queries):
    for _ in range(count):
        event = make_engagement(partners=[make_partner()], agencies=[make_agency()])
        make_invitation(event=event, agency=make_agency())

    with django_assert_max_num_queries(9):
        contacts = client.get(CONTACTS).json()["results"]
    with django_assert_max_num_queries(9):
        invitations = client.get(INVITATIONS).json()["results"]

    assert (len(contacts), len(invitations)) == (count, count)
