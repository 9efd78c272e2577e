from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from agreements.models import Project
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.updates.models import ChangeRequest, Confirmation, RoundAgency
from tests.factories import make_user
from tests.updates.factories import make_cast, sent

pytestmark = pytest.mark.django_db

LIST = "/api/v1/change-requests/"


@pytest.fixture
def cast():
    return make_cast(starts_on="2020")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client, method, address, data=None, tag=None):
    headers = {"HTTP_IF_MATCH": tag} if tag else {}
    return getattr(client, method)(address, data or {}, content_type="application/json", **headers)


def opened(cast, client, **facts):
    data = {"kind": "edit", "subject": "project", "record": cast.project.key, "values": {"place": "Sơn Trà"}}
    return send(client, "post", LIST, {**data, **facts})


def test_an_update_from_first_word_to_the_register(cast):
    focal, officer = client_of(cast.focal), client_of(cast.officer)
    made = opened(cast, focal)
    address = f"{LIST}{made.json()['id']}/"

    patched = send(focal, "patch", address, {"values": {"purpose_vi": "Cho mọi người"}}, made["ETag"])
    submitted = send(focal, "post", f"{address}submit/", tag=patched["ETag"])
    accepted = send(
        officer,
        "post",
        f"{address}accept/",
        {"accepted": ["place", "purpose_vi"], "record_version": submitted.json()["record"]["version"]},
        officer.get(address)["ETag"],
    )

    assert [made.status_code, patched.status_code, submitted.status_code, accepted.status_code] == [
        201,
        200,
        200,
        200,
    ]
    assert [(one["name"], one["decision"]) for one in accepted.json()["values"]] == [
        ("place", "accepted"),
        ("purpose_vi", "accepted"),
    ]
    record = Project.objects.get(pk=cast.project.pk)
    assert (record.place, record.purpose_vi, accepted.json()["state"]) == (
        "Sơn Trà",
        "Cho mọi người",
        "accepted",
    )


def test_an_unknown_kind_of_record_is_named(cast):
    answer = opened(cast, client_of(cast.focal), subject="weather")

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["subject"])
    assert ChangeRequest.objects.count() == 0


def test_a_hidden_record_is_not_there(cast):
    answer = opened(cast, client_of(make_cast().focal))

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "record_not_found")


def test_an_officer_names_the_agency(cast):
    officer = client_of(cast.officer)

    without = opened(cast, officer)
    given = opened(cast, officer, agency=cast.agency.key)

    assert (without.json()["error"]["code"], given.json()["agency"]) == ("agency_needed", cast.agency.key)


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_readers_write_nothing(cast, role):
    assert opened(cast, client_of(make_user(role))).status_code == 403


def test_each_reads_what_is_theirs(cast):
    mine, foreign = sent(cast), sent(make_cast())

    def listed(user):
        return {row["id"] for row in client_of(user).get(LIST).json()["results"]}

    assert listed(cast.focal) == {mine.pk}
    assert listed(cast.officer) == {mine.pk, foreign.pk}
    assert client_of(cast.focal).get(f"{LIST}{foreign.pk}/").status_code == 404


def test_an_old_version_is_answered_with_the_standing_one(cast):
    focal = client_of(cast.focal)
    made = opened(cast, focal)
    address = f"{LIST}{made.json()['id']}/"
    send(focal, "patch", address, {"text": "Theo QĐ 12"}, made["ETag"])

    answer = send(focal, "patch", address, {"text": "khác"}, made["ETag"])

    assert (answer.status_code, answer.json()["current"]["text"]) == (412, "Theo QĐ 12")


def test_returned_with_reason_and_withdrawn(cast):
    focal, officer = client_of(cast.focal), client_of(cast.officer)
    address = f"{LIST}{sent(cast).pk}/"

    back = send(
        officer,
        "post",
        f"{address}return/",
        {"reason": "wrong", "text": "Xem lại", "remarks": {"place": "Phường nào?"}},
        officer.get(address)["ETag"],
    )
    gone = send(focal, "post", f"{address}withdraw/", {"reason": "Thôi"}, focal.get(address)["ETag"])

    assert [(one["name"], one["remark"]) for one in back.json()["values"]] == [
        ("place", "Phường nào?"),
        ("purpose_vi", "Xem lại"),
    ]
    assert gone.json()["state"] == "withdrawn"


def test_still_true_needs_the_version_that_was_seen(cast):
    focal = client_of(cast.focal)
    data = {"subject": "project", "record": cast.project.key}

    stale = send(focal, "post", "/api/v1/confirmations/", {**data, "record_version": 99})
    made = send(focal, "post", "/api/v1/confirmations/", {**data, "record_version": cast.project.version})

    assert (stale.status_code, made.status_code, Confirmation.objects.count()) == (409, 201, 1)
    assert made.json()["record"]["key"] == cast.project.key


def test_a_round_through_the_api(cast):
    focal, officer = client_of(cast.focal), client_of(cast.officer)
    due = local_today() + timedelta(days=10)
    made = send(
        officer,
        "post",
        "/api/v1/update-rounds/",
        {
            "title": "Quý IV",
            "due_on": due.isoformat(),
            "questions": [{"kind": "delegations", "unit": "đoàn"}],
            "agencies": [cast.agency.key],
        },
    )
    address = f"/api/v1/update-rounds/{made.json()['id']}/"
    hidden = focal.get(address)
    send(officer, "post", f"{address}open/", tag=made["ETag"])
    asked = f"/api/v1/round-answers/{RoundAgency.objects.get().pk}/"
    question = made.json()["questions"][0]["id"]
    written = send(
        focal, "patch", asked, {"answers": [{"question": question, "figure": "3"}]}, focal.get(asked)["ETag"]
    )
    submitted = send(focal, "post", f"{asked}submit/", tag=written["ETag"])
    accepted = send(officer, "post", f"{asked}accept/", tag=officer.get(asked)["ETag"])

    assert (hidden.status_code, focal.get(address).status_code) == (404, 200)
    assert (submitted.json()["state"], accepted.json()["state"]) == ("submitted", "accepted")
    assert accepted.json()["answers"] == [
        {"question": question, "text": "", "figure": "3.00", "figure_typed": "", "is_nothing": False}
    ]


def test_more_time_through_the_api(cast):
    focal, officer = client_of(cast.focal), client_of(cast.officer)
    due = local_today() + timedelta(days=10)
    later = due + timedelta(days=3)
    data = {
        "title": "x",
        "due_on": due.isoformat(),
        "questions": [{"kind": "aid"}],
        "agencies": [cast.agency.key],
    }
    made = send(officer, "post", "/api/v1/update-rounds/", data)
    send(officer, "post", f"/api/v1/update-rounds/{made.json()['id']}/open/", tag=made["ETag"])
    asked = f"/api/v1/round-answers/{RoundAgency.objects.get().pk}/"

    send(
        focal,
        "post",
        f"{asked}ask-extension/",
        {"until": later.isoformat(), "because": "Chờ số liệu"},
        focal.get(asked)["ETag"],
    )
    given = send(
        officer, "post", f"{asked}decide-extension/", {"until": later.isoformat()}, officer.get(asked)["ETag"]
    )

    assert (given.json()["due_on"], given.json()["asked_until"]) == (later.isoformat(), None)
