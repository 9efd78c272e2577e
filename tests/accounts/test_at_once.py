"""What happens in the same moment: nothing is counted twice or not at all, no code opens two doors."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pyotp
import pytest
from django.db import connection

from dnfa.accounts.enums import LockKind
from dnfa.accounts.focal_point_services import focal_point_close
from dnfa.accounts.locks import Attempt, note_failure
from dnfa.accounts.models import SignInLock, User
from dnfa.accounts.second_factor import second_factor_enrol, second_factor_passes
from dnfa.core.clock import local_now
from dnfa.core.errors import NotAllowed
from dnfa.core.models import PolicyParameter
from tests.accounts.focal_points import make_manager
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MANY = 6


@pytest.fixture(autouse=True)
def policy():
    """The thresholds; a test that empties the tables may have gone before."""
    for key, value in (("account-failures", 10), ("address-failures", 50), ("lock-minutes", 15)):
        PolicyParameter.objects.update_or_create(
            key=f"sign-in-{key}",
            valid_from=date(1993, 1, 1),
            defaults={"label": key, "unit": "count", "value": value},
        )


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """What the deeds give or raise, each on a connection of its own, all begun together."""
    barrier = Barrier(len(deeds))

    def done(deed: Callable[[], Any]) -> Any:
        try:
            barrier.wait(20)
            return deed()
        except NotAllowed as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(done, deeds))


def test_no_failure_is_lost():
    make_user(username="hanh")
    now, attempt = local_now(), Attempt("hanh", "192.0.2.1")

    at_once([lambda: note_failure(attempt=attempt, now=now)] * MANY)

    assert dict(SignInLock.objects.values_list("kind", "failures")) == {
        LockKind.ACCOUNT: MANY,
        LockKind.ADDRESS: MANY,
    }


@pytest.mark.parametrize("kind", ["of the app", "for recovery"])
def test_one_code_opens_one_door(kind):
    user, now = make_user(username="hanh"), local_now()
    codes = second_factor_enrol(user=user, secret=SECRET, code=pyotp.TOTP(SECRET).at(now), now=now)
    later = now + timedelta(minutes=1)
    code = pyotp.TOTP(SECRET).at(later) if kind == "of the app" else codes[0]

    passed = at_once(
        [lambda: second_factor_passes(user=user, code=code, attempt=Attempt("hanh"), now=later)] * MANY
    )

    assert sorted(passed) == [False] * (MANY - 1) + [True]


def test_of_two_in_charge_who_close_each_other_one_stays():
    first = make_manager()
    second = make_manager(first.agency)
    today = date(2026, 11, 26)

    answers = at_once(
        [
            lambda: focal_point_close(person=second, reason="x", user=first, today=today).pk,
            lambda: focal_point_close(person=first, reason="x", user=second, today=today).pk,
        ]
    )

    assert answers.count("focal_point_not_allowed") == 1
    assert User.objects.filter(manages_focal_points=True, is_active=True).count() == 1
