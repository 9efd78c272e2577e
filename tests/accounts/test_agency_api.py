from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from dnfa.accounts.enums import Role
from dnfa.accounts.models import AgencySuccession
from dnfa.core.partial_dates import PartialDate
from tests.factories import make_agency, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.api_urls")]
URL = "/api/v1/lists/agencies/"


def keys(query="", role=Role.AUDITOR):
    api = APIClient()
    api.force_authenticate(
        make_user(role) if role != Role.FOCAL_POINT else make_user(role, agency=make_agency(key="x"))
    )
    return [row["key"] for row in api.get(f"{URL}{query}").json()["results"]]


@pytest.mark.parametrize("role", list(Role))
def test_every_signed_in_role_reads_agencies(role):
    make_agency(key="so-y-te", name_vi="Sở Y tế")

    assert [key for key in keys(role=role) if key != "x"] == ["so-y-te"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["dai", "dl", "yt"]),
        ("?q=so", ["dl", "yt"]),
        ("?q=Du+LỊCH", ["dl"]),
        ("?q=dai+truyen", ["dai"]),
        ("?q=khong+co", []),
        ("?kind=media", ["dai"]),
        ("?kind=media&kind=department", ["dai", "dl", "yt"]),
        ("?existing_on=2016-08", ["dai", "dl"]),
        ("?existing_on=2016-07-31", ["dai"]),
        ("?existing_on=01/03/2025", ["dai", "dl", "yt"]),
        ("?existing_on=2025-03-02", ["dai", "yt"]),
    ],
)
def test_filters(query, expected):
    make_agency(key="dai", name_vi="Đài Truyền hình", kind="media")
    make_agency(
        key="dl", name_vi="Sở Du lịch", valid_from=PartialDate(2016, 8), valid_to=PartialDate(2025, 3, 1)
    )
    make_agency(key="yt", name_vi="Sở Y tế", valid_from=PartialDate(2020))

    assert keys(query) == expected


def test_an_agency_carries_its_successions():
    old, new = make_agency(key="so-du-lich", name_vi="Sở Du lịch"), make_agency(key="so-vhttdl")
    AgencySuccession.objects.create(
        predecessor=old,
        successor=new,
        kind="merge",
        effective_on=PartialDate(2025, 3, 1),
        legal_document="NQ 01",
    )
    AgencySuccession.objects.create(predecessor=old, kind="dissolve", effective_on=PartialDate(2026))
    api = APIClient()
    api.force_authenticate(make_user())

    assert api.get(f"{URL}so-du-lich/").json() == {
        "key": "so-du-lich",
        "name_vi": "Sở Du lịch",
        "name_en": "",
        "abbreviations": [],
        "kind": "department",
        "valid_from": None,
        "valid_to": None,
        "successions": [
            {
                "kind": "merge",
                "successor": "so-vhttdl",
                "effective_on": "2025-03-01",
                "legal_document": "NQ 01",
            },
            {"kind": "dissolve", "successor": None, "effective_on": "2026", "legal_document": ""},
        ],
    }
