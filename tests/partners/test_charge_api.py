from __future__ import annotations

from datetime import timedelta

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from partners.models import PartnerCharge
from tests.factories import make_agreement, make_partner, make_user
from tests.followup.factories import api_of

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/partner-charges/"


def charge(partner, person, **values) -> PartnerCharge:
    since = local_today() - timedelta(days=30)
    return PartnerCharge.objects.create(**{"partner": partner, "person": person, "since": since, **values})


def listed(user, **query) -> list[int]:
    return [row["id"] for row in api_of(user).get(ADDRESS, query).json()["results"]]


def test_charges_are_listed_by_partner_person_and_day():
    me, other = make_user(), make_user()
    mine, theirs = charge(make_partner(), me), charge(make_partner(), other)
    past = charge(mine.partner, other, until=local_today() - timedelta(days=1))

    assert listed(me) == [mine.pk, theirs.pk, past.pk]
    assert listed(me, mine="true") == [mine.pk]
    assert listed(me, standing="true") == [mine.pk, theirs.pk]
    assert listed(me, partner=mine.partner.key) == [mine.pk, past.pk]
    assert listed(me, person=other.username, standing="false") == [past.pk]
    assert api_of(me).get(f"{ADDRESS}{mine.pk}/").json() == {
        "id": mine.pk,
        "partner": {"key": mine.partner.key, "name_vi": mine.partner.name_vi},
        "person": me.username,
        "person_name": me.full_name,
        "since": mine.since.isoformat(),
        "until": None,
        "note": "",
        "version": 1,
    }


def test_a_focal_point_reads_only_those_of_its_partners():
    focal = make_user(Role.FOCAL_POINT)
    own = charge(make_partner(), make_user())
    hidden = charge(make_partner(), make_user())
    make_agreement(partners=[own.partner], agencies=[focal.agency])

    assert listed(focal) == [own.pk]
    assert api_of(focal).get(f"{ADDRESS}{hidden.pk}/").status_code == 404


def test_partners_tell_who_is_in_charge():
    held = charge(make_partner(), make_user())
    charge(held.partner, make_user(), until=local_today() - timedelta(days=1))

    [row] = api_of().get("/api/v1/partners/", {"charge": held.person.username}).json()["results"]

    assert (row["key"], row["in_charge"]) == (held.partner.key, [held.person.username])


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.HEAD, 201),
        (Role.ADMINISTRATOR, 201),
        (Role.OFFICER, 403),
        (Role.LEADER, 403),
        (Role.FOCAL_POINT, 403),
        (Role.AUDITOR, 403),
    ],
)
def test_who_gives_a_partner_to_an_officer(role, status):
    partner, officer = make_partner(), make_user()

    answer = api_of(make_user(role)).post(ADDRESS, {"partner": partner.key, "person": officer.username})

    kept = list(PartnerCharge.objects.values_list("partner", "person", "since"))
    assert answer.status_code == status
    assert kept == ([(partner.pk, officer.pk, local_today())] if status == 201 else [])


def test_an_officer_takes_a_partner_that_nobody_has():
    partner, officer = make_partner(), make_user()
    facts = {"partner": partner.key, "person": officer.username}

    answers = [api_of(officer).post(ADDRESS, facts), api_of(officer).post(ADDRESS, facts)]

    assert [answer.status_code for answer in answers] == [201, 403]
    assert PartnerCharge.objects.count() == 1


def test_ending_needs_the_version_that_was_read():
    held, client = charge(make_partner(), make_user()), api_of(make_user(Role.HEAD))
    address, facts = f"{ADDRESS}{held.pk}/end/", {"until": local_today().isoformat()}
    tag = client.get(f"{ADDRESS}{held.pk}/")["ETag"]

    without = client.post(address, facts)
    done = client.post(address, facts, headers={"If-Match": tag})
    again = client.post(address, facts, headers={"If-Match": tag})

    assert [answer.status_code for answer in (without, done, again)] == [428, 200, 412]
    assert (done.json()["until"], done.json()["version"]) == (facts["until"], 2)


def test_all_of_one_person_is_handed_over_by_those_who_give():
    leaving, staying, partner = make_user(), make_user(), make_partner()
    charge(partner, leaving)
    facts = {"person": leaving.username, "to": staying.username}

    refused = api_of(staying).post(f"{ADDRESS}hand-over/", facts)
    done = api_of(make_user(Role.HEAD)).post(f"{ADDRESS}hand-over/", facts)

    assert (refused.status_code, done.status_code) == (403, 200)
    assert done.json() == {"begun": 1, "ended": 1, "already": 0}
    assert list(PartnerCharge.objects.filter(until=None).values_list("person", flat=True)) == [staying.pk]
