"""Signing in with the city's identity provider (OpenID Connect), where the environment names one.

Authlib speaks the protocol: authorization code with PKCE, state and nonce, the ID token checked by the provider's
published keys. Ours is whom it opens the door for: an active account that exists, found by the identity linked
before, else by verified mail. No account is ever made here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dnfa.accounts.models import CityIdentity, User
from dnfa.accounts.rules import may_sign_in
from dnfa.core.audit import because
from dnfa.environment import IdentityProvider

TIMEOUT_SECONDS = 10


def provider() -> IdentityProvider | None:
    """The provider of this house; None where there is none."""
    found: IdentityProvider | None = settings.DNFA_IDENTITY_PROVIDER
    return found


@lru_cache(maxsize=4)
def client(known: IdentityProvider) -> Any:
    """Authlib's client of this provider; it reads the provider's metadata when it is first needed."""
    return OAuth().register(
        "city",
        client_id=known.client_id,
        client_secret=known.client_secret,
        server_metadata_url=f"{known.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
        },
    )


def claims_of(request: HttpRequest, known: IdentityProvider) -> Mapping[str, Any]:
    """What the provider says of the person who comes back from it.

    Raises Authlib's `OAuthError`, joserfc's `JoseError` or `requests.RequestException` for an answer that is not
    the provider's, not for us, not to this browser, too old, or not there.
    """
    token: Mapping[str, Any] = client(known).authorize_access_token(
        request,
        claims_options={
            "iss": {"essential": True, "value": known.issuer},
            "aud": {"essential": True, "value": known.client_id},
        },
    )
    claims: Mapping[str, Any] = token.get("userinfo") or {}
    return claims


@transaction.atomic
def person_of(*, claims: Mapping[str, Any], known: IdentityProvider, now: datetime) -> User | None:
    """The account this person of the city may open; None when there is none.

    Side effects: on the first time the identity is linked to the account that has its verified mail.
    """
    subject = str(claims.get("sub") or "")
    linked = CityIdentity.objects.select_related("user").filter(issuer=known.issuer, subject=subject).first()
    if linked is not None:
        return linked.user if may_sign_in(linked.user) else None
    email = str(claims.get("email") or "")
    if not subject or not email or claims.get("email_verified") is not True:
        return None
    user = User.objects.select_for_update(no_key=True).filter(email__iexact=email).first()
    if user is None or not may_sign_in(user) or CityIdentity.objects.filter(user=user).exists():
        return None
    with because(_("Đăng nhập lần đầu bằng tài khoản của thành phố")):
        CityIdentity.objects.create(user=user, issuer=known.issuer, subject=subject, linked_at=now)
    return user
