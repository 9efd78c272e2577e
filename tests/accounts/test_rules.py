from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from dnfa.accounts.enums import Role
from dnfa.accounts.rules import can_test_the_queue, keeps_the_register, runs_the_house
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (keeps_the_register, {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR}),
        (runs_the_house, {Role.HEAD, Role.ADMINISTRATOR}),
        (can_test_the_queue, {Role.ADMINISTRATOR}),
    ],
)
def test_rules_by_role_for_active_people_only(rule, allowed):
    active = {role for role in Role if rule(make_user(role))}
    inactive = {role for role in Role if rule(make_user(role, is_active=False))}

    assert (active, inactive) == (allowed, set())


def test_nobody_keeps_the_register():
    assert keeps_the_register(AnonymousUser()) is False
