from __future__ import annotations

from datetime import date

import pytest

from delegations.models import Conference
from dnfa.accounts.enums import Role
from partners.models import CooperationField
from tests.agreements.carrying_out.factories import make_commitment
from tests.delegations.engagements.factories import make_invitation
from tests.delegations.matching.factories import BUSAN, SEOUL, TOKYO, make_place
from tests.delegations.trips.factories import make_stop, make_trip
from tests.factories import make_agency, make_agreement, make_relationship, make_user, sign_in
from tests.partners.factories import make_delegation, make_engagement

pytestmark = pytest.mark.django_db
PLAN = "/api/v1/trip-matching/"
DAY = {"as_of": "2026-11-25"}


def keys(answer) -> list[str]:
    return [row["partner"]["key"] for row in answer.json()["results"]]


def test_a_row_says_why_and_what_is_open(client):
    sign_in(client)
    make_place("Seoul", SEOUL, "KR", key="kr-seoul")
    busan = make_place("Busan", BUSAN, "KR", key="kr-busan")
    make_relationship(busan, since="2010-05")
    paper = make_agreement(
        key="giay",
        title_vi="Bản ghi nhớ",
        partners=[busan],
        signed_on="2015",
        term_kind="until",
        term_ends_on="2020",
    )
    make_commitment(paper, text="Học bổng", side="theirs", due_on=date(2026, 1, 2))
    make_delegation(partners=[busan], starts_on="2024-02")
    invitation = make_invitation(
        partner=busan,
        side="received",
        occasion="Lễ hội",
        event_from=date(2027, 3, 1),
        event_to=date(2027, 3, 3),
    )

    answer = client.get(PLAN, {"partners": "kr-seoul", "starts_on": "2027-03-03", **DAY})

    assert answer.json() == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "partner": {
                    "key": "kr-busan",
                    "name_vi": "Busan",
                    "kind": "locality",
                    "country": {"code": "KR", "name_vi": "Nước KR"},
                },
                "km": 326,
                "nearest": {"key": "kr-seoul", "name_vi": "Seoul"},
                "relationship": {"class": "formal", "since": "2010-05", "until": None},
                "flags": [],
                "last_activity": "2024-02-29",
                "agreements_in_force": 0,
                "agreements": [
                    {"key": "giay", "title_vi": "Bản ghi nhớ", "status": "expired", "ends_on": "2020-12-31"}
                ],
                "commitments": [
                    {"side": "theirs", "text": "Học bổng", "due_on": "2026-01-02", "is_late": True}
                ],
                "invitations": [
                    {
                        "id": invitation.pk,
                        "side": "received",
                        "occasion": "Lễ hội",
                        "event_from": "2027-03-01",
                        "event_to": "2027-03-03",
                        "answer_by": None,
                        "state": "waiting",
                        "meets_route": True,
                    }
                ],
                "is_pressing": True,
            }
        ],
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, []),
        ({"countries": ["JP"]}, ["jp-tokyo"]),
        ({"countries": ["KR", "JP"]}, ["kr-busan", "kr-seoul", "jp-tokyo"]),
        ({"partners": ["kr-seoul"]}, ["kr-busan"]),
        ({"partners": ["kr-seoul"], "km": "1153"}, ["kr-busan", "jp-tokyo"]),
        ({"partners": ["kr-seoul", "jp-tokyo"]}, ["kr-busan"]),
        ({"partners": ["kr-seoul"], "kinds": ["university"]}, []),
        ({"partners": ["kr-seoul"], "kinds": ["university", "locality"]}, ["kr-busan"]),
        ({"partners": ["kr-seoul"], "page_size": "1", "km": "1153", "page": "2"}, ["jp-tokyo"]),
    ],
)
def test_partners_and_countries_make_the_route(client, query, expected):
    sign_in(client)
    make_place("Seoul", SEOUL, "KR", key="kr-seoul")
    make_place("Busan", BUSAN, "KR", key="kr-busan")
    make_place("Tokyo", TOKYO, key="jp-tokyo")

    assert keys(client.get(PLAN, {**query, **DAY})) == expected


@pytest.mark.parametrize(
    ("query", "code", "fields"),
    [
        ({"km": "0"}, "invalid", ["km"]),
        ({"km": "5001"}, "invalid", ["km"]),
        ({"km": "gần"}, "invalid", ["km"]),
        ({"partners": "khong-co"}, "invalid", ["partners"]),
        ({"countries": "XX"}, "invalid", ["countries"]),
        ({"kinds": "mission"}, "invalid", ["kinds"]),
        ({"starts_on": "2027-03-02", "ends_on": "2027-03-01"}, "invalid", ["ends_on"]),
        ({"as_of": "hôm nay"}, "invalid_date", ["as_of"]),
        ({"near": "1"}, "unknown_parameter", ["near"]),
    ],
)
def test_what_cannot_be_read_is_refused_by_field(client, query, code, fields):
    sign_in(client)

    answer = client.get(PLAN, query)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert sorted(answer.json()["error"]["fields"]) == fields


def test_a_hidden_partner_cannot_even_be_asked_about(client):
    own = make_agency()
    client.force_login(make_user(Role.FOCAL_POINT, agency=own))
    seoul = make_place("Seoul", SEOUL, "KR", key="kr-seoul")
    make_place("Busan", BUSAN, "KR", key="kr-busan")

    hidden = client.get(PLAN, {"partners": "kr-seoul"})
    make_engagement(partners=[seoul], agencies=[own])
    seen = client.get(PLAN, {"partners": "kr-seoul"})

    assert (hidden.status_code, seen.status_code) == (400, 200)
    assert keys(seen) == []


def test_a_delegation_is_read_with_its_stops_by_those_who_see_it(client):
    own = make_agency()
    seoul, busan = make_place("Seoul", SEOUL, "KR"), make_place("Busan", BUSAN, "KR", key="kr-busan")
    make_place("Tokyo", TOKYO, key="jp-tokyo")
    trip = make_trip(partners=[seoul], lead_agencies=[own])
    make_stop(trip, "JP")
    address = f"/api/v1/delegations/{trip.key}/nearby/"

    sign_in(client)
    assert keys(client.get(address, DAY)) == ["kr-busan", "jp-tokyo"]
    assert keys(client.get(address, {**DAY, "km": "100"})) == ["jp-tokyo"]
    assert client.get(address, {"partners": "x"}).json()["error"]["code"] == "unknown_parameter"

    client.force_login(make_user(Role.FOCAL_POINT, agency=own))
    assert keys(client.get(address, DAY)) == []  # sees the delegation, none of the others
    make_engagement(partners=[busan], agencies=[own])
    assert keys(client.get(address, DAY)) == ["kr-busan"]

    client.force_login(make_user(Role.FOCAL_POINT))
    assert client.get(address, DAY).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_for_one_and_three(client, number, django_assert_max_num_queries):
    sign_in(client)
    trip = make_trip(partners=[make_place("Seoul", SEOUL, "KR")])
    for turn in range(number):
        partner = make_place(f"Gần {turn}", BUSAN, "KR")
        make_relationship(partner)
        make_invitation(partner=partner)
        make_agreement(partners=[partner], signed_on="2015", term_kind="until", term_ends_on="2020")

    with django_assert_max_num_queries(22):
        answer = client.get(f"/api/v1/delegations/{trip.key}/nearby/", DAY)

    assert len(keys(answer)) == number


# --- whom to invite --------------------------------------------------------------------------------
@pytest.fixture
def conference():
    return Conference.objects.create(key="du-lich", title_vi="Hội thảo về du lịch", part="hosted")


@pytest.fixture
def tourism():
    group = CooperationField.objects.create(code="II.A", level=1, name_vi="Nhóm")
    return CooperationField.objects.create(code="tourism", level=2, name_vi="Du lịch", parent=group)


PROPOSALS = "/api/v1/conferences/du-lich/proposals/"


def test_a_proposal_says_what_speaks_for_a_partner(client, conference, tourism):
    sign_in(client)
    partner = make_place("Sakai", None, key="jp-sakai")
    make_relationship(partner)
    make_agreement(partners=[partner], signed_on="2020").fields.set([tourism])
    make_invitation(partner=partner, sent_on=date(2019, 5, 2), attended=True)

    answer = client.get(PROPOSALS)

    assert answer.json()["results"] == [
        {
            "partner": {
                "key": "jp-sakai",
                "name_vi": "Sakai",
                "kind": "locality",
                "country": {"code": "JP", "name_vi": "Nhật Bản"},
            },
            "reasons": [
                {"code": "common_field", "words": "Có văn bản về du lịch"},
                {"code": "came_before", "words": "Đã dự 1 sự kiện của thành phố"},
                {"code": "long_not_invited", "words": "Mời lần gần nhất ngày 02/05/2019"},
            ],
            "times_attended": 1,
            "times_declined": None,
            "last_invited_on": "2019-05-02",
        }
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["jp-sakai", "fi-salo"]),
        ({"page_size": "1", "page": "2"}, ["fi-salo"]),  # pages are no question
        ({"again_months": "6"}, ["fi-salo"]),  # a question: nobody named a field
        ({"about": "tourism"}, ["jp-sakai", "fi-salo"]),
        ({"about": "tourism", "country": "JP"}, ["jp-sakai"]),
    ],
)
def test_proposals_are_narrowed_and_weighed(client, conference, tourism, query, expected):
    sign_in(client)
    sakai = make_place("Sakai", None, key="jp-sakai")
    make_agreement(partners=[sakai], signed_on="2020").fields.set([tourism])
    make_relationship(make_place("Salo", None, "FI", key="fi-salo"))

    assert keys(client.get(PROPOSALS, query)) == expected


@pytest.mark.parametrize(
    ("query", "code", "fields"),
    [
        ({"about": "khong-co"}, "invalid", ["about"]),
        ({"again_months": "0"}, "invalid", ["again_months"]),
        ({"field": "tourism"}, "unknown_parameter", ["field"]),
    ],
)
def test_what_cannot_be_read_of_a_proposal_is_refused(client, conference, query, code, fields):
    sign_in(client)

    error = client.get(PROPOSALS, query).json()["error"]

    assert (error["code"], sorted(error["fields"])) == (code, fields)


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.OFFICER, [200, 200, 404]),
        (Role.HEAD, [200, 200, 404]),
        (Role.LEADER, [403, 403, 403]),
        (Role.FOCAL_POINT, [403, 403, 403]),
    ],
)
def test_proposals_are_for_those_who_invite(client, conference, role, statuses):
    sign_in(client, role)
    event = make_engagement()

    addresses = [
        PROPOSALS,
        f"/api/v1/engagements/{event.key}/proposals/",
        "/api/v1/conferences/la/proposals/",
    ]

    assert [client.get(address).status_code for address in addresses] == statuses
