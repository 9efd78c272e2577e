from __future__ import annotations

from datetime import date

import pytest

from dnfa.followup.sync import sync_flags
from partners.models import NetworkMembership
from tests.factories import (
    make_agency,
    make_agreement,
    make_country,
    make_event,
    make_partner,
    make_partner_name,
    make_project,
    make_relationship,
)
from tests.partners.factories import make_delegation, make_engagement, make_world

pytestmark = pytest.mark.django_db

LISTS = (
    "partners", "relationships", "countries", "networks", "agreements", "agreement-events", "projects", "delegations",
    "engagements",
)  # fmt: skip
# The person (2: session, user), count and rows, then what the rows need.
QUERIES = {
    "partners": 7,
    "relationships": 4,
    "countries": 4,
    "networks": 4,
    "agreements": 9,
    "agreement-events": 7,
    "projects": 8,
    "delegations": 9,
    "engagements": 6,
}


def get(client, address: str, **query):
    return client.get(f"/api/v1/{address}", query).json()


def keys(client, address: str, **query) -> list[str]:
    return [row["key"] for row in get(client, address, **query)["results"]]


def test_a_row_of_partners_has_what_was_promised(client, officer):
    partner = make_partner(
        key="jp-sakai",
        name_vi="Thành phố Sakai",
        name_en="Sakai",
        name_native="堺市",
        level="city",
        priority_group=1,
        parent=make_partner(key="jp-osaka", name_vi="Tỉnh Osaka"),
    )
    make_relationship(
        partner, relationship_class="friendship", since="1999", until="2009-05", end_reason="nâng cấp"
    )
    make_relationship(partner, since="2009-06")
    make_engagement(partners=[partner], starts_on="2012-04")

    rows = get(client, "partners/", as_of="2023-12-26")

    assert list(rows) == ["count", "next", "previous", "results"]
    assert rows["results"][0] == {
        "key": "jp-sakai",
        "name_vi": "Thành phố Sakai",
        "name_en": "Sakai",
        "name_native": "堺市",
        "kind": "locality",
        "level": "city",
        "country": {"code": "JP", "name_vi": "Nhật Bản"},
        "parent": "jp-osaka",
        "priority_group": 1,
        "relationship": {"class": "formal", "since": "2009-06", "until": None},
        "last_activity": "2012-04-30",
        "flags": [],
        "in_charge": [],
    }


def test_a_partner_without_anything_has_nulls(client, officer):
    make_partner(key="a", country=None)

    row = get(client, "partners/")["results"][0]

    assert {name: row[name] for name in ("country", "parent", "priority_group", "relationship", "last_activity", "flags")} == {
        "country": None, "parent": None, "priority_group": None, "relationship": None, "last_activity": None, "flags": []
    }  # fmt: skip


def test_one_partner_tells_all_its_names(client, officer):
    partner = make_partner(key="kr-changwon", latitude="35.23", longitude="128.68", note="x")
    make_partner_name(partner, "Masan", "former", valid_to="2010")

    row = get(client, "partners/kr-changwon/")

    assert row["names"] == [{"name": "Masan", "kind": "former", "valid_from": None, "valid_to": "2010"}]
    assert (row["latitude"], row["longitude"], row["note"]) == ("35.23000", "128.68000", "x")


def test_the_tie_is_that_of_the_day(client, officer):
    partner = make_partner(key="a")
    make_relationship(
        partner, relationship_class="friendship", since="1999", until="2009-05", end_reason="nâng cấp"
    )
    make_relationship(partner, since="2009-06")

    said = {
        day: get(client, "partners/a/", as_of=day)["relationship"]
        for day in ("1998-12-31", "2009-05-31", "2009-06-01")
    }

    assert said == {
        "1998-12-31": None,
        "2009-05-31": {"class": "friendship", "since": "1999", "until": "2009-05"},
        "2009-06-01": {"class": "formal", "since": "2009-06", "until": None},
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["active", "asleep", "never", "letter", "other"]),
        ({"tie": "official"}, ["active", "asleep", "never", "letter"]),
        ({"tie": "dormant"}, ["asleep"]),
        ({"tie": "never_active"}, ["never"]),
        ({"tie": "letter_of_intent"}, ["letter"]),
        ({"tie": "official", "as_of": "2009-12-31"}, []),
        ({"kind": "company"}, ["other"]),
        ({"q": "letter"}, ["letter"]),
        ({"flag": "tie_dormant"}, ["asleep"]),
        ({"country": "LA"}, ["letter"]),
        ({"continent": "asia", "kind": "locality"}, ["active", "asleep", "never", "letter"]),
        ({"priority_group": "3"}, ["other"]),
    ],
)
def test_filters_of_partners(client, officer, query, expected):
    day = "2023-12-26"
    active, asleep, never = (
        make_partner(key=key, name_vi=f"{number} {key}")
        for number, key in enumerate(("active", "asleep", "never"))
    )
    for partner in (active, asleep, never):
        make_relationship(partner, since="2010")
    make_delegation(partners=[active], starts_on="2023-05")
    make_delegation(partners=[asleep], starts_on="2012")
    letter = make_partner(key="letter", name_vi="4 letter", country=make_country("LA"))
    make_relationship(letter, relationship_class="letter_of_intent", since="2023-06")
    make_partner(key="other", name_vi="5 other", kind="company", priority_group=3)
    sync_flags(as_of=date.fromisoformat(day))

    assert keys(client, "partners/", **{"as_of": day, **query}) == expected


def test_countries_with_an_official_tie(client, officer):
    make_country("MO", name_vi="Ma Cao", name_en="Macao", part_of=make_country("CN"))
    make_relationship(make_partner(country=make_country("LA")), since="2001")
    make_relationship(make_partner(country=make_country("LA")), since="2004")

    rows = {
        query: get(client, "countries/", **dict([query] if query else []))["results"]
        for query in ((), ("tie", "official"), ("q", "macao"))
    }
    before = get(client, "countries/", tie="official", as_of="2000-01-01")

    assert [row["code"] for row in rows[()]] == ["LA", "MO", "CN"]
    assert [row["code"] for row in rows[("tie", "official")]] == ["LA"]
    assert rows[("q", "macao")] == [
        {"code": "MO", "name_vi": "Ma Cao", "name_en": "Macao", "continent": "asia", "part_of": "CN"}
    ]
    assert before["count"] == 0
    assert get(client, "countries/MO/")["part_of"] == "CN"


def test_relationships_through_time(client, officer):
    partner = make_partner(key="a", name_vi="A")
    province = make_agency(key="quang-nam")
    make_relationship(
        partner, relationship_class="friendship", since="2001", until="2010", end_reason="nâng cấp"
    )
    heir = make_relationship(partner, since="2010", origin="inherited", inherited_from=province, basis="MOU")
    make_relationship(make_partner(key="b", name_vi="B", kind="company"), since="2005")

    def classes(**query):
        rows = get(client, "relationships/", as_of="2023-12-26", **query)["results"]
        return [(row["partner"]["key"], row["class"]) for row in rows]

    assert classes() == [("a", "friendship"), ("a", "formal"), ("b", "formal")]
    assert classes(standing="true") == [("a", "formal"), ("b", "formal")]
    assert classes(standing="false") == [("a", "friendship")]
    assert classes(official="true") == [("a", "formal")]
    assert classes(official="false") == [("a", "friendship"), ("b", "formal")]
    assert classes(relationship_class="friendship") == [("a", "friendship")]
    assert classes(origin="inherited") == [("a", "formal")]
    assert classes(partner="b") == [("b", "formal")]
    assert get(client, f"relationships/{heir.pk}/") == {
        "class": "formal",
        "id": heir.pk,
        "partner": {"key": "a", "name_vi": "A"},
        "since": "2010",
        "until": None,
        "basis": "MOU",
        "origin": "inherited",
        "inherited_from": "quang-nam",
        "end_reason": "",
    }


def test_networks(client, officer):
    network = make_partner(key="net-pnlg", kind="network")
    NetworkMembership.objects.create(
        key="nw", network=network, name="PNLG", role="chair", since="2021-11", period_end="2025"
    )

    assert get(client, "networks/")["results"] == [
        {
            "key": "nw",
            "network": "net-pnlg",
            "name": "PNLG",
            "role": "chair",
            "since": "2021-11",
            "period_start": None,
            "period_end": "2025",
            "activities_vi": "",
            "note": "",
        }
    ]


def test_search_answers_best_first_with_the_address_of_the_page(client, officer):
    partner = make_partner(key="kr-changwon", name_vi="Thành phố Changwon")
    make_partner_name(partner, "Masan", "former")
    make_agreement(key="g", title_vi="Ghi nhớ với Masan cũ", partners=[])

    rows = get(client, "search/", q="masan")

    assert rows["results"] == [
        {"kind": "partner", "key": "kr-changwon", "title": "Thành phố Changwon", "matched": "Masan",
         "url": "http://testserver/doi-tac/kr-changwon/"},
        {"kind": "agreement", "key": "g", "title": "Ghi nhớ với Masan cũ", "matched": "Ghi nhớ với Masan cũ",
         "url": "http://testserver/thoa-thuan/g/"},
    ]  # fmt: skip
    assert (
        get(client, "search/", q="masan", page_size="1")["next"]
        == "http://testserver/api/v1/search/?page=2&page_size=1&q=masan"
    )
    assert get(client, "search/")["count"] == 0


def test_search_refuses_what_it_does_not_know(client, officer):
    response = client.get("/api/v1/search/", {"q": "x", "kind": "partner"})

    assert (response.status_code, response.json()["error"]["code"]) == (400, "unknown_parameter")


@pytest.mark.parametrize("resource", LISTS)
def test_an_unknown_parameter_is_refused(client, officer, resource):
    response = client.get(f"/api/v1/{resource}/", {"colour": "red"})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["colour"])


@pytest.mark.parametrize("resource", [name for name in LISTS if name != "networks"])
@pytest.mark.parametrize("day", ["31/12/2023", "2023", "2023-02-30", "tomorrow"])
def test_a_day_that_is_none_is_refused(client, officer, resource, day):
    response = client.get(f"/api/v1/{resource}/", {"as_of": day})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["as_of"])


@pytest.mark.parametrize("resource", [*LISTS, "search"])
def test_nobody_reads_without_signing_in(client, resource):
    response = client.get(f"/api/v1/{resource}/")

    assert (response.status_code, response.json()["error"]["code"]) == (401, "not_authenticated")


# Written through services since they live in the register; the rest is read only.
WRITTEN = {
    (written, "post")
    for written in ("agreements", "agreement-events", "delegations", "engagements", "projects")
}


@pytest.mark.parametrize(
    ("resource", "method"),
    [
        (resource, method)
        for resource in LISTS
        for method in ("post", "put", "patch", "delete")
        if (resource, method) not in WRITTEN
    ],
)
def test_what_is_read_only_takes_no_writing(client, officer, resource, method):
    response = getattr(client, method)(f"/api/v1/{resource}/", {}, content_type="application/json")

    assert response.status_code in {403, 405}


def test_a_focal_point_reads_its_own_matters_only(client):
    world = make_world()
    client.force_login(world.focal)
    resources = (
        "partners",
        "relationships",
        "agreements",
        "agreement-events",
        "projects",
        "delegations",
        "engagements",
    )

    counts = {resource: get(client, f"{resource}/")["count"] for resource in resources}
    text = "".join(client.get(f"/api/v1/{resource}/").content.decode().lower() for resource in LISTS)

    assert counts == dict.fromkeys(resources, 1)
    assert ("mimosa" in text, "bimat" in text) == (True, False)
    assert get(client, "search/", q="bimat")["results"] == []


def test_what_is_hidden_is_not_there_and_is_no_choice(client):
    world = make_world()
    client.force_login(world.focal)
    hidden = world.hidden

    addresses = [
        f"partners/{hidden.partner.key}/",
        f"agreements/{hidden.agreement.pk}/",
        f"agreement-events/{hidden.agreement.events.get().pk}/",
        f"projects/{hidden.project.key}/",
        f"delegations/{hidden.delegation.key}/",
        f"engagements/{hidden.engagement.key}/",
        f"relationships/{hidden.partner.relationships.get().pk}/",
    ]
    choices = ["agreements", "projects", "delegations", "engagements", "relationships"]

    assert [client.get(f"/api/v1/{address}").status_code for address in addresses] == [404] * len(addresses)
    assert [
        client.get(f"/api/v1/{name}/", {"partner": hidden.partner.key}).status_code for name in choices
    ] == [400] * 5


def test_a_row_names_nothing_hidden(client):
    world = make_world()
    seen, hidden = world.seen, world.hidden
    seen.partner.parent, seen.agreement.parent, seen.project.parent = (
        hidden.partner,
        hidden.agreement,
        hidden.project,
    )
    for record in (seen.partner, seen.agreement, seen.project):
        record.save()
    for record in (hidden.delegation, hidden.engagement, hidden.project):
        record.partners.add(seen.partner)
    make_event(seen.agreement, "replacement", occurred_on="2020", successor=hidden.agreement)
    client.force_login(world.focal)

    text = "".join(client.get(f"/api/v1/{resource}/").content.decode().lower() for resource in LISTS)
    one = client.get(f"/api/v1/agreements/{seen.agreement.pk}/").content.decode().lower()

    assert "bimat" not in text
    assert "bimat" not in one


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_number_of_queries_whatever_the_data(client, officer, number):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for index in range(number):
        partner = make_partner(parent=make_partner(country=make_country(f"A{index}")))
        make_relationship(partner, origin="inherited", inherited_from=make_agency())
        agreement = make_agreement(partners=[partner], parent=make_agreement())
        make_event(agreement, "replacement", occurred_on="2012", successor=make_agreement())
        make_project(donors=[partner], agreements=[agreement], agencies=[make_agency()])
        make_delegation(partners=[partner], agencies=[make_agency()])
        make_engagement(partners=[partner], agencies=[make_agency()])
        NetworkMembership.objects.create(key=f"n{index}", network=partner, name="N", role="member")

    asked = {}
    for resource in LISTS:
        client.get(f"/api/v1/{resource}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v1/{resource}/")
        asked[resource] = len(queries)

    assert asked == QUERIES
