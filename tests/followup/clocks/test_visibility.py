"""Who sees which clock: those of own matters; of what several bodies were asked, one's own share."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType

from agreements.enums import AgencyRole
from agreements.models import Agreement, AgreementAgency
from dnfa.accounts.enums import Role
from dnfa.followup.clocks import clocks_of, open_clocks, sync_clocks
from dnfa.followup.models import Clock
from partners.models import Partner
from tests.factories import make_agency, make_partner, make_user
from tests.followup.clocks.makers import ask, make_clock, make_draft, make_paper

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 5)


def parts(user) -> set[str]:
    return set(Clock.objects.visible_to(user).values_list("part", flat=True))


@pytest.fixture
def matter():
    """A draft led by one agency, about which two others were asked; and a paper of nobody."""
    lead, asked, other = make_agency(), make_agency(), make_agency()
    partner = make_partner()
    draft = make_draft(partners=[partner])
    AgreementAgency.objects.create(agreement=draft, agency=lead, role=AgencyRole.LEAD)
    mine, theirs = ask(draft, asked, other)
    make_paper()
    sync_clocks()
    return {
        "lead": lead,
        "asked": asked,
        "draft": draft,
        "partner": partner,
        "mine": f"opinion:{mine.pk}",
        "theirs": f"opinion:{theirs.pk}",
    }


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_department_and_leadership_see_every_clock(matter, role):
    assert parts(make_user(role)) == {matter["mine"], matter["theirs"], ""}


def test_a_body_that_was_asked_sees_the_paper_its_partner_and_its_own_clock_only(matter):
    user = make_user(Role.FOCAL_POINT, agency=matter["asked"])

    assert parts(user) == {matter["mine"]}
    assert list(Agreement.objects.visible_to(user)) == [matter["draft"]]
    assert list(Partner.objects.visible_to(user)) == [matter["partner"]]
    assert [clock.part for clock in clocks_of(matter["draft"], user, TODAY)] == [matter["mine"]]
    assert [clock.part for clock in open_clocks(user, TODAY)] == [matter["mine"]]


def test_a_body_with_a_role_in_the_paper_sees_what_everybody_owes(matter):
    assert parts(make_user(Role.FOCAL_POINT, agency=matter["lead"])) == {matter["mine"], matter["theirs"]}


def test_a_body_that_was_asked_sees_the_clocks_of_no_agency_in_particular(matter):
    make_clock(matter["draft"], part="chung")

    assert parts(make_user(Role.FOCAL_POINT, agency=matter["asked"])) == {matter["mine"], "chung"}


def test_strangers_see_nothing(matter):
    assert parts(make_user(Role.FOCAL_POINT)) == set()
    assert parts(make_user(Role.OFFICER, is_active=False)) == set()
    assert parts(AnonymousUser()) == set()


def test_clocks_of_a_kind_nobody_vouched_for_stay_hidden():
    agency = make_agency()
    make_clock(agency)

    assert Clock.objects.filter(content_type=ContentType.objects.get_for_model(agency)).count() == 1
    assert parts(make_user()) == set()
