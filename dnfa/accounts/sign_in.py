"""From "this is the person" to an open session, whichever way the person was recognised.

Password, then the second factor where the person has one; the same after the city's identity provider. Only a
whole sign-in forgets earlier failures, so that codes cannot be guessed behind a known password.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate

from dnfa.accounts.addresses import client_address
from dnfa.accounts.locks import Attempt, forget_failures
from dnfa.accounts.models import User
from dnfa.accounts.rules import may_sign_in
from dnfa.accounts.second_factor import is_enrolled
from dnfa.accounts.sessions import note_session
from dnfa.core.identity import tell_audit_who

PENDING = "sign_in_pending"  # in the anonymous session: who has shown the first factor
PASSED = "second_factor"  # in the signed-in session: that the second was shown
LAST_VISIT = "last_visit"  # in the signed-in session: the ISO day of the sign-in before this one, or None
PENDING_FOR = timedelta(minutes=10)
BACKEND = "dnfa.accounts.authentication.RegisterBackend"


def attempt_of(request: HttpRequest | None, username: str) -> Attempt:
    """Who says to be whom, from where, as failures are counted."""
    return Attempt(username, client_address(request))


def begin(request: HttpRequest, user: User, *, back: str, now: datetime) -> HttpResponse:
    """After the first factor: open the session, or ask for the second factor first."""
    if not is_enrolled(user):
        return complete(request, user, back=back, now=now)
    request.session[PENDING] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),  # a password changed meanwhile makes this worthless
        "back": back,
        "until": (now + PENDING_FOR).timestamp(),
    }
    return redirect("accounts:second_factor")


def pending(request: HttpRequest, *, now: datetime) -> tuple[User, str] | None:
    """Who is about to show the second factor in this browser, and where they want to go; None: nobody, or too late."""
    waiting: dict[str, Any] | None = request.session.get(PENDING)
    if waiting is None or now.timestamp() > waiting["until"]:
        return None
    user = User.objects.filter(pk=waiting["user"]).first()
    if user is None or not may_sign_in(user) or user.get_session_auth_hash() != waiting["proof"]:
        return None
    return user, waiting["back"]


def complete(
    request: HttpRequest, user: User, *, back: str, now: datetime, passed: bool = False
) -> HttpResponse:
    """Open the session and lead on, in the person's language.

    Side effects: a session in the person's list, the name's failures forgotten, `last_login`.
    """
    tell_audit_who(user)
    request.session.pop(PENDING, None)
    before = user.last_login
    auth.login(request, user, backend=BACKEND)
    request.session[LAST_VISIT] = localdate(before).isoformat() if before else None
    request.session[PASSED] = passed
    note_session(request=request, user=user, now=now)
    forget_failures(user=user)
    response = redirect(back)
    remember_language(response, user.language)
    return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Put the person's language where Django's locale middleware looks for it, for this browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
