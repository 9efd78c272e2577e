"""Conferences and press visits through the API: what is seen, written, done, repeated and refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from delegations.enums import ProgrammeItemKind
from delegations.models import Conference, PressVisit
from dnfa.accounts.enums import Role
from dnfa.followup.clocks import sync_clocks
from tests.delegations.conferences.factories import make_conference, make_press_visit
from tests.delegations.outcomes.factories import make_report
from tests.delegations.trips.factories import make_item
from tests.factories import make_agency, make_country, make_partner, make_user
from tests.followup.clocks.makers import run_from

pytestmark = pytest.mark.django_db
LIST, PRESS = "/api/v1/conferences/", "/api/v1/press-visits/"


def one(record: Conference | PressVisit) -> str:
    return f"{LIST if isinstance(record, Conference) else PRESS}{record.key}/"


def send(client: Any, method: str, url: str, body: Any, tag: str = "", **headers: str) -> Any:
    named = {"If-Match": tag, **headers} if tag else headers
    return getattr(client, method)(url, body, content_type="application/json", headers=named)


def tag_of(client: Any, record: Any) -> str:
    return str(client.get(one(record))["ETag"])


def do(client: Any, record: Any, deed: str, body: Any) -> Any:
    return send(client, "post", f"{one(record)}{deed}/", body, tag_of(client, record))


def keys(client: Any, address: str, **question: Any) -> list[str]:
    return [row["key"] for row in client.get(address, question).json()["results"]]


def make_all(agency: Any) -> None:
    """Of each way an agency can stand to a conference or press visit, one."""
    other = make_agency()
    make_conference(key="chu-tri", lead_agencies=[agency])
    make_conference(key="phoi-hop", lead_agencies=[other], coordinating=[agency])
    make_conference(key="viec-khac", lead_agencies=[other])
    make_press_visit(key="dan-minh", lead_agencies=[agency])
    make_press_visit(key="dan-khac", lead_agencies=[other])


ALL = (["chu-tri", "phoi-hop", "viec-khac"], ["dan-minh", "dan-khac"])
SEEN = dict.fromkeys(Role, ALL) | {Role.FOCAL_POINT: (["chu-tri", "phoi-hop"], ["dan-minh"])}


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_and_writes_which(client: Any, role: Role) -> None:
    agency = make_agency()
    make_all(agency)
    client.force_login(make_user(role, **({"agency": agency} if role == Role.FOCAL_POINT else {})))
    writes = role in {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR}

    listed = (keys(client, LIST), keys(client, PRESS))
    counted = [client.get(address).json()["count"] for address in (LIST, PRESS)]
    pages = {
        key: client.get(f"{address}{key}/").status_code
        for address, listed_keys in zip((LIST, PRESS), ALL, strict=True)
        for key in listed_keys
    }
    led = [Conference.objects.get(key="chu-tri"), PressVisit.objects.get(key="dan-minh")]
    patched = [
        send(client, "patch", one(row), {"place": "Ariyana"}, tag_of(client, row)).status_code for row in led
    ]
    made = [
        send(client, "post", address, {"title_vi": "Mới", **more}).status_code
        for address, more in ((LIST, {"part": "hosted", "planned_starts_on": "2027-03-10", "lead_agencies": [agency.key]}),
                              (PRESS, {"outlets": "NHK"}))
    ]  # fmt: skip

    assert (tuple(map(sorted, listed)), counted) == (
        tuple(map(sorted, SEEN[role])),
        [len(rows) for rows in SEEN[role]],
    )
    assert pages == {
        key: 200 if key in {*SEEN[role][0], *SEEN[role][1]} else 404 for key in (*ALL[0], *ALL[1])
    }
    assert (patched, made) == (([200] * 2, [201] * 2) if writes else ([403] * 2, [403] * 2))
    assert [
        row.place for row in (Conference.objects.get(key="chu-tri"), PressVisit.objects.get(key="dan-minh"))
    ] == (["Ariyana"] * 2 if writes else [""] * 2)


def test_an_agency_that_helps_does_not_learn_the_partners_of_others(client: Any) -> None:
    agency = make_agency()
    hidden = make_partner(key="cua-nguoi", name_vi="Thành phố Kín")
    conference = make_conference(lead_agencies=[make_agency()], coordinating=[agency], partners=[hidden])
    client.force_login(make_user(Role.FOCAL_POINT, agency=agency))

    answers = [client.get(LIST), client.get(one(conference))]

    assert answers[1].json()["partners"] == []
    assert ["Kín" in answer.content.decode() for answer in answers] == [False, False]


NEW = {
    "title_vi": "Hội thảo kinh tế biển",
    "part": "hosted",
    "planned_starts_on": "2027-03-10",
    "planned_ends_on": "2027-03-12",
    "planned_persons": 150,
    "partners": ["jp-sakai"],
    "lead_agencies": ["so-ngoai-vu"],
    "countries": ["JP", "KR"],
    "cost_amount": "350000000",
    "cost_currency": "vnd",
}


def make_named() -> None:
    make_partner(key="jp-sakai")
    make_agency(key="so-ngoai-vu")
    make_country("KR")


def test_a_conference_is_made_with_its_lists_and_sent_twice_it_is_one(client: Any, officer: Any) -> None:
    make_named()
    key = {"Idempotency-Key": "mot-lan"}

    first = send(client, "post", LIST, NEW, **key)
    second = send(client, "post", LIST, NEW, **key)

    told = first.json()
    assert (first.status_code, second["Idempotency-Replayed"], Conference.objects.count()) == (201, "true", 1)
    assert first["Location"].endswith("/api/v1/conferences/hoi-thao-kinh-te-bien-2027/")
    assert (sorted(told["countries"]), told["cost_amount"], told["cost_currency"]) == (
        ["JP", "KR"],
        "350000000.00",
        "VND",
    )
    assert [partner["key"] for partner in told["partners"]] == ["jp-sakai"]
    assert (told["state"], told["owes_report"], told["persons"]) == ("planned", True, None)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"part": "online"}, ["part"]),
        ({"countries": ["XX"]}, ["countries"]),
        ({"partners": ["khong-co"]}, ["partners"]),
        ({"lead_agencies": []}, ["lead_agencies"]),
        ({"planned_ends_on": "2027-03-09"}, ["planned_ends_on"]),
        ({"starts_on": "2999-01-01"}, ["starts_on"]),
        ({"state": "closed"}, ["state"]),
        ({"reason": "Bão"}, ["reason"]),
    ],
)
def test_what_is_wrong_is_named_by_its_field(client: Any, officer: Any, body: Any, fields: list[str]) -> None:
    make_named()

    answer = send(client, "post", LIST, {**NEW, **body})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, fields)
    assert Conference.objects.count() == 0


def test_one_already_held_is_made_at_once_and_corrected_by_its_deed_only(client: Any, officer: Any) -> None:
    make_named()
    held = {
        "title_vi": "Hội thảo",
        "part": "attended",
        "lead_agencies": ["so-ngoai-vu"],
        "starts_on": "2025-04",
    }

    made = send(client, "post", LIST, held)
    patched = send(client, "patch", made["Location"], {"starts_on": "2025"}, made["ETag"])

    assert (made.status_code, made.json()["starts_on"], made.json()["state"]) == (
        201,
        "2025-04",
        "awaiting_report",
    )
    assert (patched.status_code, list(patched.json()["error"]["fields"])) == (400, ["starts_on"])


def test_etags_guard_reading_and_changing(client: Any, officer: Any) -> None:
    conference = make_conference(lead_agencies=[make_agency()])
    tag = tag_of(client, conference)

    same = client.get(one(conference), headers={"If-None-Match": tag})
    without = send(client, "patch", one(conference), {"title_vi": "Mới"})
    first = send(client, "patch", one(conference), {"title_vi": "Mới"}, tag)
    stale = send(client, "patch", one(conference), {"title_vi": "Khác"}, tag)
    late_deed = send(client, "post", f"{one(conference)}permit/", {"filed_on": "2026-01-01"}, tag)

    assert [answer.status_code for answer in (same, without, first, stale, late_deed)] == [
        304,
        428,
        200,
        412,
        412,
    ]
    assert stale.json()["current"]["title_vi"] == "Mới"
    assert first["ETag"] != tag


def test_every_deed_answers_with_the_record_as_it_then_is(client: Any, officer: Any) -> None:
    conference = make_conference(planned_starts_on=date(2024, 4, 1), planned_ends_on=date(2024, 4, 3))
    make_country("JP")
    item = make_item(kind=ProgrammeItemKind.CONFERENCE)
    deeds = [
        ("permit", {"permit_level": "city_committee", "filed_on": "2024-02-01", "decision_number": "12/QĐ"}),
        ("cancel", {"cancelled_on": "2024-03-03", "reason": "other", "note": "Bão"}),
        ("reinstate", {"reason": "Bão tan"}),
        ("plan-status", {"plan_status": "in_plan", "programme_item": item.pk}),
        (
            "actuals",
            {
                "starts_on": "2024-04-02", "vietnamese_persons": 90, "resident_foreigners": 4,
                "visiting_foreigners": 6, "online_persons": 0, "countries": ["JP"],
            },
        ),
        ("waive-report", {"reason": "Chỉ cho mượn hội trường"}),
        ("close", {}),
        ("reopen", {"reason": "Bổ sung"}),
        ("ask-report", {"reason": "Thành phố yêu cầu"}),
    ]  # fmt: skip

    states, told = [], {}
    for name, body in deeds:
        answer = do(client, conference, name, body)
        told = answer.json()
        states.append((answer.status_code, told.get("state")))

    assert states == [
        (200, "unconfirmed"), (200, "cancelled"), (200, "unconfirmed"), (200, "unconfirmed"),
        (200, "awaiting_report"), (200, "past"), (200, "closed"), (200, "past"), (200, "awaiting_report"),
    ]  # fmt: skip
    assert (told["programme_item"], told["plan_status"], told["decision_number"]) == (
        item.pk,
        "in_plan",
        "12/QĐ",
    )
    assert (told["persons"], told["countries"], told["closed_on"]) == (100, ["JP"], None)


@pytest.mark.parametrize(
    ("values", "deed", "expected"),
    [
        ({"starts_on": "2024-03-02"}, ("cancel", {"reason": "visa"}), (409, "already_held")),
        ({}, ("cancel", {"reason": "other"}), (400, "note_needed")),
        ({}, ("reinstate", {"reason": "Vẫn họp"}), (409, "not_cancelled")),
        ({}, ("actuals", {"starts_on": "2999"}), (400, "in_future")),
        ({}, ("actuals", {"persons": 7}), (400, "start_needed")),
        ({}, ("permit", {"filed_on": "2999-01-01"}), (400, "in_future")),
        ({}, ("plan-status", {"plan_status": "out_of_plan"}), (400, "reason_needed")),
        ({}, ("close", {}), (409, "actual_missing")),
        ({"starts_on": "2024-03-02"}, ("close", {}), (409, "report_missing")),
        ({}, ("reopen", {"reason": "x"}), (409, "not_closed")),
        ({"owes_report": False}, ("waive-report", {"reason": "x"}), (409, "report_not_owed")),
        ({}, ("ask-report", {"reason": "x"}), (409, "report_owed")),
    ],
)  # fmt: skip
def test_deeds_that_make_no_sense_answer_with_their_code_and_write_nothing(
    client: Any, officer: Any, values: Any, deed: tuple[str, Any], expected: tuple[int, str]
) -> None:
    conference = make_conference(**values)

    answer = do(client, conference, *deed)

    assert (answer.status_code, answer.json()["error"]["code"]) == expected
    assert Conference.objects.get().version == conference.version


def test_a_line_of_a_trip_plans_no_conference(client: Any, officer: Any) -> None:
    conference, item = make_conference(), make_item()

    answer = do(client, conference, "plan-status", {"plan_status": "in_plan", "programme_item": item.pk})

    assert (answer.json()["error"]["code"], Conference.objects.get().programme_item) == (
        "item_of_another_kind",
        None,
    )


def test_a_file_is_closed_with_its_report(client: Any, officer: Any) -> None:
    conference = make_conference(starts_on="2024-03-02")
    make_report(conference, reported_on=date(2024, 3, 10), document_number="3/BC")

    closed = do(client, conference, "close", {"closed_on": "2024-03-11"})

    assert (closed.status_code, closed.json()["closed_on"]) == (200, "2024-03-11")


def test_the_state_the_file_and_what_is_known_are_those_of_the_day_asked(client: Any, officer: Any) -> None:
    run_from((date(2020, 1, 1), None))
    conference = make_conference(
        planned_starts_on=date(2026, 12, 4), planned_ends_on=None, filed_on=date(2026, 11, 6)
    )
    make_conference(
        key="nguon", planned_starts_on=None, planned_ends_on=None, starts_on="2027", owes_report=False
    )
    sync_clocks()
    days = ["2026-11-03", "2026-11-05", "2026-11-06", "2026-12-04"]

    told = [client.get(one(conference), {"as_of": day}).json() for day in days]

    assert [(row["state"], row["file_by"], row["filing"]) for row in told] == [
        ("planned", "2026-11-04", "due_soon"),
        ("planned", "2026-11-04", "overdue"),
        ("planned", "2026-11-04", "done_late"),
        ("under_way", "2026-11-04", "done_late"),
    ]
    assert keys(client, LIST, as_of="2026-12-04") == [conference.key]


QUESTIONS = [
    ({"part": "attended"}, ["qua"]),
    ({"state": ["planned", "cancelled"]}, ["mai", "huy"]),
    ({"country": "JP"}, ["qua"]),
    ({"agency": "so-a"}, ["mai"]),
    ({"partner": "jp-sakai"}, ["mai"]),
    ({"permit_level": "prime_minister"}, ["mai"]),
    ({"filing": "ticking"}, ["mai"]),
    ({"plan_status": "unsaid"}, ["mai", "qua", "huy"]),
    ({"year": "2026"}, ["qua"]),
    ({"plan_year": "2027"}, ["mai"]),
    ({"without_report": "true"}, ["qua"]),
    ({"q": "do thi"}, ["mai"]),
]


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_the_list_answers_the_questions_of_the_page(
    client: Any, officer: Any, question: Any, expected: list[str]
) -> None:
    run_from((date(2020, 1, 1), None))
    sakai, lead = make_partner(key="jp-sakai"), make_agency(key="so-a")
    make_conference(
        key="mai", title_vi="Đô thị", permit_level="prime_minister", partners=[sakai], coordinating=[lead]
    )
    held = {"planned_starts_on": None, "planned_ends_on": None, "starts_on": "2026-10-02"}
    make_conference(key="qua", part="attended", countries=[make_country("JP")], **held)
    given_up = {"cancelled_on": date(2026, 4, 1), "cancel_reason": "budget"}
    make_conference(key="huy", planned_starts_on=date(2026, 5, 1), planned_ends_on=None, **given_up)
    sync_clocks()

    assert keys(client, LIST, as_of="2026-11-25", **question) == expected


def test_a_question_nobody_knows_is_refused(client: Any, officer: Any) -> None:
    answers = [client.get(address, {"hoi": "1"}) for address in (LIST, PRESS)]

    assert [(answer.status_code, list(answer.json()["error"]["fields"])) for answer in answers] == [
        (400, ["hoi"]),
        (400, ["hoi"]),
    ]


def test_a_press_visit_is_made_changed_and_guarded(client: Any, officer: Any) -> None:
    make_named()
    body = {"title_vi": "NHK làm phim", "outlets": "NHK", "starts_on": "2026-10", "countries": ["KR"],
            "lead_agencies": ["so-ngoai-vu"], "partners": ["jp-sakai"], "persons": 4}  # fmt: skip

    made = send(client, "post", PRESS, body)
    changed = send(client, "patch", made["Location"], {"is_published": True, "countries": []}, made["ETag"])
    stale = send(client, "patch", made["Location"], {"persons": 5}, made["ETag"])
    wrong = send(client, "patch", made["Location"], {"outlets": ""}, changed["ETag"])

    assert (made.status_code, made["Location"].rsplit("/", 2)[1]) == (201, "nhk-lam-phim-2026")
    assert {
        name: changed.json()[name] for name in ("is_published", "countries", "lead_agencies", "persons")
    } == {
        "is_published": True,
        "countries": [],
        "lead_agencies": ["so-ngoai-vu"],
        "persons": 4,
    }
    assert [answer.status_code for answer in (changed, stale, wrong)] == [200, 412, 400]


@pytest.mark.parametrize("count", [1, 4])
def test_lists_and_pages_ask_as_often_for_many_as_for_one(
    client: Any, officer: Any, django_assert_num_queries: Any, count: int
) -> None:
    for _turn in range(count):
        lists = {name: [make_agency()] for name in ("lead_agencies", "coordinating")}
        conference = make_conference(partners=[make_partner()], countries=[make_country()], **lists)
        visit = make_press_visit(
            partners=[make_partner()], countries=[make_country()], lead_agencies=[make_agency()]
        )
    client.get(LIST)  # the threshold and the calendar are read

    with django_assert_num_queries(QUERIES["conferences"]):
        client.get(LIST)
    with django_assert_num_queries(QUERIES["conference"]):
        client.get(one(conference))
    with django_assert_num_queries(QUERIES["press"]):
        client.get(PRESS)
    with django_assert_num_queries(QUERIES["press_visit"]):
        client.get(one(visit))


QUERIES = {"conferences": 10, "conference": 9, "press": 7, "press_visit": 6}
