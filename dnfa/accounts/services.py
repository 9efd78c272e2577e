"""Every write on agencies, people and tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency, ApiToken, User
from dnfa.accounts.rules import keeps_the_register, may_sign_in
from dnfa.core.audit import because
from dnfa.core.errors import InvalidInput, NotAllowed
from dnfa.core.text import fold

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


AGENCY_FIELDS = frozenset(
    {"key", "name_vi", "name_en", "abbreviations", "kind", "valid_from", "valid_to", "note"}
)
_LONGEST_KEY = 80


@transaction.atomic
def agency_create(*, user: User | None, **values: Any) -> Agency:
    """Add an agency of the city to the register; without a `key` it gets one made from its name.

    `values` are fields of `AGENCY_FIELDS`. Side effects: one `Agency`. Raises `NotAllowed` for a person who does not
    keep the register (`user` None: the command line), `InvalidInput` by field for what breaks a rule or stands
    in the register already.
    """
    _may_write_agencies(user)
    agency = Agency(**_known(values))
    agency.key = agency.key or free_agency_key(agency.name_vi)
    _check_agency(agency)
    agency.save(force_insert=True)
    return agency


@transaction.atomic
def agency_update(*, agency: Agency, user: User | None, **values: Any) -> Agency:
    """Change fields of an agency; what is not named stays. The key never changes.

    Side effects: the fields. Raises as `agency_create`.
    """
    _may_write_agencies(user)
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    for name, value in _known(values).items():
        if name == "key" and value != locked.key:
            sentence = _("Khóa không đổi được: “%(key)s”.") % {"key": locked.key}
            raise InvalidInput("key_fixed", sentence, {"key": [sentence]})
        setattr(locked, name, value)
    _check_agency(locked)
    locked.save()
    return locked


def free_agency_key(name: str) -> str:
    """A key made from a name ("Sở Ngoại vụ" → "so-ngoai-vu"), with a number where it is taken."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in fold(name))
    plain = "-".join(letters.split())[: _LONGEST_KEY - 5].strip("-") or "co-quan"
    taken = set(Agency.objects.filter(key__startswith=plain).values_list("key", flat=True))
    numbered = (f"{plain}-{number}" for number in count(2))
    return plain if plain not in taken else next(key for key in numbered if key not in taken)


def _may_write_agencies(user: User | None) -> None:
    if user is not None and not keeps_the_register(user):
        raise NotAllowed("agency_not_allowed", _("Bạn không có quyền sửa danh mục cơ quan, đơn vị."))


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - AGENCY_FIELDS
    if unknown:
        message = f"an agency has no {sorted(unknown)}"
        raise TypeError(message)
    return dict(values)


def _check_agency(agency: Agency) -> None:
    """Refuse by field what the model or the order of days forbids."""
    try:
        agency.full_clean()
    except ValidationError as error:
        raise InvalidInput("invalid_agency", _("Cơ quan chưa ghi được."), error.message_dict) from error
    if agency.valid_from and agency.valid_to and agency.valid_to.last_day() < agency.valid_from.first_day():
        sentence = _("Ngày kết thúc đứng trước ngày thành lập.")
        raise InvalidInput("agency_ends_before_start", sentence, {"valid_to": [sentence]})
