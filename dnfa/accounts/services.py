"""Every write on people and tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import ApiToken, User
from dnfa.accounts.rules import may_sign_in
from dnfa.core.audit import because
from dnfa.core.errors import InvalidInput, NotAllowed

TOKEN_BYTES = 32
LANGUAGES = ("vi", "en")


def digest(token: str) -> str:
    """SHA-256 of a token in hexadecimal. Tokens carry 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue_token(*, user: User, name: str, expires_at: datetime | None = None) -> str:
    """Make an API token and return it; this is the only moment it exists in clear text.

    Side effects: one `ApiToken` row with the digest and the first four characters.
    Raises `NotAllowed` for a person who may not sign in, `InvalidInput` without a name.
    """
    if not may_sign_in(user):
        raise NotAllowed(
            "inactive_user", _("Người dùng này không đăng nhập được nên không thể có mã truy cập.")
        )
    name = name.strip()
    if not name:
        raise InvalidInput(
            "name_required", _("Cần tên mã truy cập."), {"name": [_("Hãy ghi mã này dùng cho việc gì.")]}
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    ApiToken.objects.create(
        user=user, name=name, prefix=token[:4], digest=digest(token), expires_at=expires_at
    )
    return token


@transaction.atomic
def revoke_token(*, token: ApiToken, now: datetime, reason: str = "") -> ApiToken:
    """Make a token useless from `now` on. Revoking twice changes nothing.

    Side effects: `revoked_at`, with the reason in the audit trail.
    """
    locked = ApiToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is None:
        locked.revoked_at = now
        with because(reason):
            locked.save(update_fields=["revoked_at", "updated_at"])
    return locked


def note_token_use(*, token: ApiToken, today: date) -> None:
    """Remember the day a token was last used; writes at most once a day however often it is used."""
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)


def choose_language(*, user: User, language: str) -> User:
    """Set the language a person reads the register in.

    Side effects: `language`. Raises `InvalidInput` for a language the register does not speak.
    """
    if language not in LANGUAGES:
        raise InvalidInput(
            "unknown_language", _("Chưa có ngôn ngữ này."), {"language": [_("Hãy chọn một ngôn ngữ.")]}
        )
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
    return user
