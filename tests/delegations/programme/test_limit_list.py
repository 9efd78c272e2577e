"""The limits themselves: which hold on a day, on the page, in its export and in the API."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from delegations.limit_words import most_words
from delegations.models import TripLimit
from dnfa.accounts.enums import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE, API = reverse("delegations:trip-limits"), "/api/v1/trip-limits/"


@pytest.fixture
def limits():
    """One that ended, the one that came after it, one for a rank."""
    given = {"valid_from": date(2024, 1, 1), "clause": "Mục 2"}
    TripLimit.objects.all().delete()
    return [
        TripLimit.objects.create(kind="persons", most=12, valid_to=date(2025, 7, 8), **given),
        TripLimit.objects.create(kind="persons", most=10, valid_from=date(2025, 7, 9), is_verified=True),
        TripLimit.objects.create(kind="countries", most=2, rank="locality_head", **given),
    ]


def shown(response) -> list[int]:
    return [line.row.most for line in response.context["lines"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"as_of": "2023-12-31"}, []),
        ({"as_of": "2024-01-01"}, [2, 12]),
        ({"as_of": "2025-07-08"}, [2, 12]),
        ({"as_of": "2025-07-09"}, [2, 10]),
        ({"as_of": "2025-07-09", "kind": "persons"}, [10]),
        ({"as_of": "2025-07-09", "head_rank": "locality_head"}, [2, 10]),
        ({"as_of": "2025-07-09", "head_rank": "other"}, [10]),
        ({"as_of": "2025-07-09", "verified": "true"}, [10]),
    ],
)
def test_page_and_api_tell_the_limits_of_the_day(client, officer, limits, query, expected):
    listed, told = client.get(PAGE, query), client.get(API, query).json()

    assert shown(listed) == expected
    assert [row["most"] for row in told["results"]] == expected


@pytest.mark.parametrize("role", list(Role))
def test_everybody_signed_in_reads_them_and_nobody_writes(client, limits, role):
    client.force_login(make_user(role))

    answers = [client.get(PAGE).status_code, client.get(API).status_code, client.post(API, {}).status_code]

    assert answers == [200, 200, 405]


def test_nobody_else_reads_them(client, limits):
    assert [client.get(PAGE).status_code, client.get(API).status_code] == [302, 401]
    assert list(TripLimit.objects.visible_to(make_user(is_active=False))) == []


def test_a_limit_in_full(client, officer, limits):
    [row] = client.get(API, {"as_of": "2025-01-01", "kind": "countries"}).json()["results"]
    exported = client.get(PAGE, {"as_of": "2025-01-01", "kind": "countries", "format": "csv"})

    assert row == {
        "id": limits[2].pk,
        "kind": "countries",
        "head_rank": "locality_head",
        "most": 2,
        "valid_from": "2024-01-01",
        "valid_to": None,
        "basis": "Mục 2",
        "is_verified": False,
        "note": "",
    }
    text = b"".join(exported.streaming_content).decode("utf-8-sig")
    assert [word in text for word in ("2 nơi", "01/01/2024", "Mục 2", "cần kiểm tra")] == [True] * 4


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("persons", "3 người"),
        ("days_per_country", "3 ngày"),
        ("days_at_event", "3 ngày"),
        ("countries", "3 nơi"),
        ("trips_per_person", "3 chuyến"),
        ("leaders_per_agency", "3 người"),
        ("enterprise_pays", "không được"),
    ],
)
def test_the_number_has_its_unit(kind, words):
    assert most_words(TripLimit(kind=kind, most=3)) == words
