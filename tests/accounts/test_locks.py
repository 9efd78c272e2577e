from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory
from rest_framework.test import APIClient

from dnfa.accounts import locks
from dnfa.accounts.enums import LockKind, Role
from dnfa.accounts.locks import Attempt, forget_failures, locked_until, note_failure, unlock
from dnfa.accounts.models import SignInLock
from dnfa.accounts.services import issue_token
from dnfa.core.clock import local_now
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.models import PolicyParameter
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def policy():
    """Three failures of a name, five from an address, for fifteen minutes."""
    PolicyParameter.objects.filter(key="sign-in-account-failures").update(value=3)
    PolicyParameter.objects.filter(key="sign-in-address-failures").update(value=5)


def fail(username="hanh", address="192.0.2.1", *, times=1, now=None):
    for _time in range(times):
        note_failure(attempt=Attempt(username, address), now=now or local_now())


def is_locked(username="hanh", address="192.0.2.1", *, now=None):
    return locked_until(Attempt(username, address), now=now or local_now()) is not None


def test_the_installation_brings_the_numbers():
    values = PolicyParameter.objects.filter(key__startswith="sign-in-").values_list("key", "value")

    assert dict(values) == {
        "sign-in-account-failures": 3,
        "sign-in-address-failures": 5,
        "sign-in-lock-minutes": 15,
        "sign-in-link-pause-minutes": 5,
    }


@pytest.mark.parametrize("name", ["hanh", "khong-co-ai"])
def test_a_name_is_locked_wherever_it_comes_from_whether_somebody_bears_it_or_not(name):
    make_user(username="hanh")
    now = local_now()

    fail(name, times=2, now=now)
    before = is_locked(name, now=now)
    fail(name, "198.51.100.7", now=now)

    assert before is False
    assert locked_until(Attempt(name, "203.0.113.1"), now=now) == now + 15 * MINUTE
    assert is_locked("nguoi-khac", now=now) is False


def test_letter_case_makes_no_second_name():
    fail("Hanh")
    fail("HANH")
    fail("hanh")

    assert is_locked("hAnH", "203.0.113.1")


def test_an_address_is_locked_whatever_names_are_tried():
    now = local_now()
    for number in range(4):
        fail(f"nguoi-{number}", now=now)
    before = is_locked("ai-do", now=now)
    fail("nguoi-5", now=now)

    assert (before, is_locked("ai-do", now=now)) == (False, True)
    assert is_locked("ai-do", "192.0.2.2", now=now) is False


def test_without_an_address_only_the_name_counts():
    fail(address=None, times=3)

    assert list(SignInLock.objects.values_list("kind", flat=True)) == [LockKind.ACCOUNT]
    assert is_locked(address=None)


@pytest.mark.parametrize(("minutes", "locked"), [(0, True), (14, True), (15, False), (16, False)])
def test_a_lock_runs_out(minutes, locked):
    now = local_now()
    fail(times=3, now=now)

    assert is_locked(now=now + minutes * MINUTE) is locked


def test_after_a_lock_the_count_begins_anew():
    now = local_now()
    fail(times=3, now=now)
    fail(now=now + 16 * MINUTE)

    assert is_locked(now=now + 16 * MINUTE) is False
    assert SignInLock.objects.get(kind=LockKind.ACCOUNT).failures == 1


@pytest.mark.parametrize(("apart", "locked"), [(15, True), (16, False)])
def test_failures_far_apart_do_not_add_up(apart, locked):
    now = local_now()
    fail(times=2, now=now)
    fail(now=now + apart * MINUTE)

    assert is_locked(now=now + apart * MINUTE) is locked


def test_a_whole_sign_in_forgets_the_name_but_not_the_address():
    user = make_user(username="hanh")
    fail(times=2)

    forget_failures(user=user)

    assert dict(SignInLock.objects.values_list("kind", "failures")) == {"account": 0, "address": 2}


def test_what_was_typed_is_not_stored():
    fail("mat-khau-go-nham-cho")

    assert [row.user for row in SignInLock.objects.all()] == [None, None]
    assert "mat-khau-go-nham-cho" not in str(list(SignInLock.objects.values()))


def test_the_backend_refuses_the_right_password_while_locked():
    user = make_user(username="hanh")
    user.set_password("mat-khau-dai-2026")
    user.save()
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")
    given = {"username": "hanh", "password": "mat-khau-dai-2026"}
    before = authenticate(request, **given)
    for _time in range(3):
        authenticate(request, username="hanh", password="sai")

    after = authenticate(request, **given)

    assert (before, after) == (user, None)
    assert SignInLock.objects.get(kind=LockKind.ACCOUNT).failures == 3  # refused unseen: not counted again


def test_the_token_of_a_locked_person_gets_the_answer_of_a_wrong_one():
    user = make_user(username="hanh")
    token = issue_token(user=user, name="x")
    wrong = APIClient().get("/api/v1/agencies/", HTTP_AUTHORIZATION="Token sai")
    before = APIClient().get("/api/v1/agencies/", HTTP_AUTHORIZATION=f"Token {token}").status_code
    fail(times=3)

    after = APIClient().get("/api/v1/agencies/", HTTP_AUTHORIZATION=f"Token {token}")

    assert before == 200
    assert (after.status_code, after.json()) == (401, wrong.json())


def test_an_administrator_opens_a_door_with_a_reason():
    now, admin = local_now(), make_user(Role.ADMINISTRATOR)
    fail(times=3, now=now)
    lock = SignInLock.objects.get(kind=LockKind.ACCOUNT)

    unlock(lock=lock, user=admin, reason=" Gọi điện xác nhận ", now=now)

    lock.refresh_from_db()
    assert is_locked(now=now) is False
    assert (lock.failures, lock.unlocked_by, lock.unlocked_at, lock.unlock_reason) == (
        0, admin, now, "Gọi điện xác nhận",
    )  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_opens_a_door(role):
    fail(times=3)
    lock = SignInLock.objects.get(kind=LockKind.ACCOUNT)

    with pytest.raises(NotAllowed):
        unlock(lock=lock, user=make_user(role), reason="x", now=local_now())

    assert is_locked()


def test_a_door_is_opened_for_a_reason_and_once():
    now, admin = local_now(), make_user(Role.ADMINISTRATOR)
    fail(times=3, now=now)
    lock = SignInLock.objects.get(kind=LockKind.ACCOUNT)

    with pytest.raises(InvalidInput) as without_reason:
        unlock(lock=lock, user=admin, reason=" ", now=now)
    unlock(lock=lock, user=admin, reason="x", now=now)
    with pytest.raises(Conflict) as again:
        unlock(lock=lock, user=admin, reason="x", now=now)

    assert (without_reason.value.code, again.value.code) == ("reason_required", "not_locked")


def test_old_failures_are_forgotten():
    now = local_now()
    fail("cu", "192.0.2.1", now=now - timedelta(days=91))
    fail("moi", "192.0.2.2", now=now)

    assert locks.purge(now=now) == 2
    assert SignInLock.objects.count() == 2


def test_looking_at_the_lock_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        is_locked()
