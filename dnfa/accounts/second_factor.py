"""The second factor: an authenticator app (TOTP, RFC 6238) and recovery codes for the day the telephone is lost.

The secret is stored encrypted under `DNFA_SECRET_KEY`, so that a copy of the database alone opens nothing. A code
is taken once, within one step of thirty seconds before or after now. How a person signs in with it: sign_in.py.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.locks import Attempt, locked_until, note_failure
from dnfa.accounts.models import RecoveryCode, SecondFactor, User
from dnfa.accounts.rules import administers_accounts, needs_second_factor
from dnfa.accounts.services import digest
from dnfa.accounts.sessions import end_sessions
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed

ISSUER = "So doi ngoai Da Nang"  # apps show it as it is; some of them lose marks
STEP_SECONDS = 30
DRIFT = (0, -1, 1)  # steps by which the telephone's clock may be wrong
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that looks like another one
_GROUPS, _GROUP = 4, 4  # nearly 80 bits: no slow hash is needed


def _box() -> MultiFernet:
    """Opens what the present key or a former one has closed; closes with the present one."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    hashlib.sha256(b"dnfa.accounts.second_factor:" + key.encode()).digest()
                )
            )
            for key in keys
        ]
    )


def seal(secret: str) -> str:
    """The secret as it may be stored."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret again."""
    return _box().decrypt(sealed.encode()).decode()


def new_secret() -> str:
    """160 random bits in base32, as authenticator apps take them."""
    return pyotp.random_base32()


def provisioning_uri(user: User, secret: str) -> str:
    """What the QR code says: whose secret it is and for what."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=ISSUER)


def qr_path(text: str) -> tuple[int, str]:
    """A QR code as the side of its square, quiet zone included, and the SVG path of its dark modules."""
    code = segno.make(text, error="m", micro=False)
    border = 4
    dark = [
        f"M{x + border} {y + border}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, module in enumerate(row)
        if module
    ]
    return len(code.matrix) + 2 * border, "".join(dark)


def matching_step(secret: str, code: str, *, now: datetime, after: int) -> int | None:
    """The step whose code this is, among those not used before; None when it is none of them."""
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    current = int(now.timestamp()) // STEP_SECONDS
    for drift in DRIFT:
        step = current + drift
        if step > after and hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


def is_enrolled(user: User) -> bool:
    """Whether the person signs in with a second factor."""
    return SecondFactor.objects.filter(user=user).exists()


def plain_code(typed: str) -> str:
    """A code without the blanks and dashes that people type or copy along."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def _wrong_code() -> InvalidInput:
    sentence = _(
        "Mã chưa đúng hoặc đã hết hạn. Hãy nhập mã đang hiện trong ứng dụng; đồng hồ điện thoại phải chạy đúng."
    )
    return InvalidInput("wrong_code", sentence, {"code": [sentence]})


@transaction.atomic
def second_factor_enrol(
    *, user: User, secret: str, code: str, now: datetime, keep_session: str | None = None
) -> list[str]:
    """Begin to sign in with an app that has this secret; gives the recovery codes, for the only time.

    Side effects: one `SecondFactor`, its recovery codes; all other sessions of the person end. Raises `Conflict`
    for a person who has one, `InvalidInput` for a code the secret does not make now.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if is_enrolled(user):
        raise Conflict("second_factor_exists", _("Tài khoản này đã có xác thực hai lớp."))
    step = matching_step(secret, plain_code(code), now=now, after=0)
    if step is None:
        raise _wrong_code()
    factor = SecondFactor.objects.create(user=user, secret=seal(secret), last_step=step, set_up_at=now)
    end_sessions(user=user, keep=keep_session)
    return _new_codes(factor)


def second_factor_passes(*, user: User, code: str, attempt: Attempt, now: datetime) -> bool:
    """Whether this code of the app, or this recovery code, opens the door now; it then never does again.

    Side effects: the step or the recovery code is used up; a wrong code counts like a wrong password, and a locked
    door takes none.
    """
    if locked_until(attempt, now=now) is not None:
        return False
    if _use_up(user, plain_code(code), now):
        return True
    note_failure(attempt=attempt, now=now)
    return False


@transaction.atomic
def _use_up(user: User, plain: str, now: datetime) -> bool:
    factor = SecondFactor.objects.select_for_update().filter(user=user).first()
    if factor is None:
        return False
    step = matching_step(unseal(factor.secret), plain, now=now, after=factor.last_step)
    if step is not None:
        factor.last_step = step
        factor.save(update_fields=["last_step"])
        return True
    unused = RecoveryCode.objects.filter(factor=factor, digest=digest(plain), used_at__isnull=True)
    return bool(unused.update(used_at=now))


def recovery_codes_renew(*, user: User, code: str, attempt: Attempt, now: datetime) -> list[str]:
    """Make new recovery codes; the old ones open nothing any more. Gives them, for the only time.

    Side effects: the codes. Raises `InvalidInput` without a valid code, which is counted all the same.
    """
    if not second_factor_passes(user=user, code=code, attempt=attempt, now=now):
        raise _wrong_code()
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().get(user=user)
        factor.recovery_codes.all().delete()
        return _new_codes(factor)


def second_factor_leave(*, user: User, code: str, attempt: Attempt, now: datetime) -> None:
    """Sign in by the password alone again.

    Side effects: secret and recovery codes are gone. Raises `NotAllowed` for a role that needs the factor,
    `InvalidInput` without a valid code, which is counted all the same.
    """
    if needs_second_factor(user):
        raise NotAllowed("second_factor_required", _("Vai trò của bạn bắt buộc xác thực hai lớp."))
    if not second_factor_passes(user=user, code=code, attempt=attempt, now=now):
        raise _wrong_code()
    with transaction.atomic(), because(str(_("Chủ tài khoản tự bỏ xác thực hai lớp"))):
        _take_away(user)


@transaction.atomic
def second_factor_reset(*, user: User, by: User, reason: str) -> None:
    """Take away the factor of somebody who lost the telephone and the recovery codes.

    Side effects: secret and codes are gone, the person's sessions end, the reason stands in the audit trail. Raises
    `NotAllowed` for anybody but another administrator, `InvalidInput` without a reason, `Conflict` when there is none.
    """
    if not administers_accounts(by) or by.pk == user.pk:
        raise NotAllowed(
            "second_factor_reset_not_allowed",
            _("Chỉ người quản trị hệ thống khác gỡ được xác thực hai lớp của một tài khoản."),
        )
    if not reason.strip():
        raise InvalidInput("reason_required", _("Cần ghi lý do."), {"reason": [_("Hãy ghi lý do.")]})
    if not is_enrolled(user):
        raise Conflict("no_second_factor", _("Tài khoản này không có xác thực hai lớp."))
    with because(reason.strip()):
        _take_away(user)
    end_sessions(user=user)


def _take_away(user: User) -> None:
    SecondFactor.objects.select_for_update().get(user=user).delete()


def _new_codes(factor: SecondFactor) -> list[str]:
    codes = [
        "-".join("".join(secrets.choice(_ALPHABET) for _letter in range(_GROUP)) for _group in range(_GROUPS))
        for _code in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=factor, digest=digest(plain_code(code))) for code in codes
    )
    return codes
