"""Secret addresses under which a person's calendar programme reads dates."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dnfa.core.audit import audited
from dnfa.core.models import TimeStampedModel


@audited(exclude=("digest",))
class FeedToken(TimeStampedModel):
    """A revocable calendar address of one person; it shows what that person may see, and only its SHA-256 is stored."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_tokens", verbose_name=_("Của")
    )
    name = models.CharField(_("Dùng cho"), max_length=100)
    feed = models.CharField(_("Lịch"), max_length=40)
    prefix = models.CharField(_("Bốn ký tự đầu"), max_length=8)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField(_("Thu hồi lúc"), null=True, blank=True)
    last_used_on = models.DateField(_("Dùng gần nhất"), null=True, blank=True)

    class Meta:
        verbose_name = _("địa chỉ lịch")
        verbose_name_plural = _("địa chỉ lịch")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
