"""A round asks chosen agencies for chosen things by a date, and keeps what each answered."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.models import TimeStampedModel
from dnfa.core.versions import VersionedModel, versioned
from dnfa.core.windows import TYPED_FIELDS, TypedModel
from dnfa.updates.enums import AskKind
from dnfa.updates.models.requests import Confirmation, Step
from dnfa.updates.querysets import RoundAgencyQuerySet, UpdateRoundQuerySet


@versioned
@audited(exclude=("version",))
class UpdateRound(VersionedModel, TimeStampedModel):
    """One time that the Department asks: whom, for what, about which period, by which day.

    Agencies see it from `opened_at`; after `closed_at` nobody answers any more.
    """

    title = models.CharField(_("Tên đợt"), max_length=300)
    message = models.TextField(_("Lời nhắn gửi các cơ quan"), blank=True)
    period_from = models.DateField(_("Kỳ từ ngày"), null=True, blank=True)
    period_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    due_on = models.DateField(_("Hạn trả lời"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="update_rounds", verbose_name=_("Phụ trách")
    )
    opened_at = models.DateTimeField(_("Mở lúc"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Đóng lúc"), null=True, blank=True)

    objects = UpdateRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt cập nhật")
        verbose_name_plural = _("đợt cập nhật")
        ordering: ClassVar = ["-due_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="round_period",
                condition=Q(period_from__isnull=True)
                | Q(period_to__isnull=True)
                | Q(period_to__gte=F("period_from")),
            ),
            models.CheckConstraint(
                name="round_closed_after_opened",
                condition=Q(closed_at__isnull=True)
                | Q(opened_at__isnull=False, closed_at__gte=F("opened_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse  # noqa: PLC0415

        return reverse("updates:round", args=[self.pk])


@audited()
class RoundQuestion(models.Model):
    """One thing a round asks for: words, a figure in a unit, or both; "nothing in this period" is an answer too."""

    round = models.ForeignKey(
        UpdateRound, models.CASCADE, related_name="questions", verbose_name=_("Đợt cập nhật")
    )
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    kind = models.CharField(_("Hỏi về"), max_length=20, choices=AskKind.choices)
    title = models.CharField(_("Nội dung hỏi"), max_length=300)
    help = models.CharField(_("Hướng dẫn"), max_length=500, blank=True)
    unit = models.CharField(
        _("Đơn vị của số liệu"),
        max_length=60,
        blank=True,
        help_text=_("Để trống khi không hỏi số liệu."),
    )
    is_required = models.BooleanField(_("Phải trả lời"), default=True)

    class Meta:
        verbose_name = _("câu hỏi của đợt")
        verbose_name_plural = _("các câu hỏi của đợt")
        ordering: ClassVar = ["round", "order", "pk"]

    def __str__(self) -> str:
        return self.title


@versioned
@audited(exclude=("version", *TYPED_FIELDS))
class RoundAgency(TypedModel, TimeStampedModel):
    """One agency in a round: until when it is asked to answer, and what became of its answer."""

    round = models.ForeignKey(
        UpdateRound, models.CASCADE, related_name="agencies", verbose_name=_("Đợt cập nhật")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="round_agencies", verbose_name=_("Cơ quan")
    )
    due_on = models.DateField(_("Hạn của cơ quan"))
    asked_until = models.DateField(_("Xin lùi hạn đến ngày"), null=True, blank=True)
    asked_because = models.CharField(_("Lý do xin lùi hạn"), max_length=500, blank=True)
    started_at = models.DateTimeField(_("Bắt đầu soạn"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("Gửi lúc"), null=True, blank=True)
    returned_at = models.DateTimeField(_("Trả lại lúc"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("Nhận lúc"), null=True, blank=True)

    objects = RoundAgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan được hỏi")
        verbose_name_plural = _("các cơ quan được hỏi")
        ordering: ClassVar = ["round", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"], condition=Q(accepted_at__isnull=True), name="round_agency_open_due"
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "agency"], name="round_agency_once"),
            models.CheckConstraint(
                name="round_agency_extension_with_reason",
                condition=Q(asked_until__isnull=True, asked_because="")
                | Q(asked_until__isnull=False) & ~Q(asked_because=""),
            ),
            models.CheckConstraint(
                name="round_agency_returned_was_sent",
                condition=Q(returned_at__isnull=True) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="round_agency_accepted_was_sent",
                condition=Q(accepted_at__isnull=True)
                | Q(submitted_at__isnull=False, returned_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.agency}"

    def get_absolute_url(self) -> str:
        from django.urls import reverse  # noqa: PLC0415

        return reverse("updates:answer", args=[self.round_id, self.agency.key])


@audited(exclude=("typed_in",))
class RoundAnswer(models.Model):
    """What an agency says to one question. Nothing is checked before it is sent: `figure_typed` keeps a figure that cannot be
    read, and "nothing" may stand beside what it contradicts.
    """

    asked = models.ForeignKey(
        RoundAgency, models.CASCADE, related_name="answers", verbose_name=_("Cơ quan được hỏi")
    )
    question = models.ForeignKey(
        RoundQuestion, models.PROTECT, related_name="answers", verbose_name=_("Câu hỏi")
    )
    text = models.TextField(_("Trả lời"), blank=True)
    figure = models.DecimalField(_("Số liệu"), max_digits=20, decimal_places=2, null=True, blank=True)
    figure_typed = models.CharField(_("Số liệu chưa đọc được"), max_length=200, blank=True, default="")
    is_nothing = models.BooleanField(_("Không phát sinh trong kỳ"), default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Người trả lời")
    )
    updated_at = models.DateTimeField(_("Cập nhật lúc"), auto_now=True)
    # The window that wrote it last (dnfa/core/windows.py).
    typed_in = models.CharField(max_length=32, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("câu trả lời")
        verbose_name_plural = _("các câu trả lời")
        ordering: ClassVar = ["asked", "question"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asked", "question"], name="round_answer_once"),
            models.CheckConstraint(
                name="round_answer_figure_read_or_typed",
                condition=Q(figure_typed="") | Q(figure__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


@audited()
class RoundRecord(models.Model):
    """One record that a round asks an agency about; it is done when confirmed or when a change was sent."""

    asked = models.ForeignKey(
        RoundAgency, models.CASCADE, related_name="records", verbose_name=_("Cơ quan được hỏi")
    )
    content_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name=_("Loại bản ghi")
    )
    object_id = models.PositiveBigIntegerField(_("Bản ghi"))
    record = GenericForeignKey("content_type", "object_id")
    confirmation = models.ForeignKey(
        Confirmation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="round_records",
        verbose_name=_("Xác nhận"),
    )

    class Meta:
        verbose_name = _("bản ghi được hỏi")
        verbose_name_plural = _("các bản ghi được hỏi")
        ordering: ClassVar = ["asked", "content_type", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asked", "content_type", "object_id"], name="round_record_once")
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id}"


@pgtrigger.register(
    pgtrigger.Protect(name="round_step_stays", operation=pgtrigger.Update),
)
class RoundStep(Step):
    """A step of one agency's answer."""

    asked = models.ForeignKey(
        RoundAgency, models.CASCADE, related_name="steps", verbose_name=_("Cơ quan được hỏi")
    )

    class Meta(Step.Meta):
        verbose_name = _("bước trả lời")
        verbose_name_plural = _("các bước trả lời")
