from __future__ import annotations

import json
from datetime import date

import pytest

from delegations.models import Invitation
from dnfa.accounts.enums import Role
from tests.delegations.conferences.factories import make_conference
from tests.factories import JSON, make_agency, make_partner, sign_in
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def partners():
    return [make_partner(key=key, name_vi=key.title()) for key in ("sakai", "daegu")]


@pytest.fixture(params=["engagements", "conferences"])
def occasion(request):
    made = (
        make_conference(key="dip", title_vi="Hội chợ EWEC")
        if request.param == "conferences"
        else make_engagement(key="dip", title_vi="Hội chợ EWEC", kind="event", starts_on="2027-08-02")
    )
    return made, f"/api/v1/{request.param}/dip/invite/"


def invite(client, address, **sent):
    return client.post(address, json.dumps({"sent_on": "2026-11-20", **sent}), content_type=JSON)


def test_partners_are_invited_in_one_go_and_nobody_twice(client, partners, occasion):
    _made, address = occasion
    make_agency(key="so-ct")
    sign_in(client, Role.OFFICER)

    first = invite(
        client, address, partners=["sakai"], answer_by="2027-01-15", document_number="12/TM", agency="so-ct"
    )
    again = invite(client, address, partners=["sakai", "daegu"])

    assert (first.status_code, again.status_code) == (200, 200)
    assert list(
        Invitation.objects.order_by("pk").values_list(
            "partner__key", "occasion", "answer_by", "document_number", "agency__key"
        )
    ) == [
        ("sakai", "Hội chợ EWEC", date(2027, 1, 15), "12/TM", "so-ct"),
        ("daegu", "Hội chợ EWEC", None, "", None),
    ]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"partners": ["khong-co"]}, "partners"),
        ({"partners": []}, "partners"),
        ({"partners": ["sakai"], "answer_by": "2026-11-19"}, "answer_by"),
        ({"partners": ["sakai"], "gift": 1}, "gift"),
    ],
)
def test_a_wrong_list_names_its_field_and_makes_nothing(client, partners, occasion, sent, field):
    sign_in(client, Role.OFFICER)

    answer = invite(client, occasion[1], **sent)

    assert (answer.status_code, [name.split(".")[0] for name in answer.json()["error"]["fields"]]) == (
        400,
        [field],
    )
    assert not Invitation.objects.exists()


def test_only_the_department_invites(client, partners, occasion):
    made, address = occasion
    agency = make_agency()
    made.lead_agencies.set([agency])
    sign_in(client, Role.FOCAL_POINT, agency=agency)

    assert invite(client, address, partners=["sakai"]).status_code == 403
    assert not Invitation.objects.exists()


def test_nobody_is_invited_to_what_was_given_up(client, partners):
    make_conference(key="huy", cancelled_on=date(2026, 11, 1), cancel_reason="budget")
    sign_in(client, Role.OFFICER)

    answer = invite(client, "/api/v1/conferences/huy/invite/", partners=["sakai"])

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "record_cancelled")
    assert not Invitation.objects.exists()
