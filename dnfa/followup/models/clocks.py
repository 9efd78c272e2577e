"""Legal clocks: rules of law as rows, and the deadlines they give for single records."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.models import LegalBasis, TimeStampedModel
from dnfa.followup.enums import ClockDirection, ClockUnit
from dnfa.followup.querysets import ClockQuerySet


@audited()
class ClockRule(models.Model):
    """A deadline that the law sets: from what, how long, by which clause, valid from when to when.

    `trigger` names what starts it (dnfa/followup/clocks.py); `conditions` narrows it to kinds of record, a
    list of allowed values by name. The rule valid on the day the clock starts applies. A deadline that falls on a
    day off moves to the next working day where `rolls` says so (Civil Code 91/2015/QH13 art. 148.5).
    """

    key = models.SlugField(_("Khóa"), max_length=80)
    label = models.CharField(_("Tên thời hạn"), max_length=200)
    duty = models.CharField(_("Việc phải làm"), max_length=300)
    trigger = models.CharField(_("Tính từ"), max_length=60)
    conditions = models.JSONField(_("Chỉ áp dụng cho"), default=dict, blank=True)
    offset = models.PositiveSmallIntegerField(_("Số ngày, tháng"))
    unit = models.CharField(_("Đơn vị"), max_length=20, choices=ClockUnit.choices)
    direction = models.CharField(
        _("Hướng tính"), max_length=10, choices=ClockDirection.choices, default=ClockDirection.AFTER
    )
    rolls = models.BooleanField(_("Rơi vào ngày nghỉ thì chuyển sang ngày làm việc"), default=True)
    basis = models.ForeignKey(LegalBasis, models.PROTECT, null=True, blank=True, verbose_name=_("Căn cứ"))
    clause = models.CharField(_("Điều, khoản"), max_length=120, blank=True)
    valid_from = models.DateField(_("Áp dụng từ"))
    valid_to = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    is_verified = models.BooleanField(_("Đã kiểm tra"), default=False)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        verbose_name = _("thời hạn luật định")
        verbose_name_plural = _("thời hạn luật định")
        ordering: ClassVar = ["key", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="clock_rule_once_per_start"),
            models.CheckConstraint(
                name="clock_rule_range", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return self.label


@audited()
class Clock(TimeStampedModel):
    """A deadline of one record: derived from its facts, the rule and the calendar, never typed.

    `part` tells several clocks of one rule and record apart (each consulted body has its own). The sync
    (dnfa/followup/clocks.py) opens, moves and closes rows; a person can only waive one, with a reason.
    """

    rule = models.ForeignKey(
        ClockRule, models.PROTECT, related_name="clocks", verbose_name=_("Thời hạn luật định")
    )
    code = models.CharField(_("Mã thời hạn"), max_length=80)
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("Loại bản ghi"))
    object_id = models.PositiveBigIntegerField(_("Bản ghi"))
    record = GenericForeignKey("content_type", "object_id")
    part = models.CharField(_("Phần"), max_length=60, blank=True)
    part_label = models.CharField(_("Của"), max_length=300, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cơ quan phải làm")
    )
    started_on = models.DateField(_("Bắt đầu tính"))
    due_on = models.DateField(_("Hạn cuối"))
    done_on = models.DateField(_("Đã làm ngày"), null=True, blank=True)
    done_note = models.CharField(_("Bằng văn bản"), max_length=300, blank=True)
    waived_on = models.DateField(_("Bỏ qua từ ngày"), null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người bỏ qua"),
    )
    waive_reason = models.CharField(_("Lý do bỏ qua"), max_length=500, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("thời hạn")
        verbose_name_plural = _("thời hạn")
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id"], name="clock_record"),
            models.Index(fields=["due_on"], condition=Q(done_on__isnull=True), name="clock_open_due"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "content_type", "object_id", "part"], name="clock_once"),
            models.CheckConstraint(
                name="clock_waived_whole",
                condition=Q(waived_on__isnull=True, waived_by__isnull=True, waive_reason="")
                | Q(waived_on__isnull=False, waived_by__isnull=False) & ~Q(waive_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.due_on:%d/%m/%Y}"
