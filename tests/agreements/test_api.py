from __future__ import annotations

import pytest

from partners.models import CooperationField
from tests.factories import make_agency, make_agreement, make_event, make_partner, make_project

pytestmark = pytest.mark.django_db


def get(client, address: str, **query):
    return client.get(f"/api/v1/{address}", query).json()


def test_a_row_of_agreements_has_what_was_promised(client, officer):
    sakai = make_partner(key="jp-sakai", name_vi="Thành phố Sakai")
    agreement = make_agreement(
        key="bang-16",
        title_vi="Bản ghi nhớ",
        partners=[sakai],
        signed_on="2012-04",
        effective_on="2013",
        table_row=16,
        document_number="12/BGN",
        term_kind="for",
        term_months=36,
        term_as_printed="03 năm",
        parent=make_agreement(key="khung"),
    )

    row = get(client, "agreements/", as_of="2015-06-30", in_table="true")["results"][0]

    assert row == {
        "id": agreement.pk,
        "key": "bang-16",
        "title_vi": "Bản ghi nhớ",
        "type": "mou",
        "capacity": "city",
        "legal_regime": "unknown",
        "partners": [{"key": "jp-sakai", "name_vi": "Thành phố Sakai"}],
        "signed_on": "2012-04",
        "effective_on": "2013",
        "document_number": "12/BGN",
        "term": {
            "kind": "for",
            "ends_on": None,
            "months": 36,
            "renew_months": None,
            "notice_months": None,
            "as_printed": "03 năm",
        },
        "ends_on": "2016-12-31",
        "status": "in_force",
        "as_of": "2015-06-30",
        "table_row": 16,
        "parent": "khung",
        "flags": [],
    }


def test_the_term_is_the_one_in_force_on_the_day(client, officer):
    agreement = make_agreement(signed_on="2004")
    make_event(
        agreement,
        "strengthening",
        occurred_on="2018",
        term_kind="until",
        term_ends_on="2023-08-03",
        term_as_printed="03/08/2023",
    )

    rows = {
        day: get(client, f"agreements/{agreement.pk}/", as_of=day)
        for day in ("2017-12-31", "2018-01-01", "2023-08-04")
    }

    assert {
        day: (row["term"]["kind"], row["term"]["ends_on"], row["ends_on"], row["status"])
        for day, row in rows.items()
    } == {
        "2017-12-31": ("unknown", None, None, "unknown_term"),
        "2018-01-01": ("until", "2023-08-03", "2023-08-03", "in_force"),
        "2023-08-04": ("until", "2023-08-03", "2023-08-03", "expired"),
    }


def test_one_agreement_tells_its_chain_its_sides_and_its_row(client, officer):
    heir = make_agreement(key="moi", title_vi="Bản mới")
    agreement = make_agreement(
        key="cu", title_vi="Bản cũ", title_en="Old", signed_on="2004", signing_as_printed="2004"
    )
    agreement.fields.add(CooperationField.objects.create(code="moi-truong", level=2, name_vi="Môi trường"))
    agreement.agency_roles.create(agency=make_agency(key="ubnd"), role="signatory", signatory_vi="Chủ tịch")
    first = make_event(agreement, occurred_on="2004", term_kind="for", term_months=60, as_printed="2004")
    last = make_event(agreement, "replacement", effective_on="2010-02", successor=heir, note="đã thay")

    row = get(client, f"agreements/{agreement.pk}/")

    reference = {"id": agreement.pk, "key": "cu", "title_vi": "Bản cũ"}
    assert row["events"] == [
        {
            "id": first.pk, "agreement": reference, "kind": "signing", "occurred_on": "2004", "effective_on": None, "title_vi": "",
            "document_number": "", "as_printed": "2004", "successor": None, "signatories": [], "reason": "", "note": "",
            "term": {"kind": "for", "ends_on": None, "months": 60, "renew_months": None, "notice_months": None, "as_printed": ""},
        },
        {
            "id": last.pk, "agreement": reference, "kind": "replacement", "occurred_on": None, "effective_on": "2010-02",
            "title_vi": "", "document_number": "", "as_printed": "", "term": None, "signatories": [], "reason": "", "note": "đã thay",
            "successor": {"id": heir.pk, "key": "moi", "title_vi": "Bản mới"},
        },
    ]  # fmt: skip
    assert row["agencies"] == [{"agency": "ubnd", "role": "signatory", "signatory_vi": "Chủ tịch"}]
    assert (row["own_term"]["kind"], row["signatories"], row["officer"], row["languages"]) == (
        "unknown", [], None, []
    )  # fmt: skip
    assert row["gaps"] == [
        {
            "kind": "gap",
            "event": last.pk,
            "first": "2010-01-01",
            "last": "2010-01-31",
            "days": 31,
            "is_exact": True,
        }
    ]
    assert (row["fields_of_cooperation"], row["title_en"], row["signing_as_printed"], row["stage"]) == (
        ["moi-truong"], "Old", "2004", "signed"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["2019", "2018", "2015", "2010"]),
        ({"signing": "true"}, ["2018", "2015", "2010"]),
        ({"signing": "true", "capacity": "city"}, ["2018", "2010"]),
        ({"signing": "true", "capacity": "city", "happened": "true", "as_of": "2012-12-31"}, ["2010"]),
        ({"kind": ["suspension", "strengthening"]}, ["2019", "2018"]),
        ({"occurred_on_from": "2016", "occurred_on_to": "2018-06"}, ["2018"]),
    ],
)
def test_filters_of_events(client, officer, query, expected):
    city = make_agreement(signed_on="2010")
    make_event(city, occurred_on="2010")
    make_event(city, "strengthening", occurred_on="2018")
    make_event(city, "suspension", occurred_on="2019")
    make_event(make_agreement(capacity="department"), occurred_on="2015")

    assert [row["occurred_on"] for row in get(client, "agreement-events/", **query)["results"]] == expected


@pytest.mark.parametrize(
    "query",
    [
        {"agreement": "x"},
        {"agreement": "0"},
        {"agreement": str(2**70)},
        {"signing": "yes"},
        {"kind": "party"},
    ],
)
def test_wrong_answers_about_events_are_refused(client, officer, query):
    response = client.get("/api/v1/agreement-events/", query)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, list(query))


def test_a_row_of_projects_has_what_was_promised(client, officer):
    donor, partner = (
        make_partner(key="jica", name_vi="JICA"),
        make_partner(key="jp-yokohama", name_vi="Yokohama"),
    )
    make_project(
        key="nuoc",
        title_vi="Cấp nước",
        source_type="ngo",
        donors=[donor],
        partners=[partner],
        agreements=[make_agreement(key="khung")],
        agencies=[make_agency(key="so-xay-dung")],
        starts_on="2014",
        ends_on="2016-06",
        amount="601346.76",
        currency="USD",
        dong_stated=14000000000,
    )

    row = get(client, "projects/")["results"][0]

    assert row == {
        "key": "nuoc",
        "title_vi": "Cấp nước",
        "title_en": "",
        "direction": "received",
        "source_type": "ngo",
        "form": "",
        "state": "running",
        "stated_status": "ongoing",
        "parties": [
            {"partner": {"key": "jica", "name_vi": "JICA"}, "role": "donor", "share": None},
            {
                "partner": {"key": "jp-yokohama", "name_vi": "Yokohama"},
                "role": "participant",
                "share": None,
            },
        ],
        "agencies": [{"agency": "so-xay-dung", "role": "managing"}],
        "owner_name": "",
        "officer": None,
        "agreements": ["khung"],
        "parent": None,
        "is_component": False,
        "amount": {"value": "601346.76", "currency": "USD", "qualifier": "exact"},
        "sums": [{"kind": "value", "sums": [{"value": "601346.76", "currency": "USD"}]}],
        "starts_on": "2014",
        "ends_on": "2016-06",
        "last_day": "2016-06-30",
        "place": "",
        "old_district": "",
        "quantity": None,
        "quantity_unit": "",
        "purpose_vi": "",
        "result_vi": "",
        "remains_vi": "",
    }


def test_projects_running_on_a_day(client, officer):
    make_project(key="chay", starts_on="2014", ends_on="2016")
    make_project(key="xong", stated_status="completed", starts_on="2014", ends_on="2016")
    make_project(key="khong-ngay")

    running = {
        day: [row["key"] for row in get(client, "projects/", running="true", as_of=day)["results"]]
        for day in ("2013-12-31", "2016-12-31", "2017-01-01")
    }

    assert running == {
        "2013-12-31": ["khong-ngay"],
        "2016-12-31": ["chay", "xong", "khong-ngay"],  # on that day it had not ended
        "2017-01-01": ["khong-ngay"],
    }
    assert get(client, "projects/chay/")["amount"] is None
