"""Verbs on the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from dnfa.core.mail.enums import WAITS, MailState

if TYPE_CHECKING:
    from dnfa.core.mail.models import OutgoingMail  # noqa: F401  (names the model for the type checker only)


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Mails at a moment."""

    def due(self, now: datetime) -> OutgoingMailQuerySet:
        """Mails whose time has come and is not over, in the order they are sent."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now), state=MailState.QUEUED, next_try_at__lte=now
        ).order_by("next_try_at", "pk")

    def abandoned(self, now: datetime, *, after: timedelta) -> OutgoingMailQuerySet:
        """Mails that a sender took and said nothing of for so long that it must be dead."""
        return self.filter(state=MailState.SENDING, claimed_at__lt=now - after).order_by("pk")

    def worthless(self, now: datetime) -> OutgoingMailQuerySet:
        """Mails whose end came while they waited."""
        return self.filter(state=MailState.QUEUED, expires_at__lte=now)

    def dead_secrets(self, now: datetime) -> OutgoingMailQuerySet:
        """Secret mails that failed and cannot be sent again, but whose text is still kept."""
        return self.filter(state=MailState.FAILED, sensitive=True, expires_at__lte=now).exclude(body="")

    def waiting_since(self, moment: datetime) -> OutgoingMailQuerySet:
        """Mails that should have gone out at that moment or before and did not, the longest waiting first."""
        return self.filter(state__in=sorted(WAITS), due_at__lte=moment).order_by("due_at", "pk")
