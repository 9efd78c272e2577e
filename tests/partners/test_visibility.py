from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from agreements.models import Agreement, AgreementEvent, Project
from delegations.models import Delegation, Engagement
from dnfa.accounts.models import User
from partners.filters import choosable_partners
from partners.models import Country, CountryPriority, Partner, Relationship
from tests.partners.factories import make_world

pytestmark = pytest.mark.django_db

MATTERS = (Partner, Relationship, Agreement, AgreementEvent, Project, Delegation, Engagement)
OPEN_TO_ALL = (Country, CountryPriority)


def somebody(kind: str):
    world = make_world()
    CountryPriority.objects.create(
        key="w",
        entry_no=1,
        heading="Nhật Bản",
        continent_heading="CHÂU Á",
        kind="priority",
        summary_vi="Thu hút",
    )
    if kind == "anonymous":
        return AnonymousUser()
    if kind == "without an agency":
        return User(username="x", role="focal_point")
    if kind.startswith("closed"):
        user = world.officer if kind == "closed officer" else world.focal
        user.is_active = False
        return user
    return {"focal point": world.focal, "officer": world.officer}[kind]


@pytest.mark.parametrize(
    ("kind", "matters", "reference"),
    [
        ("officer", 2, 1),
        ("focal point", 1, 1),
        ("anonymous", 0, 0),
        ("closed officer", 0, 0),
        ("closed focal point", 0, 0),
        ("without an agency", 0, 1),
    ],
)
def test_who_sees_how_much(kind, matters, reference):
    user = somebody(kind)

    assert {model.__name__: model.objects.visible_to(user).count() for model in MATTERS} == {
        model.__name__: matters for model in MATTERS
    }
    assert {model.__name__: model.objects.visible_to(user).count() for model in OPEN_TO_ALL} == {
        model.__name__: reference for model in OPEN_TO_ALL
    }


def test_a_paper_seen_through_a_project_shows_whom_it_was_signed_with():
    world = make_world()
    world.seen.project.agreement_links.create(agreement=world.hidden.agreement)

    assert set(Agreement.objects.visible_to(world.focal)) == {world.seen.agreement, world.hidden.agreement}
    assert set(Partner.objects.visible_to(world.focal)) == {world.seen.partner, world.hidden.partner}


def test_nobody_asking_has_no_choice_of_partners():
    make_world()

    assert list(choosable_partners(None)) == []
