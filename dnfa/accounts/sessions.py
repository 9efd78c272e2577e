"""Where a person is signed in: listed, and ended one by one or all but this one.

Our row goes with Django's own session (Django deletes both), so that the list never names a session
that is over.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest

from dnfa.accounts.addresses import client_address, client_agent
from dnfa.accounts.models import SignedInSession, User

SEEN = "last_seen"  # in the session: when the row was last written, so that most requests write nothing
SEEN_EVERY = timedelta(minutes=5)


def note_session(*, request: HttpRequest, user: User, now: datetime) -> None:
    """Remember that this browser is signed in.

    Side effects: the session stored, one row for it. It ends `SESSION_COOKIE_AGE` from now however much it is used: a
    session that is written while it is used would otherwise never end.
    """
    request.session.set_expiry(now + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    request.session[SEEN] = now.timestamp()
    request.session.save()
    SignedInSession.objects.update_or_create(
        session_id=request.session.session_key,
        defaults={
            "user": user,
            "address": client_address(request),
            "agent": client_agent(request),
            "started_at": now,
            "last_seen_at": now,
        },
    )


def note_seen(*, request: HttpRequest, now: datetime) -> None:
    """Remember that the browser is still in use; writes at most once in `SEEN_EVERY`."""
    seen = request.session.get(SEEN)
    if seen is None or now.timestamp() - seen < SEEN_EVERY.total_seconds():
        return
    request.session[SEEN] = now.timestamp()
    SignedInSession.objects.filter(session_id=request.session.session_key).update(
        last_seen_at=now, address=client_address(request)
    )


def sessions_of(user: User, *, now: datetime) -> QuerySet[SignedInSession]:
    """The browsers in which this person is signed in, the one used last first."""
    return user.open_sessions.filter(session__expire_date__gt=now).order_by("-last_seen_at", "pk")


def end_sessions(*, user: User, keep: str | None = None) -> int:
    """Sign the person out everywhere, or everywhere but in the session `keep`; gives how many ended.

    Side effects: the sessions, which answer no request any more.
    """
    keys = list(user.open_sessions.exclude(session_id=keep or "").values_list("session_id", flat=True))
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)


def end_session(*, session: SignedInSession) -> None:
    """Sign a person out of one browser. Side effects: the session, which answers no request any more."""
    Session.objects.filter(pk=session.session_id).delete()
