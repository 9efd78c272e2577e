"""Flags: what the registry noticed, why, since when, and when the cause was gone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dnfa.core.audit import audited
from dnfa.core.models import TimeStampedModel
from dnfa.followup.enums import Severity
from dnfa.followup.querysets import FlagQuerySet


class FlagRun(models.Model):
    """One run of the flag sync: for which day, what it opened, kept and closed."""

    as_of = models.DateField(_("Tính đến ngày"))
    started_at = models.DateTimeField(_("Bắt đầu"), auto_now_add=True)
    finished_at = models.DateTimeField(_("Kết thúc"), null=True, blank=True)
    opened = models.PositiveIntegerField(_("Mở mới"), default=0)
    kept = models.PositiveIntegerField(_("Giữ"), default=0)
    closed = models.PositiveIntegerField(_("Đóng"), default=0)
    failures = models.JSONField(_("Quy tắc có lỗi"), default=list, blank=True)

    class Meta:
        verbose_name = _("lần quét cảnh báo")
        verbose_name_plural = _("các lần quét cảnh báo")
        ordering: ClassVar = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.as_of:%d/%m/%Y}"


@audited()
class Flag(TimeStampedModel):
    """A record that a rule found as of a day. It closes when its cause is gone and then stays as history."""

    rule = models.CharField(_("Quy tắc"), max_length=60)
    severity = models.CharField(_("Mức độ"), max_length=10, choices=Severity.choices)
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("Loại bản ghi"))
    object_id = models.PositiveBigIntegerField(_("Bản ghi"))
    record = GenericForeignKey("content_type", "object_id")
    reference_date = models.DateField(_("Ngày mốc"), null=True, blank=True)
    evidence = models.JSONField(pgettext_lazy("cảnh báo", "Căn cứ"), default=dict, blank=True)
    opened_on = models.DateField(_("Mở theo số liệu ngày"))
    last_seen_on = models.DateField(_("Còn đúng theo số liệu ngày"))
    closed_on = models.DateField(_("Đóng theo số liệu ngày"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Đóng lúc"), null=True, blank=True)
    snoozed_until = models.DateField(_("Hoãn nhắc đến hết"), null=True, blank=True)
    snooze_reason = models.CharField(_("Lý do hoãn"), max_length=500, blank=True)
    snoozed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người hoãn"),
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("cảnh báo")
        verbose_name_plural = _("cảnh báo")
        ordering: ClassVar = ["rule", "reference_date", "pk"]
        indexes: ClassVar = [models.Index(fields=["content_type", "object_id"], name="flag_record")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "content_type", "object_id"],
                condition=Q(closed_on__isnull=True),
                name="flag_open_once",
            ),
            models.CheckConstraint(
                name="flag_closed_whole",
                condition=Q(closed_on__isnull=True, closed_at__isnull=True)
                | Q(closed_on__isnull=False, closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="flag_snooze_has_reason", condition=Q(snoozed_until__isnull=True) | ~Q(snooze_reason="")
            ),
            models.CheckConstraint(
                name="flag_closed_after_opening",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.content_type_id}:{self.object_id}"
