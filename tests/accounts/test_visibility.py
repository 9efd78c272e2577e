"""An agency's own matters: what the rooms registered, asked anew each time."""

from __future__ import annotations

import pytest

from dnfa.accounts import visibility
from dnfa.accounts.enums import Role
from partners.models import Partner
from tests.factories import make_partner, make_user

pytestmark = pytest.mark.django_db


def noted(agency_id: int):
    """Partners with a note of the agency; the percent sign must not be taken for a parameter."""
    return Partner.objects.filter(note=f"100% {agency_id}").values("pk")


def named(agency_id: int):
    """Partners named after the agency, in an order nobody needs."""
    return Partner.objects.filter(name_en=str(agency_id)).order_by("-name_vi").values("pk")


@pytest.fixture(autouse=True)
def _only_these(monkeypatch):
    monkeypatch.setattr(visibility, "_sources", {"thing": {"noted": noted, "named": named}})


def seen(user, record: str = "thing") -> set[Partner]:
    return set(visibility.restricted_to_matters(Partner.objects.all(), user, record))


@pytest.fixture
def focal():
    return make_user(Role.FOCAL_POINT)


def test_a_focal_point_sees_what_any_source_says_is_its_agencys(focal):
    one = make_partner(note=f"100% {focal.agency_id}")
    two = make_partner(name_en=str(focal.agency_id))
    other = make_partner(note=f"100% {focal.agency_id}0000")

    assert seen(focal) == {one, two}
    assert seen(make_user(Role.FOCAL_POINT)) == set()
    assert seen(make_user(Role.OFFICER)) == {one, two, other}


def test_the_question_is_kept_and_not_the_answer(focal):
    assert seen(focal) == set()
    late = make_partner(name_en=str(focal.agency_id))
    assert seen(focal) == {late}
    late.delete()
    assert seen(focal) == set()


def test_it_stands_in_any_query(focal):
    one, other = make_partner(note=f"100% {focal.agency_id}"), make_partner()
    own = visibility.own_matters("thing", focal.agency_id)

    assert set(Partner.objects.exclude(own)) == {other}
    inner = Partner.objects.filter(own).values("country")
    assert set(Partner.objects.filter(country__in=inner).exclude(pk=other.pk)) == {one}
    assert Partner.objects.filter(own, country__partners__isnull=False).distinct().count() == 1


def test_what_no_room_registered_is_nobodys_own(focal):
    make_partner(note=f"100% {focal.agency_id}")
    assert seen(focal, "another") == set()
