"""Verbs on notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q

from dnfa.core.mail.enums import MailState
from dnfa.followup.notices import sources

NEVER_WENT_OUT = frozenset({MailState.FAILED, MailState.CANCELLED, MailState.EXPIRED})

if TYPE_CHECKING:
    from dnfa.followup.models import Notice  # noqa: F401  (names the model for the type checker only)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads of notices."""

    def visible_to(self, user: Any) -> NoticeQuerySet:
        """The person's own, about records it may still see: who lost sight of a record reads nothing of it here either."""
        if not user.is_authenticated or not user.is_active or user.pk is None:
            return self.none()
        condition = Q(pk__in=[])
        for model in sources.models():
            seen = sources.visible(model, user).order_by().filter(pk=OuterRef("object_id"))
            condition |= Q(Exists(seen), content_type=ContentType.objects.get_for_model(model))
        return self.filter(condition, recipient=user.pk)

    def standing(self) -> NoticeQuerySet:
        """Those whose cause is there."""
        return self.filter(ended_at__isnull=True)

    def unread(self) -> NoticeQuerySet:
        """Standing ones that the person has not opened."""
        return self.standing().filter(read_at__isnull=True)

    def expected(self) -> NoticeQuerySet:
        """Standing ones on which the person has to do something, read or not."""
        return self.standing().filter(expects=True)

    def untold_by_mail(self) -> NoticeQuerySet:
        """Unread ones that stood in no mail, or only in one that never went out."""
        return self.unread().filter(
            Q(digest__isnull=True) | Q(digest__mail__state__in=sorted(NEVER_WENT_OUT))
        )
