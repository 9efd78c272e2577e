from __future__ import annotations

import pytest

from tests.factories import make_agency, make_partner
from tests.partners.factories import make_delegation

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/delegation-statistics/"


def test_lines_and_the_total_of_what_may_be_seen(client, officer):
    partner = make_partner(key="jp-sakai")
    make_delegation(starts_on="2025-05-01", persons=6, partners=[partner, make_partner(key="jp-kobe")])
    make_delegation(starts_on="2024-05-01", persons=None, partners=[partner], agencies=[make_agency()])

    total = client.get(ADDRESS, {"year": "2025"}).json()["results"]
    lines = client.get(ADDRESS, {"year": "2025", "by": "partner"}).json()["results"]

    addresses = {name: total[0]["inbound"].pop(name) for name in ("list", "list_before", "list_unknown")}
    here = "http://testserver/api/v1/delegations/?direction=in"
    assert addresses == {
        "list": f"{here}&year=2025",
        "list_before": f"{here}&year=2024",
        "list_unknown": f"{here}&year=2025&lacking=persons",
    }
    assert total[0]["inbound"] == {
        "delegations": 1,
        "persons": 6,
        "persons_unknown": 0,
        "delegations_before": 1,
        "persons_before": 0,
        "persons_unknown_before": 1,
        "delegations_difference": 0,
        "persons_difference": 6,
        "delegations_percent": 0.0,
        "persons_percent": None,
    }
    assert sorted((line["key"], line["inbound"]["delegations_before"]) for line in lines) == [
        ("jp-kobe", 0),
        ("jp-sakai", 1),
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [({"year": "one"}, "year"), ({"by": "colour"}, "by"), ({"starts_on_from": "2025-01-01"}, "starts_on_to")],
)
def test_what_cannot_be_answered_is_400(client, officer, query, field):
    answer = client.get(ADDRESS, query)

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])


def test_who_is_not_signed_in_is_refused(client):
    assert client.get(ADDRESS).status_code == 401
