from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from delegations.limit_words import token_of
from delegations.models import Conference, Delegation, LimitJustification, ProgrammeItem, YearProgramme
from dnfa.accounts.enums import Role
from tests.delegations.programme.factories import make_item, make_programme, make_trip
from tests.delegations.programme.limit_cases import AN, AN_KEY
from tests.factories import make_agency, make_country, make_partner, make_user

pytestmark = pytest.mark.django_db
YEARS, ITEMS, OVER = "/api/v1/programmes/", "/api/v1/programme-items/", "/api/v1/over-limits/"
JSON = "application/json"


def post(client, address: str, data: dict[str, Any], **headers: str):
    return client.post(address, data, content_type=JSON, headers=headers)


def deed(client, address: str, name: str, data: dict[str, Any]):
    return post(client, f"{address}{name}/", data, **{"If-Match": client.get(address)["ETag"]})


def patch(client, address: str, data: dict[str, Any]):
    return client.patch(address, data, content_type=JSON, headers={"If-Match": client.get(address)["ETag"]})


# --- years -------------------------------------------------------------------------------
def test_a_year_is_opened_changed_and_approved(client, officer):
    made = post(client, YEARS, {"year": 2027, "proposals_due_on": "2026-11-30"})
    item = make_item(YearProgramme.objects.get(), state="accepted")
    changed = patch(client, f"{YEARS}2027/", {"note": "Gấp"})
    approved = deed(client, f"{YEARS}2027/", "revisions", {"kind": "initial", "approved_on": "2026-01-05"})
    again = deed(client, f"{YEARS}2027/", "revisions", {"kind": "initial", "approved_on": "2026-01-05"})

    assert (made.status_code, made["Location"][-len("programmes/2027/") :]) == (201, "programmes/2027/")
    assert {
        name: changed.json()[name] for name in ("year", "proposals_due_on", "note", "planned", "held")
    } == {
        "year": 2027,
        "proposals_due_on": "2026-11-30",
        "note": "Gấp",
        "planned": 1,
        "held": 0,
    }
    item.refresh_from_db()
    assert [(one["id"], one["kind"]) for one in approved.json()["revisions"]] == [
        (item.accepted_in_id, "initial")
    ]
    assert (again.status_code, again.json()["error"]["code"]) == (409, "revision_exists")


def test_a_stale_version_changes_nothing(client, officer):
    programme = make_programme(2026)
    tag = client.get(f"{YEARS}2026/")["ETag"]
    patch(client, f"{YEARS}2026/", {"note": "Trước"})

    late = client.patch(f"{YEARS}2026/", {"note": "Sau"}, content_type=JSON, headers={"If-Match": tag})
    bare = client.patch(f"{YEARS}2026/", {"note": "Sau"}, content_type=JSON)

    programme.refresh_from_db()
    assert (late.status_code, bare.status_code, programme.note) == (412, 428, "Trước")


# --- lines -------------------------------------------------------------------------------
def test_a_line_goes_its_way(client, officer):
    make_programme(2026)
    make_agency(key="so-du-lich")
    make_partner(key="jp-sakai")
    make_country("JP")
    sent = {
        "year": 2026,
        "kind": "delegation_out",
        "title": "Thăm Sakai",
        "agency": "so-du-lich",
        "partners": ["jp-sakai"],
        "countries": ["JP"],
        "expected_on": "2026-05",
        "cost_amount": "5000.00",
        "cost_currency": "USD",
    }

    made = post(client, ITEMS, sent, **{"Idempotency-Key": "a"})
    address = made["Location"]
    changed = patch(client, address, {"persons": 6, "partners": []})
    refused = deed(client, address, "decide", {"is_accepted": False})
    accepted = deed(client, address, "decide", {"is_accepted": True})
    deed(client, f"{YEARS}2026/", "revisions", {"kind": "initial", "approved_on": "2026-01-05"})
    removed = deed(client, address, "remove", {"reason": "Hoãn"})
    kept = deed(client, address, "restore", {})

    assert made.status_code == 201
    told = changed.json()
    assert {
        name: told[name] for name in ("year", "agency", "countries", "partners", "expected_on", "persons")
    } == {
        "year": 2026,
        "agency": "so-du-lich",
        "countries": ["JP"],
        "partners": [],
        "expected_on": "2026-05",
        "persons": 6,
    }
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["note"])
    assert [one.json()["state"] for one in (accepted, removed, kept)] == ["accepted", "removed", "accepted"]
    assert kept.json()["carrying"] == "not_yet"


def test_a_focal_point_writes_for_its_own_agency(client):
    user = make_user(Role.FOCAL_POINT)
    client.force_login(user)
    make_programme(2026)
    make_item(title="Của bạn")
    other = make_agency(key="so-khac")

    made = post(client, ITEMS, {"year": 2026, "kind": "conference", "title": "Hội thảo"})
    refused = post(
        client, ITEMS, {"year": 2026, "kind": "conference", "title": "Hội thảo", "agency": other.key}
    )
    decided = deed(client, made["Location"], "decide", {"is_accepted": True})
    withdrawn = deed(client, made["Location"], "withdraw", {"note": "Thôi"})

    assert (made.status_code, made.json()["agency"], refused.status_code) == (201, user.agency.key, 403)
    assert (decided.status_code, withdrawn.json()["state"]) == (403, "withdrawn")
    assert [row["title"] for row in client.get(ITEMS).json()["results"]] == ["Hội thảo"]


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"year": 2031}, ["year"]),
        ({"partners": ["khong-co"]}, ["partners"]),
        ({"countries": ["XX"]}, ["countries"]),
        ({"state": "accepted"}, ["state"]),
        ({"cost_amount": "5"}, ["cost_currency"]),
    ],
)
def test_a_line_that_cannot_be_names_its_field(client, officer, sent, fields):
    make_programme(2026)
    agency = make_agency()

    response = post(
        client, ITEMS, {"year": 2026, "kind": "conference", "title": "Hội thảo", "agency": agency.key, **sent}
    )

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, fields)
    assert ProgrammeItem.objects.count() == 0


def test_lines_are_asked_for_by_year(client, officer):
    make_item(make_programme(2026), title="Năm nay")
    make_item(make_programme(2027), title="Năm sau")

    found = client.get(f"{ITEMS}?year=2027").json()["results"]

    assert [row["title"] for row in found] == ["Năm sau"]


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_who_only_reads_writes_nothing(client, role):
    client.force_login(make_user(role))
    item = make_item()

    codes = [
        post(client, YEARS, {"year": 2030}).status_code,
        post(client, ITEMS, {"year": 2026, "kind": "conference", "title": "Hội thảo"}).status_code,
        deed(client, f"{ITEMS}{item.pk}/", "decide", {"is_accepted": True}).status_code,
    ]

    assert (codes, client.get(f"{ITEMS}{item.pk}/").status_code) == ([403, 403, 403], 200)


# --- limits -----------------------------------------------------------------------------
def third_trip(**values):
    for month in (1, 2):
        make_trip(members=[AN], planned_starts_on=date(2026, month, 1))
    return make_trip(members=[AN], planned_starts_on=date(2026, 5, 1), **values)


def test_cases_are_listed_and_justified(client, officer):
    trip = third_trip(cost_source="enterprise")
    token = token_of("enterprise_pays", "")

    listed = client.get(f"{OVER}?year=2026").json()
    said = deed(client, f"{OVER}{trip.key}/", "justify", {"token": token, "text": "Theo văn bản 12"})
    waiting = client.get(f"{OVER}?year=2026&justified=false").json()
    back = deed(client, f"{OVER}{trip.key}/", "justify", {"token": token, "text": ""})

    assert [(row["delegation"], row["kind"], row["found"], row["most"]) for row in listed["results"]] == [
        (trip.key, "trips_per_person", 3, 2),
        (trip.key, "enterprise_pays", 1, 0),
    ]
    assert (listed["count"], listed["results"][1]["token"], listed["results"][0]["basis"]) == (
        2,
        token,
        "101/UBND-SNV",
    )
    assert [row["justification"] for row in said.json()] == ["", "Theo văn bản 12"]
    assert [row["kind"] for row in waiting["results"]] == ["trips_per_person"]
    assert [row["justification"] for row in back.json()] == ["", ""]


def test_names_stay_with_those_who_read_the_members(client):
    joined = make_agency()
    third_trip(coordinating=[joined])
    client.force_login(make_user(Role.FOCAL_POINT, agency=joined))

    response = client.get(f"{OVER}?year=2026")

    assert [row["words"] for row in response.json()["results"]] == [
        "Một thành viên: chuyến thứ 3 trong năm, hạn mức 2 chuyến."
    ]
    assert AN_KEY not in response.content.decode()


def test_what_does_not_stand_is_not_justified(client, officer):
    trip = third_trip(cost_source="enterprise")
    address = f"{OVER}{trip.key}/"

    unknown = deed(client, address, "justify", {"token": "0" * 16, "text": "Vì"})
    bare = post(client, f"{address}justify/", {"token": token_of("enterprise_pays", ""), "text": "Vì"})
    wrong = client.get(f"{OVER}?year=abc")
    strange = client.get(f"{OVER}?nam=2026")

    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "no_such_case")
    assert (bare.status_code, wrong.status_code, strange.status_code) == (428, 400, 400)
    assert LimitJustification.objects.count() == 0


def test_a_hidden_delegation_has_no_cases(client):
    trip = third_trip()
    client.force_login(make_user(Role.FOCAL_POINT))

    assert client.get(f"{OVER}{trip.key}/").status_code == 404
    assert client.get(f"{OVER}?year=2026").json()["results"] == []


# --- opening the record of a line -----------------------------------------------------------
def opened(client, item: ProgrammeItem, **facts: Any):
    given = {"title_vi": "Thăm Sakai", "planned_starts_on": "2026-05-04", **facts}
    return deed(client, f"{ITEMS}{item.pk}/", "start", given)


def test_the_record_of_a_line_is_opened_and_named(client, officer):
    out = make_item(state="accepted", persons=6)
    held = make_item(state="accepted", kind="conference")

    trip = opened(client, out, planned_persons=5)
    partless = opened(client, held)
    conference = opened(client, held, part="hosted", title_vi="Hội nghị")

    record = Delegation.objects.get()
    assert (trip.status_code, trip.json()["delegations"], trip.json()["carrying"]) == (
        200,
        [record.key],
        "prepared",
    )
    assert (record.programme_item, record.plan_status, record.planned_persons) == (out, "in_plan", 5)
    assert (partless.status_code, list(partless.json()["error"]["fields"])) == (400, ["part"])
    assert conference.json()["conferences"] == [Conference.objects.get().key]


@pytest.mark.parametrize(
    ("state", "role", "status"),
    [("proposed", Role.OFFICER, 409), ("accepted", Role.FOCAL_POINT, 403), ("accepted", Role.LEADER, 403)],
)
def test_what_is_not_in_the_programme_or_not_ones_to_open_is_refused(client, state, role, status):
    user = make_user(role)
    item = make_item(state=state, **({"agency": user.agency} if user.agency else {}))
    client.force_login(user)

    assert (opened(client, item).status_code, Delegation.objects.count()) == (status, 0)


def test_a_line_names_only_records_its_reader_sees(client):
    focal = make_user(Role.FOCAL_POINT)
    item = make_item(state="accepted", agency=focal.agency)
    own = make_trip(programme_item=item, plan_status="in_plan", agencies=[focal.agency])
    make_trip(programme_item=item, plan_status="in_plan", agencies=[make_agency()])
    client.force_login(focal)

    assert client.get(f"{ITEMS}{item.pk}/").json()["delegations"] == [own.key]
