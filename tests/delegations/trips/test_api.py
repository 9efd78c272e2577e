"""Delegations through the API: what is seen, written, done, repeated and refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from delegations.models import Delegation
from dnfa.accounts.enums import Role
from tests.delegations.trips.factories import make_item, make_member, make_stop, make_trip
from tests.factories import make_agency, make_agreement, make_country, make_partner, make_user

pytestmark = pytest.mark.django_db
LIST = "/api/v1/delegations/"


def one(trip: Delegation) -> str:
    return f"{LIST}{trip.key}/"


def send(client: Any, method: str, url: str, body: Any, tag: str = "", **headers: str) -> Any:
    named = {"If-Match": tag, **headers} if tag else headers
    return getattr(client, method)(url, body, content_type="application/json", headers=named)


def tag_of(client: Any, trip: Delegation) -> str:
    return str(client.get(one(trip))["ETag"])


@pytest.mark.parametrize("part", ["lead_agencies", "coordinating", ""])
def test_a_focal_point_sees_what_its_agency_leads_or_joins_and_names_only_of_the_first(
    client: Any, part: str
) -> None:
    agency = make_agency()
    trip = make_trip(persons=None, planned_persons=4, **({part: [agency]} if part else {}))
    make_member(trip, "Người Kín Đáo")
    client.force_login(make_user(Role.FOCAL_POINT, agency=agency))

    listed, page = client.get(LIST), client.get(one(trip))
    changed = send(client, "patch", one(trip), {"title_vi": "Khác"}, '"delegation-1-1"')

    assert [row["key"] for row in listed.json()["results"]] == ([trip.key] if part else [])
    assert (page.status_code, changed.status_code) == (200 if part else 404, 403)
    assert "Kín Đáo" not in listed.content.decode()
    if part:
        names = [member["name"] for member in page.json()["members"] or []]
        assert (page.json()["planned_persons"], names) == (
            4,
            ["Người Kín Đáo"] if part == "lead_agencies" else [],
        )
        assert (page.json()["members"] is None) == (part == "coordinating")


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_leaders_and_auditors_read_names_and_write_nothing(client: Any, role: Role) -> None:
    trip = make_trip()
    make_member(trip, "Người Kín Đáo")
    client.force_login(make_user(role))
    page = client.get(one(trip))
    made = send(client, "post", LIST, {"title_vi": "Thăm", "direction": "out"})
    assert [member["name"] for member in page.json()["members"]] == ["Người Kín Đáo"]
    assert (made.status_code, Delegation.objects.count()) == (403, 1)


NEW = {
    "title_vi": "Thăm Sakai",
    "direction": "out",
    "planned_starts_on": "2026-04-20",
    "planned_ends_on": "2026-04-24",
    "planned_persons": 7,
    "partners": ["jp-sakai"],
    "lead_agencies": ["so-ngoai-vu"],
    "stops": [{"country": "JP", "arrives_on": "2026-04-20", "partner": "jp-sakai"}],
    "members": [{"name": "Trần A", "title": "Chủ tịch", "role": "head", "agency": "so-ngoai-vu"}],
    "programme": [{"day": "2026-04-21", "starts_at": "09:30", "content": "Hội đàm"}],
    "gifts": [{"side": "given", "description": "Tranh", "value_amount": "3500000", "value_currency": "VND"}],
}


def make_named() -> None:
    make_partner(key="jp-sakai")
    make_agency(key="so-ngoai-vu")


def test_a_delegation_is_made_with_its_lists_and_sent_twice_it_is_one(client: Any, officer: Any) -> None:
    make_named()
    key = {"Idempotency-Key": "mot-lan"}
    first = send(client, "post", LIST, NEW, **key)
    second = send(client, "post", LIST, NEW, **key)
    told = first.json()
    assert (first.status_code, second["Idempotency-Replayed"], Delegation.objects.count()) == (201, "true", 1)
    assert first["Location"].endswith("/api/v1/delegations/tham-sakai-2026/")
    assert (told["head_name"], told["countries"], told["state"]) == ("Trần A", ["JP"], "unconfirmed")
    assert told["stops"][0]["partner"] == "jp-sakai"
    assert [row["content"] for row in told["programme"]] == ["Hội đàm"]
    assert told["gifts"][0]["value_amount"] == "3500000.00"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"members": [{"name": "A", "role": "head"}, {"name": "B", "role": "head"}]}, ["members.1.role"]),
        ({"stops": [{"country": "JP"}, {"country": "XX"}]}, ["stops.1.country"]),
        ({"stops": [{"country": "JP", "arrives_on": "2026-04-19"}]}, ["stops.0.arrives_on"]),
        ({"members": [{"name": "A", "passport": "C1"}]}, ["members.0.passport"]),
        ({"partners": ["khong-co"]}, ["partners"]),
        ({"state": "closed"}, ["state"]),
        ({"planned_ends_on": "2026-04-01"}, ["planned_ends_on"]),
    ],
)
def test_what_is_wrong_is_named_by_list_row_and_field(
    client: Any, officer: Any, body: Any, fields: list[str]
) -> None:
    make_named()
    answer = send(client, "post", LIST, {**NEW, **body})
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, fields)
    assert Delegation.objects.count() == 0


def test_etags_guard_reading_and_changing(client: Any, officer: Any) -> None:
    trip = make_trip()
    tag = tag_of(client, trip)
    same = client.get(one(trip), headers={"If-None-Match": tag})
    without = send(client, "patch", one(trip), {"title_vi": "Mới"})
    first = send(client, "patch", one(trip), {"title_vi": "Mới"}, tag)
    stale = send(client, "patch", one(trip), {"title_vi": "Khác"}, tag)
    assert (same.status_code, without.status_code, first.status_code, stale.status_code) == (
        304,
        428,
        200,
        412,
    )
    assert stale.json()["current"]["title_vi"] == "Mới"
    assert first["ETag"] != tag


def test_a_patch_changes_facts_and_lists_or_nothing(client: Any, officer: Any) -> None:
    trip = make_trip(title_vi="Cũ")
    make_country()
    body = {"title_vi": "Mới", "stops": [{"country": "JP"}], "members": [{"name": "Trần A"}]}
    good = send(client, "patch", one(trip), body, tag_of(client, trip))
    wrong = send(
        client, "patch", one(trip), {"title_vi": "Sai", "members": [{"name": "MẬT"}]}, tag_of(client, trip)
    )
    trip.refresh_from_db()
    assert (good.status_code, good.json()["countries"]) == (200, ["JP"])
    assert (wrong.status_code, list(wrong.json()["error"]["fields"])) == (400, ["members.0.name"])
    assert (trip.title_vi, trip.members.get().name) == ("Mới", "Trần A")


def test_what_was_is_no_fact_of_a_patch(client: Any, officer: Any) -> None:
    trip = make_trip()
    answer = send(client, "patch", one(trip), {"starts_on": "2024"}, tag_of(client, trip))
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["starts_on"])


def test_every_deed_answers_with_the_record_as_it_then_is(client: Any, officer: Any) -> None:
    trip = make_trip(planned_starts_on=date(2024, 4, 1), planned_ends_on=date(2024, 4, 3))
    item, paper = make_item(), make_agreement(key="ban-ghi-nho", signed_on="2024-05-02")
    deeds = [
        ("decision", {"decision_number": "12/QĐ", "decision_on": "2024-03-01"}),
        (
            "move",
            {
                "starts_on": "2024-05-01",
                "ends_on": "2024-05-03",
                "decided_on": "2024-03-02",
                "reason": "visa",
            },
        ),
        ("cancel", {"cancelled_on": "2024-03-03", "reason": "other", "note": "Bão"}),
        ("reinstate", {"reason": "Bão tan"}),
        ("plan-status", {"plan_status": "in_plan", "programme_item": item.pk}),
        ("actuals", {"starts_on": "2024-05-01", "ends_on": "2024-05-03", "persons": 6}),
        ("signed-agreements", {"agreements": ["ban-ghi-nho"]}),
        ("waive-report", {"reason": "Đi cùng đoàn của Bộ"}),
        ("ask-report", {"reason": "Thành phố yêu cầu"}),
    ]
    states, told = [], {}
    for name, body in deeds:
        answer = send(client, "post", f"{one(trip)}{name}/", body, tag_of(client, trip))
        told = answer.json()
        states.append((answer.status_code, told.get("state")))
    assert states == [
        (200, "unconfirmed"), (200, "unconfirmed"), (200, "cancelled"), (200, "unconfirmed"), (200, "unconfirmed"),
        (200, "awaiting_report"), (200, "awaiting_report"), (200, "past"), (200, "awaiting_report"),
    ]  # fmt: skip
    assert [move["starts_after"] for move in told["date_changes"]] == ["2024-05-01"]
    assert [row["key"] for row in told["signed_agreements"]] == [paper.key]
    assert (told["programme_item"], told["persons"], told["decision_number"]) == (item.pk, 6, "12/QĐ")


@pytest.mark.parametrize(
    ("deed", "body", "expected"),
    [
        (
            "move",
            {"starts_on": "2026-05-01", "decided_on": "2026-03-01", "reason": "visa"},
            (409, "already_held"),
        ),
        ("cancel", {"cancelled_on": "2026-03-01", "reason": "visa"}, (409, "already_held")),
        ("reinstate", {"reason": "Vẫn đi"}, (409, "not_cancelled")),
        ("actuals", {"starts_on": "2999"}, (400, "in_future")),
        ("plan-status", {"plan_status": "out_of_plan"}, (400, "reason_needed")),
    ],
)
def test_deeds_that_make_no_sense_answer_with_their_code(
    client: Any, officer: Any, deed: str, body: Any, expected: tuple[int, str]
) -> None:
    trip = make_trip(starts_on="2024-03-02")
    answer = send(client, "post", f"{one(trip)}{deed}/", body, tag_of(client, trip))
    assert (answer.status_code, answer.json()["error"]["code"]) == expected


def test_the_state_and_what_is_known_are_those_of_the_day_asked(client: Any, officer: Any) -> None:
    trip = make_trip(starts_on="2024-03-02", ends_on="2024-03-06")
    make_trip(
        key="nguon-2025", planned_starts_on=None, planned_ends_on=None, starts_on="2025", owes_report=False
    )
    days = ["2024-03-01", "2024-03-06", "2024-03-07"]
    states = [client.get(one(trip), {"as_of": day}).json()["state"] for day in days]
    known = [row["key"] for row in client.get(LIST, {"as_of": "2024-03-07"}).json()["results"]]
    assert (states, known) == (["planned", "under_way", "awaiting_report"], [trip.key])


def test_the_list_asks_as_often_for_many_as_for_one(
    client: Any, officer: Any, django_assert_max_num_queries: Any
) -> None:
    for _turn in range(3):
        trip = make_trip(
            partners=[make_partner()], lead_agencies=[make_agency()], coordinating=[make_agency()]
        )
        make_stop(trip)
        make_member(trip, agency=make_agency())
    with django_assert_max_num_queries(10):
        client.get(LIST)
    with django_assert_max_num_queries(18):
        client.get(one(trip))


def test_a_file_whose_report_was_waived_is_closed_and_taken_up_again(client: Any, officer: Any) -> None:
    trip = make_trip(starts_on="2026-03-02", ends_on="2026-03-04")

    def do(name: str, body: dict[str, Any]) -> Any:
        return send(client, "post", f"{one(trip)}{name}/", body, tag_of(client, trip))

    early = do("close", {})
    do("waive-report", {"reason": "Đã báo cáo trên giấy"})
    closed = do("close", {"closed_on": "2026-03-11"})
    again = do("close", {})
    reopened = do("reopen", {"reason": "Bổ sung"})

    assert (early.status_code, early.json()["error"]["code"]) == (409, "report_missing")
    assert (closed.status_code, closed.json()["closed_on"]) == (200, "2026-03-11")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "record_closed")
    assert (reopened.status_code, reopened.json()["closed_on"]) == (200, None)


def test_closing_a_file_is_the_departments(client: Any) -> None:
    focal = make_user(Role.FOCAL_POINT)
    trip = make_trip(starts_on="2026-03-02", lead_agencies=[focal.agency])
    client.force_login(focal)

    answers = [
        send(client, "post", f"{one(trip)}{name}/", {}, tag_of(client, trip)) for name in ("close", "reopen")
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
