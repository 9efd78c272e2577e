"""What an agency proposes outside the record, each value by itself, and what was decided."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.models import TimeStampedModel
from dnfa.core.versions import versioned
from dnfa.core.windows import TYPED_FIELDS, TypedModel
from dnfa.updates.enums import (
    NEEDS_RECORD,
    REQUEST_OVER,
    WITH_AGENCY,
    Decision,
    RequestKind,
    RequestState,
    ReturnReason,
    StepKind,
)
from dnfa.updates.querysets import ChangeRequestQuerySet, ConfirmationQuerySet


class Step(models.Model):
    """What happened, when, by whom, and in which words. It stays as written."""

    kind = models.CharField(_("Việc"), max_length=20, choices=StepKind.choices)
    at = models.DateTimeField(_("Lúc"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người làm"),
    )
    reason = models.CharField(_("Lý do trả lại"), max_length=20, choices=ReturnReason.choices, blank=True)
    text = models.TextField(_("Lời nhắn"), blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y %H:%M}"


@versioned
@audited(exclude=("version", *TYPED_FIELDS))
class ChangeRequest(TypedModel, TimeStampedModel):
    """What an agency's focal point sends: proposed values, a note, a file, a difficulty.

    It stays outside the record until an officer accepts it, value by value. `version` tells two people apart who
    write or decide at once; `base_version` is the record as the agency saw it.
    """

    kind = models.CharField(_("Loại cập nhật"), max_length=20, choices=RequestKind.choices)
    subject = models.CharField(_("Về"), max_length=40, blank=True)
    record_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Loại bản ghi")
    )
    record_id = models.PositiveBigIntegerField(_("Bản ghi"), null=True, blank=True)
    record = GenericForeignKey("record_type", "record_id")
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="change_requests", verbose_name=_("Cơ quan gửi")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="change_requests", verbose_name=_("Người soạn")
    )
    state = models.CharField(
        _("Trạng thái"), max_length=20, choices=RequestState.choices, default=RequestState.DRAFT
    )
    text = models.TextField(_("Nội dung"), blank=True)
    told_on = models.DateField(_("Ngày của sự việc"), null=True, blank=True)
    base_version = models.PositiveIntegerField(_("Phiên bản gốc"), null=True, blank=True, editable=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_requests",
        verbose_name=_("Người duyệt"),
    )
    submitted_at = models.DateTimeField(_("Gửi lúc"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Kết thúc lúc"), null=True, blank=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("của cơ quan", "cập nhật")
        verbose_name_plural = _("cập nhật của cơ quan")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["record_type", "record_id"], name="request_record"),
            models.Index(
                fields=["submitted_at"], condition=Q(state=RequestState.SUBMITTED), name="request_queue"
            ),
            models.Index(fields=["agency", "state"], name="request_agency_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="request_record_whole",
                condition=Q(record_type__isnull=True, record_id__isnull=True)
                | Q(record_type__isnull=False, record_id__isnull=False),
            ),
            models.CheckConstraint(
                name="request_about_a_record",
                condition=~Q(kind__in=sorted(NEEDS_RECORD)) | Q(record_type__isnull=False),
            ),
            models.CheckConstraint(
                name="request_sent_when_not_with_agency",
                condition=Q(state__in=[RequestState.DRAFT, RequestState.WITHDRAWN])
                | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_closed_when_over",
                condition=Q(state__in=sorted(REQUEST_OVER), closed_at__isnull=False)
                | (~Q(state__in=sorted(REQUEST_OVER)) & Q(closed_at__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["agency", "record_type", "record_id"],
                condition=Q(kind=RequestKind.EDIT, state__in=sorted({*WITH_AGENCY, RequestState.SUBMITTED})),
                name="request_one_open_edit",
            ),
        ]

    def __str__(self) -> str:
        return f"CN-{self.pk}"

    def get_absolute_url(self) -> str:
        from django.urls import reverse  # noqa: PLC0415

        return reverse("updates:detail", args=[self.pk])


@audited()
class ProposedValue(models.Model):
    """One value an agency proposes: what stood when it wrote, what it wants, what was decided.

    Both are kept as the form's widget sends them, so that nothing typed is ever lost in translation.
    """

    request = models.ForeignKey(
        ChangeRequest, models.CASCADE, related_name="values", verbose_name=_("Cập nhật")
    )
    name = models.CharField(_("Trường"), max_length=60)
    base = models.JSONField(_("Khi cơ quan soạn"), default=str, blank=True)
    proposed = models.JSONField(_("Đề nghị"), default=str, blank=True)
    decision = models.CharField(
        _("Quyết định"), max_length=10, choices=Decision.choices, default=Decision.OPEN
    )
    remark = models.CharField(_("Ý kiến"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("giá trị đề nghị")
        verbose_name_plural = _("các giá trị đề nghị")
        ordering: ClassVar = ["request", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "name"], name="proposed_value_once"),
            models.CheckConstraint(
                name="proposed_value_returned_with_remark",
                condition=~Q(decision=Decision.RETURNED) | ~Q(remark=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pgtrigger.register(
    pgtrigger.Protect(name="step_stays", operation=pgtrigger.Update),
)
class RequestStep(Step):
    """A step of one change request."""

    request = models.ForeignKey(
        ChangeRequest, models.CASCADE, related_name="steps", verbose_name=_("Cập nhật")
    )

    class Meta(Step.Meta):
        verbose_name = _("bước xử lý cập nhật")
        verbose_name_plural = _("các bước xử lý cập nhật")


@audited()
class Confirmation(models.Model):
    """An agency said on a day that a record is still true; it needs no review, and the next one stands beside it."""

    content_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name=_("Loại bản ghi")
    )
    object_id = models.PositiveBigIntegerField(_("Bản ghi"))
    record = GenericForeignKey("content_type", "object_id")
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="confirmations", verbose_name=_("Cơ quan xác nhận")
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Người xác nhận")
    )
    confirmed_on = models.DateField(_("Ngày xác nhận"))
    record_version = models.PositiveIntegerField(_("Phiên bản đã xem"), editable=False)
    created_at = models.DateTimeField(_("Ghi lúc"), auto_now_add=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("xác nhận còn đúng")
        verbose_name_plural = _("các xác nhận còn đúng")
        ordering: ClassVar = ["-confirmed_on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id", "-confirmed_on"], name="confirmation_record")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "agency", "confirmed_on"],
                name="confirmation_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.confirmed_on:%d/%m/%Y}"
