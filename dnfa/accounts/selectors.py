"""Composed reads of the ground floor."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from dnfa.accounts.models import ApiToken, User
from dnfa.accounts.rules import runs_the_house
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.models import Job


def jobs_visible_to(user: User | AnonymousUser) -> QuerySet[Job]:
    """One's own jobs; everybody's for head of division and administrator. Newest first."""
    jobs = Job.objects.select_related("requested_by").order_by("-created_at", "-pk")
    if not isinstance(user, User) or not user.is_active:
        return jobs.none()
    return jobs if runs_the_house(user) else jobs.filter(requested_by=user)


def mails_visible_to(user: User | AnonymousUser) -> QuerySet[OutgoingMail]:
    """Every mail of the outbox for head of division and administrator; none for anybody else."""
    mails = OutgoingMail.objects.select_related("recipient")
    return mails if isinstance(user, User) and runs_the_house(user) else mails.none()


def tokens_of(user: User, *, now: datetime) -> QuerySet[ApiToken]:
    """The person's tokens that still open the API, newest first."""
    return user.tokens.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now), revoked_at__isnull=True
    ).order_by("-created_at", "-pk")


def demonstration_users() -> QuerySet[User]:
    """Whom the sign-in page may name: the demonstration users of a demonstration home, nobody elsewhere."""
    if not settings.DNFA_DEMO:
        return User.objects.none()
    return User.objects.filter(is_demonstration=True, is_active=True).order_by("pk")
