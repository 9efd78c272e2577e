"""Notices: what a person was told, once, about a record and for a reason; the daily mail that carried it; what each person chose."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dnfa.core.audit import audited
from dnfa.core.models import TimeStampedModel
from dnfa.followup.enums import MailRhythm
from dnfa.followup.querysets_notices import NoticeQuerySet


class Digest(models.Model):
    """The one mail of a day to a person: a second one of the same day cannot be written."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests", verbose_name=_("Người nhận")
    )
    day = models.DateField(_("Ngày"))
    mail = models.OneToOneField(
        "core.OutgoingMail", models.PROTECT, related_name="digest", verbose_name=_("Thư")
    )
    created_at = models.DateTimeField(_("Lập lúc"))

    class Meta:
        verbose_name = _("thư tổng hợp trong ngày")
        verbose_name_plural = _("thư tổng hợp trong ngày")
        ordering: ClassVar = ["-day", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "day"], name="digest_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.day:%d/%m/%Y}"


class Notice(models.Model):
    """One thing told to one person: the inbox and the log of what was told are the same rows.

    The key (recipient, source, record, threshold, reference date) is told once, however often the sync runs; a later
    threshold or another date is another key. `ended_at` is set when its cause is gone.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name=_("Người nhận")
    )
    source = models.CharField(_("Loại thông báo"), max_length=60)
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("Loại bản ghi"))
    object_id = models.PositiveBigIntegerField(_("Bản ghi"))
    record = GenericForeignKey("content_type", "object_id")
    threshold = models.CharField(_("Mốc nhắc"), max_length=60, blank=True)
    reference_date = models.DateField(_("Ngày mốc"))
    expects = models.BooleanField(_("Cần người nhận làm"))
    evidence = models.JSONField(pgettext_lazy("cảnh báo", "Căn cứ"), default=dict, blank=True)
    made_on = models.DateField(_("Báo ngày"))
    created_at = models.DateTimeField(_("Báo lúc"))
    read_at = models.DateTimeField(_("Đọc lúc"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Hết lý do lúc"), null=True, blank=True)
    digest = models.ForeignKey(
        Digest, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name=_("Thư")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["recipient"],
                condition=Q(read_at__isnull=True, ended_at__isnull=True),
                name="notice_unread",
            ),
            models.Index(fields=["source"], condition=Q(ended_at__isnull=True), name="notice_standing"),
            models.Index(fields=["content_type", "object_id"], name="notice_record"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recipient", "source", "content_type", "object_id", "threshold", "reference_date"],
                name="notice_told_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.content_type_id}:{self.object_id} {self.threshold}".strip()


@audited()
class ReminderStep(TimeStampedModel):
    """When a date is reminded of: so many working days before it (0 on the day, negative after it)."""

    source = models.CharField(_("Loại thông báo"), max_length=60)
    days_before = models.SmallIntegerField(
        _("Số ngày làm việc trước hạn"),
        null=True,
        blank=True,
        help_text=_("0: đúng ngày; số âm: sau hạn; để trống: ngay khi việc bắt đầu."),
    )

    class Meta:
        verbose_name = _("mốc nhắc")
        verbose_name_plural = _("các mốc nhắc")
        ordering: ClassVar = ["source", models.F("days_before").desc(nulls_first=True)]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "days_before"], name="reminder_step_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {'' if self.days_before is None else self.days_before}".strip()


@audited()
class MailChoice(TimeStampedModel):
    """How often a person wants the mail of notices, and until when none at all; without a row, every working day."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choice", verbose_name=_("Của")
    )
    rhythm = models.CharField(
        _("Thư tổng hợp"), max_length=20, choices=MailRhythm.choices, default=MailRhythm.DAILY
    )
    only_expected = models.BooleanField(_("Chỉ gửi khi có việc cần tôi làm"), default=False)
    quiet_until = models.DateField(_("Không gửi thư đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("lựa chọn nhận thư")
        verbose_name_plural = _("các lựa chọn nhận thư")
        ordering: ClassVar = ["user"]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_rhythm_display()}"


@audited()
class SourceChoice(TimeStampedModel):
    """What a person wants to hear of one kind of notice; without a row, everything."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="source_choices", verbose_name=_("Của")
    )
    source = models.CharField(_("Loại thông báo"), max_length=60)
    is_off = models.BooleanField(_("Không báo"), default=False)
    by_mail = models.BooleanField(_("Cả trong thư"), default=True)
    first_days = models.SmallIntegerField(_("Chỉ nhắc từ số ngày làm việc trước hạn"), null=True, blank=True)

    class Meta:
        verbose_name = _("lựa chọn thông báo")
        verbose_name_plural = _("các lựa chọn thông báo")
        ordering: ClassVar = ["user", "source"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "source"], name="source_choice_once"),
            models.CheckConstraint(
                name="source_choice_off_is_no_mail", condition=Q(is_off=False) | Q(by_mail=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.source}"
