"""Finding out who asks: the password backend of the pages, the token of the API."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from dnfa.accounts import frame
from dnfa.accounts.addresses import client_address
from dnfa.accounts.locks import Attempt, locked_until, note_failure
from dnfa.accounts.models import ApiToken, SignInLock, User
from dnfa.accounts.rules import may_sign_in
from dnfa.accounts.services import digest, note_token_use
from dnfa.core.clock import local_now
from dnfa.core.identity import tell_audit_who

KEYWORD = "Token"
LONGEST_TOKEN = 200


class RegisterBackend(ModelBackend):
    """Django's password backend behind the lock; a person who may no longer sign in loses open sessions at once."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """The person with this name and password; None also while the name or the address is locked.

        Side effects: a failure is counted for both (dnfa/accounts/locks.py).
        """
        if username is None or password is None:
            return None
        attempt, now = Attempt(username, client_address(request)), local_now()
        if locked_until(attempt, now=now) is not None:
            return None
        user: Any = super().authenticate(request, username=username, password=password, **kwargs)
        if user is None:
            note_failure(attempt=attempt, now=now)
        return user

    def get_user(self, user_id: int) -> User | None:
        """The person of a session with the agency and what the frame of a page says of it (frame.py), in one query."""
        row: Any = User.objects.select_related("agency").annotate(**frame.numbers())
        user: User | None = row.filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User | None) -> bool:  # type: ignore[override]
        """Ask the rule of the office (active; demonstration users only in a demonstration home)."""
        return user is not None and may_sign_in(user)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token …` against the digests of `ApiToken`.

    Wrong, expired, revoked and orphaned tokens, and those of a locked person, get one and the same answer, so that
    nobody learns which of them it was. Notes the day of use, at most once a day. A second factor is not asked for.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the person and the token; None when the header is for somebody else; 401 when it fails."""
        keyword, _space, text = get_authorization_header(request).decode("latin-1").partition(" ")
        if keyword.lower() != KEYWORD.lower():
            return None
        now = local_now()
        token = self._find(text.strip(), now)
        if token is None or not token.is_usable(now) or not may_sign_in(token.user):
            raise AuthenticationFailed(_("Mã truy cập không đúng, đã hết hạn hoặc đã thu hồi."))
        tell_audit_who(token.user)
        note_token_use(token=token, today=now.date())
        return token.user, token

    def authenticate_header(self, _request: Request) -> str:
        """Tell a caller without a token which one is expected."""
        return KEYWORD

    @staticmethod
    def _find(text: str, now: datetime) -> ApiToken | None:
        if not text or len(text) > LONGEST_TOKEN:
            return None
        wanted = digest(text)
        locked = SignInLock.objects.filter(user=OuterRef("user"), locked_until__gt=now)
        token = ApiToken.objects.select_related("user").filter(~Exists(locked), digest=wanted).first()
        return token if token is not None and hmac.compare_digest(token.digest, wanted) else None
