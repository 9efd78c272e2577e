from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured

from dnfa.accounts.enums import Role
from dnfa.accounts.rules import (
    administers_accounts,
    administers_focal_points,
    can_test_the_queue,
    keeps_the_register,
    needs_second_factor,
    refuse_unknown_roles,
    runs_the_house,
)
from tests.accounts.focal_points import make_manager
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (keeps_the_register, {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR}),
        (runs_the_house, {Role.HEAD, Role.ADMINISTRATOR}),
        (can_test_the_queue, {Role.ADMINISTRATOR}),
        (administers_accounts, {Role.ADMINISTRATOR}),
        (administers_focal_points, {Role.HEAD, Role.ADMINISTRATOR}),
        (lambda user: user.sees_focal_points, {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR, Role.AUDITOR}),
    ],
)
def test_rules_by_role_for_active_people_only(rule, allowed):
    active = {role for role in Role if rule(make_user(role))}
    inactive = {role for role in Role if rule(make_user(role, is_active=False))}

    assert (active, inactive) == (allowed, set())


def test_nobody_keeps_the_register():
    assert keeps_the_register(AnonymousUser()) is False


def test_the_charge_makes_a_focal_point_one_who_administers_until_closed():
    managers = make_manager(), make_manager(is_active=False)

    assert [administers_focal_points(user) for user in managers] == [True, False]
    assert [user.sees_focal_points for user in managers] == [True, False]


def test_whose_role_needs_a_second_factor(settings):
    settings.DNFA_SECOND_FACTOR_ROLES = frozenset({"administrator", "head"})

    assert {role for role in Role if needs_second_factor(make_user(role))} == {Role.ADMINISTRATOR, Role.HEAD}
    assert refuse_unknown_roles() is None


def test_a_misspelt_role_stops_the_start(settings):
    settings.DNFA_SECOND_FACTOR_ROLES = frozenset({"administrator", "admin"})

    with pytest.raises(ImproperlyConfigured, match=r"no such role\) admin; .*administrator"):
        refuse_unknown_roles()
