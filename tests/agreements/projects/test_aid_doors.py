"""The law of each source and the IATI document below /api/v1/."""

from __future__ import annotations

import pytest
from lxml import etree

from agreements.models import AidRegime
from dnfa.accounts.enums import Role
from dnfa.core.models import LegalBasis
from tests.factories import make_agency, make_partner, make_project, sign_in

pytestmark = pytest.mark.django_db
REGIMES, IATI = "/api/v1/aid-regimes/", "/api/v1/projects/iati/"


def regime(key: str, source: str, **more) -> AidRegime:
    law = LegalBasis.objects.create(key=key, number=f"{key}/NĐ-CP", kind="Nghị định", title="Viện trợ")
    return AidRegime.objects.create(source_type=source, legal_basis=law, **more)


@pytest.fixture
def regimes():
    regime("93", "ngo", valid_to="2020-09-16")
    regime("80", "ngo", valid_from="2020-09-17", valid_to="2025-12-05", is_verified=True)
    regime("313", "ngo", valid_from="2025-12-06", note="Chu kỳ báo cáo")
    regime("114", "oda_grant", valid_from="2021-12-16")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["93", "80", "313", "114"]),
        ({"source_type": "ngo"}, ["93", "80", "313"]),
        ({"source_type": "ngo", "in_force": "true", "as_of": "2020-09-16"}, ["93"]),
        ({"in_force": "true", "as_of": "2025-12-06"}, ["313", "114"]),
        ({"in_force": "false", "as_of": "2025-12-06"}, ["93", "80"]),
        ({"is_verified": "true"}, ["80"]),
    ],
)
def test_the_law_of_a_source_on_a_day(client, regimes, asked, expected):
    sign_in(client, Role.FOCAL_POINT, agency=make_agency())

    rows = client.get(REGIMES, asked).json()["results"]

    assert [row["legal_basis"]["key"] for row in rows] == expected


def test_a_regime_says_which_text_from_when_and_whether_it_was_checked(client):
    sign_in(client, Role.OFFICER)
    one = regime("313", "ngo", valid_from="2025-12-06", note="Chu kỳ báo cáo")

    assert client.get(f"{REGIMES}{one.pk}/").json() == {
        "id": one.pk,
        "source_type": "ngo",
        "legal_basis": {
            "key": "313",
            "number": "313/NĐ-CP",
            "kind": "Nghị định",
            "title": "Viện trợ",
            "issuer": "",
            "signed_on": None,
            "in_force_from": None,
            "in_force_to": None,
            "is_verified": False,
        },
        "valid_from": "2025-12-06",
        "valid_to": None,
        "is_verified": False,
        "note": "Chu kỳ báo cáo",
    }
    assert client.post(REGIMES, {}).status_code == 405


@pytest.mark.parametrize("accept", ["application/xml", "application/json", "*/*"])
def test_the_document_holds_the_projects_the_caller_sees(client, accept):
    agency = make_agency()
    donor = make_partner(key="jica", name_vi="JICA")
    facts = {"source_type": "oda_grant", "starts_on": "2024", "stated_status": "ongoing", "donors": [donor]}
    make_project(key="cua-co-quan", agencies=[agency], **facts)
    make_project(key="khac", **facts)
    sign_in(client, Role.FOCAL_POINT, agency=agency)

    answer = client.get(IATI, headers={"Accept": accept})

    written = etree.fromstring(answer.content).findall("iati-activity/iati-identifier")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/xml")
    assert [one.text for one in written] == ["VN-DANANG-SNGV-cua-co-quan"]


def test_a_wrong_question_gets_the_envelope(client):
    sign_in(client, Role.OFFICER)

    refused = client.get(IATI, {"ngay": "2026"}, headers={"Accept": "application/xml"})

    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["ngay"])
    assert client.get(IATI, {"as_of": "khong"}).status_code == 400
