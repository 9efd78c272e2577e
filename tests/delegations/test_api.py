from __future__ import annotations

import pytest

from delegations.serializers.contacts import CONTACT_FIELDS
from tests.factories import make_agency, make_partner
from tests.partners.factories import make_delegation, make_engagement

pytestmark = pytest.mark.django_db
CONTACT = ("direction", *CONTACT_FIELDS)
LISTS = ("stops", "members", "programme", "gifts", "signed_agreements", "date_changes")


def test_a_row_of_delegations(client, officer):
    make_delegation(
        key="doan",
        title_vi="Đoàn Sakai",
        starts_on="2014-04-02",
        ends_on="2014-04",
        persons=12,
        head_name="Ông A",
        head_title="Thị trưởng",
        partners=[make_partner(key="jp-sakai", name_vi="Sakai")],
        agencies=[make_agency(key="so-ngoai-vu")],
    )

    listed = client.get("/api/v1/delegations/").json()["results"]

    facts = {
        "state": "awaiting_report",
        "countries": [],
        "coordinating": [],
        "plan_status": "",
        "owes_report": True,
        "planned_starts_on": None,
        "cancelled_on": None,
    }
    assert {name: listed[0][name] for name in facts} == facts
    assert [{name: row[name] for name in CONTACT} for row in listed] == [
        {
            "direction": "in",
            "key": "doan",
            "title_vi": "Đoàn Sakai",
            "title_en": "",
            "starts_on": "2014-04-02",
            "ends_on": "2014-04",
            "is_recurring": False,
            "partners": [{"key": "jp-sakai", "name_vi": "Sakai"}],
            "lead_agencies": ["so-ngoai-vu"],
            "purpose_vi": "",
            "outcome_vi": "",
            "persons": 12,
            "head_name": "Ông A",
            "head_title": "Thị trưởng",
        }
    ]
    assert client.get("/api/v1/delegations/doan/").json() == {
        **listed[0],
        **{name: [] for name in LISTS},
    }


def test_a_delegation_counts_in_the_year_of_its_first_day_up_to_the_day_asked(client, officer):
    make_delegation(key="cuoi-nam", starts_on="2022-12-30", ends_on="2023-01-05")
    make_delegation(key="dau-nam", starts_on="2023-01-01")
    make_delegation(key="cuoi-ky", starts_on="2023-12-26")
    make_delegation(key="sau-ky", starts_on="2023-12-27")
    make_delegation(key="khong-ngay", starts_on=None)

    rows = client.get(
        "/api/v1/delegations/", {"direction": "in", "year": "2023", "as_of": "2023-12-26"}
    ).json()["results"]

    assert [row["key"] for row in rows] == ["cuoi-ky", "dau-nam"]


def test_engagements_by_kind(client, officer):
    make_engagement(key="thu", kind="letter", starts_on="2013")
    make_engagement(key="hop", kind="online_meeting", starts_on="2021-05")
    make_engagement(key="hoi", kind="event", starts_on=None, is_recurring=True)

    rows = client.get("/api/v1/engagements/", {"kind": ["letter", "online_meeting"]}).json()["results"]

    assert [(row["key"], row["kind"], row["starts_on"]) for row in rows] == [
        ("hop", "online_meeting", "2021-05"),
        ("thu", "letter", "2013"),
    ]
