"""Verbs on the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models

from dnfa.core.mail.enums import MailState

if TYPE_CHECKING:
    from dnfa.core.mail.models import OutgoingMail  # noqa: F401  (names the model for the type checker only)


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Mails at a moment."""

    def due(self, now: datetime) -> OutgoingMailQuerySet:
        """Mails whose time has come, in the order they are sent."""
        return self.filter(state=MailState.QUEUED, next_try_at__lte=now).order_by("next_try_at", "pk")

    def abandoned(self, now: datetime, *, after: timedelta) -> OutgoingMailQuerySet:
        """Mails that a sender took and said nothing of for so long that it must be dead."""
        return self.filter(state=MailState.SENDING, claimed_at__lt=now - after).order_by("pk")

    def worthless(self, now: datetime) -> OutgoingMailQuerySet:
        """Mails whose end has come before they went out."""
        return self.filter(state__in=[MailState.QUEUED, MailState.FAILED], expires_at__lte=now)
