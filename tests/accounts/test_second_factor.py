from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from dnfa.accounts import second_factor
from dnfa.accounts.enums import Role
from dnfa.accounts.locks import Attempt
from dnfa.accounts.models import RecoveryCode, SecondFactor, SignInLock
from dnfa.accounts.second_factor import (
    is_enrolled,
    matching_step,
    plain_code,
    qr_path,
    recovery_codes_renew,
    seal,
    second_factor_enrol,
    second_factor_leave,
    second_factor_passes,
    second_factor_reset,
    unseal,
)
from dnfa.core.clock import local_now
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = timedelta(seconds=30)


def code(now):
    return pyotp.TOTP(SECRET).at(now)


@pytest.fixture
def enrolled():
    """A person with a factor, the moment it was set up, and the recovery codes."""
    user, now = make_user(username="hanh"), local_now()
    return user, now, second_factor_enrol(user=user, secret=SECRET, code=code(now), now=now)


def passes(user, typed, now):
    return second_factor_passes(user=user, code=typed, attempt=Attempt(user.username), now=now)


# RFC 6238, appendix B: the secret "12345678901234567890", SHA-1, the last six of eight digits.
@pytest.mark.parametrize(
    ("seconds", "digits"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ],
)
def test_the_codes_of_the_standard(seconds, digits):
    now = local_now().fromtimestamp(seconds, tz=local_now().tzinfo)

    assert matching_step("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", digits, now=now, after=0) == seconds // 30


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_telephone_may_be_wrong_by_half_a_minute(steps, opens):
    now = local_now()

    assert (matching_step(SECRET, code(now + steps * STEP), now=now, after=0) is not None) is opens


def test_the_secret_is_stored_encrypted_and_a_former_key_opens_it(settings, enrolled):
    stored = SecondFactor.objects.get().secret
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "y" * 60, [settings.SECRET_KEY]

    assert SECRET not in stored
    assert unseal(stored) == SECRET
    assert unseal(seal(SECRET)) == SECRET


def test_a_code_opens_the_door_once(enrolled):
    user, now, _codes = enrolled
    later = now + 2 * STEP

    assert [passes(user, code(later), later), passes(user, code(later), later)] == [True, False]
    assert passes(user, code(now), later) is False  # older than the one used last


def test_the_code_of_the_set_up_does_not_open_the_door(enrolled):
    user, now, _codes = enrolled

    assert passes(user, code(now), now) is False


def test_a_recovery_code_opens_the_door_once_however_it_is_typed(enrolled):
    user, now, codes = enrolled
    typed = f" {codes[0].upper().replace('-', ' ')} "

    assert [passes(user, typed, now), passes(user, codes[0], now)] == [True, False]
    assert passes(user, codes[1], now) is True
    assert len(set(codes)) == 10


def test_recovery_codes_are_stored_as_digests(enrolled):
    _user, _now, codes = enrolled
    stored = set(RecoveryCode.objects.values_list("digest", flat=True))

    assert len(stored) == 10
    assert not stored & {plain_code(one) for one in codes}


def test_wrong_codes_count_like_wrong_passwords_and_lock(enrolled):
    user, now, codes = enrolled
    later = now + 2 * STEP
    for _time in range(10):
        passes(user, "000000", later)

    assert SignInLock.objects.get().user == user
    assert (passes(user, code(later), later), passes(user, codes[0], later)) == (False, False)


def test_who_has_no_factor_passes_with_nothing():
    user = make_user()

    assert (is_enrolled(user), passes(user, "000000", local_now())) == (False, False)


@pytest.mark.parametrize("typed", ["000000", "", "abc"])
def test_a_code_the_secret_does_not_make_sets_nothing_up(typed):
    user, now = make_user(), local_now()
    typed = typed if typed != code(now) else "999999"

    with pytest.raises(InvalidInput) as refused:
        second_factor_enrol(user=user, secret=SECRET, code=typed, now=now)

    assert (refused.value.code, list(refused.value.fields)) == ("wrong_code", ["code"])
    assert SecondFactor.objects.count() == 0


def test_a_second_factor_is_set_up_once(enrolled):
    user, now, _codes = enrolled

    with pytest.raises(Conflict):
        second_factor_enrol(user=user, secret=SECRET, code=code(now), now=now)

    assert RecoveryCode.objects.count() == 10


def test_new_recovery_codes_end_the_old_ones(enrolled):
    user, now, old = enrolled
    later = now + 2 * STEP

    new = recovery_codes_renew(user=user, code=code(later), attempt=Attempt(user.username), now=later)

    assert (passes(user, old[0], later), passes(user, new[0], later)) == (False, True)


def test_new_recovery_codes_need_a_code_and_a_wrong_one_is_counted(enrolled):
    user, now, old = enrolled

    with pytest.raises(InvalidInput):
        recovery_codes_renew(user=user, code="000000", attempt=Attempt(user.username), now=now)

    assert SignInLock.objects.get().failures == 1
    assert passes(user, old[0], now) is True


def test_leaving_takes_secret_and_codes_away(enrolled, settings):
    user, now, codes = enrolled

    second_factor_leave(user=user, code=codes[0], attempt=Attempt(user.username), now=now)

    assert (is_enrolled(user), RecoveryCode.objects.count()) == (False, 0)


def test_a_role_that_needs_the_factor_does_not_leave_it(enrolled, settings):
    user, now, codes = enrolled
    settings.DNFA_SECOND_FACTOR_ROLES = frozenset({user.role})

    with pytest.raises(NotAllowed):
        second_factor_leave(user=user, code=codes[0], attempt=Attempt(user.username), now=now)

    assert is_enrolled(user) is True


def test_an_administrator_takes_a_lost_one_away_and_the_reason_is_kept(enrolled, client):
    user, _now, _codes = enrolled
    factor = SecondFactor.objects.get()

    second_factor_reset(user=user, by=make_user(Role.ADMINISTRATOR), reason="Mất điện thoại, đã gặp mặt")

    last = (
        SecondFactor.audit_rows.rel.related_model.objects.filter(pgh_obj_id=factor.pk)
        .order_by("pgh_id")
        .last()
    )
    assert is_enrolled(user) is False
    assert (last.pgh_label, last.pgh_context.metadata["reason"]) == ("delete", "Mất điện thoại, đã gặp mặt")
    assert {"secret", "last_step"} & {field.name for field in type(last)._meta.fields} == set()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_takes_one_away(enrolled, role):
    user, _now, _codes = enrolled

    with pytest.raises(NotAllowed):
        second_factor_reset(user=user, by=make_user(role), reason="x")

    assert is_enrolled(user) is True


def test_an_administrator_does_not_take_away_the_own_one():
    admin, now = make_user(Role.ADMINISTRATOR), local_now()
    second_factor_enrol(user=admin, secret=SECRET, code=code(now), now=now)

    with pytest.raises(NotAllowed):
        second_factor_reset(user=admin, by=admin, reason="x")

    assert is_enrolled(admin) is True


@pytest.mark.parametrize(
    ("has_one", "reason", "refusal"), [(True, " ", InvalidInput), (False, "x", Conflict)]
)
def test_a_reset_that_will_not_do(has_one, reason, refusal):
    user, now = make_user(), local_now()
    if has_one:
        second_factor_enrol(user=user, secret=SECRET, code=code(now), now=now)

    with pytest.raises(refusal):
        second_factor_reset(user=user, by=make_user(Role.ADMINISTRATOR), reason=reason)

    assert is_enrolled(user) is has_one


def test_what_the_qr_code_says():
    uri = second_factor.provisioning_uri(make_user(username="hanh@danang.gov.vn"), SECRET)
    side, path = qr_path(uri)

    assert uri == (
        f"otpauth://totp/So%20doi%20ngoai%20Da%20Nang:hanh%40danang.gov.vn?secret={SECRET}"
        "&issuer=So%20doi%20ngoai%20Da%20Nang"
    )
    # Three finder patterns of 7×7 stand in the corners, inside a quiet zone of four modules.
    assert path.startswith("M4 4h1v1h-1zM5 4h1v1h-1z")
    assert f"M{side - 5} 4h1v1h-1z" in path
    assert f"M4 {side - 5}h1v1h-1z" in path
