from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from dnfa.accounts.enums import Role
from dnfa.accounts.focal_point_selectors import (
    agencies_administered_by,
    agencies_in_charge_of,
    focal_points_visible_to,
    is_last_manager,
    may_administer,
    stated,
)
from dnfa.accounts.models import SignInLock, User
from dnfa.core.clock import local_now
from dnfa.core.partial_dates import PartialDate
from tests.accounts.focal_points import inherit, make_focal, make_manager
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


def names(people):
    return sorted(person.full_name for person in people)


@pytest.mark.parametrize(
    ("role", "seen", "administered"),
    [
        (Role.OFFICER, ["an", "binh"], []),
        (Role.HEAD, ["an", "binh"], ["A", "B"]),
        (Role.ADMINISTRATOR, ["an", "binh"], ["A", "B"]),
        (Role.AUDITOR, ["an", "binh"], []),
        (Role.LEADER, [], []),
    ],
)
def test_what_the_department_sees_and_administers(role, seen, administered):
    agencies = [make_agency(name_vi=name) for name in "AB"]
    make_focal(agencies[0], name="an")
    make_focal(agencies[1], name="binh", is_active=False)
    user = make_user(role)

    assert names(focal_points_visible_to(user, today=TODAY)) == seen
    assert [agency.name_vi for agency in agencies_administered_by(user, today=TODAY)] == administered
    assert [may_administer(user, agency.pk, today=TODAY) for agency in agencies] == [bool(administered)] * 2


def test_one_in_charge_sees_and_administers_the_own_agency_only():
    own, other = make_agency(name_vi="A"), make_agency(name_vi="B")
    manager = make_manager(own, name="an")
    make_focal(own, name="binh")
    make_focal(other, name="chau")
    make_user(Role.OFFICER, agency=own, full_name="chuyen vien")

    assert names(focal_points_visible_to(manager, today=TODAY)) == ["an", "binh"]
    assert list(agencies_administered_by(manager, today=TODAY)) == [own]
    assert [may_administer(manager, agency.pk, today=TODAY) for agency in (own, other)] == [True, False]


@pytest.mark.parametrize("values", [{}, {"manages_focal_points": True, "is_active": False}])
def test_without_the_charge_or_closed_one_sees_nobody(values):
    focal = make_focal(**values)

    assert list(focal_points_visible_to(focal, today=TODAY)) == []
    assert list(agencies_administered_by(focal, today=TODAY)) == []
    assert may_administer(focal, focal.agency_id, today=TODAY) is False


def test_strangers_and_the_closed_see_nobody():
    make_focal()
    closed = make_user(Role.ADMINISTRATOR, is_active=False)

    assert [list(focal_points_visible_to(user, today=TODAY)) for user in (AnonymousUser(), closed)] == [
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("kind", "on", "ended", "inherits"),
    [
        ("merge", "2026-11-26", None, True),
        ("merge", "2026-11-27", None, False),
        ("merge", "2026", None, True),  # known to the year: from its first day on
        ("rename", "2025-03-01", None, True),
        ("split", "2025-03-01", None, False),
        ("transfer", "2025-03-01", None, False),
        ("split", "2025-03-01", "2025-02-28", True),
        ("transfer", "2025-03-01", "2026-11-26", False),  # it still exists today
    ],
)
def test_charge_follows_succession_once_the_predecessor_is_no_more(kind, on, ended, inherits):
    heir = make_agency()
    old = make_agency(valid_to=ended and PartialDate.from_iso(ended))
    inherit(heir, old, on, kind)

    assert agencies_in_charge_of(heir.pk, today=TODAY) == ({heir.pk, old.pk} if inherits else {heir.pk})
    assert agencies_in_charge_of(old.pk, today=TODAY) == {old.pk}


def test_charge_goes_back_through_all_successions_even_in_a_circle(django_assert_num_queries):
    first, second, third = (make_agency() for _number in range(3))
    inherit(second, first)
    inherit(third, second)
    inherit(first, third)

    with django_assert_num_queries(1):
        found = agencies_in_charge_of(third.pk, today=TODAY)

    assert found == {first.pk, second.pk, third.pk}


def test_an_heir_sees_the_people_of_the_old_agency_but_invites_into_the_living_one():
    heir, old = make_agency(name_vi="Mới"), make_agency(name_vi="Cũ", valid_to=PartialDate(2025, 2, 28))
    inherit(heir, old)
    manager = make_manager(heir, name="an")
    make_focal(old, name="binh")

    assert names(focal_points_visible_to(manager, today=TODAY)) == ["an", "binh"]
    assert list(agencies_administered_by(manager, today=TODAY)) == [heir]
    assert may_administer(manager, old.pk, today=TODAY) is True


def test_how_accounts_stand():
    now = local_now()
    make_focal(name="dang dung", last_login=now)
    make_focal(name="duoc moi")
    make_focal(name="dong", is_active=False, last_login=now)
    for name, minutes in (("khoa", 5), ("het khoa", 0)):
        person = make_focal(name=name, last_login=now)
        SignInLock.objects.create(
            kind="account", subject=name, user=person, failures=10, last_failed_at=now,
            locked_until=now + timedelta(minutes=minutes),
        )  # fmt: skip

    found = stated(User.objects.order_by("full_name"), now=now)

    assert {person.full_name: person.state for person in found} == {
        "dang dung": "account_active",
        "dong": "account_closed",
        "duoc moi": "account_invited",
        "het khoa": "account_active",
        "khoa": "account_locked",
    }


def test_who_is_the_last_in_charge():
    agency = make_agency()
    manager, focal = make_manager(agency), make_focal(agency)
    make_manager(agency, is_active=False)
    make_manager()

    before = [is_last_manager(person) for person in (manager, focal)]
    make_manager(agency)

    assert (before, is_last_manager(manager)) == ([True, False], False)
