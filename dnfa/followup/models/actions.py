"""Things to do: one list for everything someone owes by a day, wherever it comes from."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.models import TimeStampedModel
from dnfa.core.versions import VersionedModel, versioned
from dnfa.followup.enums import ActionOrigin, ActionProgress
from dnfa.followup.querysets import ActionQuerySet


@versioned
@audited(exclude=("version",))
class Action(VersionedModel, TimeStampedModel):
    """Something one agency leads and owes by a day: a commitment, a decision of a review, a step of a renewal.

    It is done, or not to be done any more, by its dates; whether it is late follows from `due_on` and the day
    asked about. `record` is where it comes from; whoever may see that record, leads or coordinates, sees it.
    """

    title = models.CharField(_("Việc phải làm"), max_length=500)
    detail = models.TextField(_("Nội dung"), blank=True)
    origin = models.CharField(_("Xuất xứ"), max_length=20, choices=ActionOrigin.choices)
    content_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, verbose_name=_("Loại bản ghi")
    )
    object_id = models.PositiveBigIntegerField(_("Bản ghi"), null=True, blank=True)
    record = GenericForeignKey("content_type", "object_id")
    lead_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_actions",
        verbose_name=_("Cơ quan chủ trì"),
    )
    coordinating = models.ManyToManyField(
        Agency,
        through="ActionAgency",
        related_name="coordinated_actions",
        verbose_name=_("Cơ quan phối hợp"),
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("Người phụ trách"),
    )
    due_on = models.DateField(_("Hạn"), null=True, blank=True)
    progress = models.CharField(
        _("Tiến độ"), max_length=20, choices=ActionProgress.choices, default=ActionProgress.NOT_STARTED
    )
    done_on = models.DateField(_("Xong ngày"), null=True, blank=True)
    evidence = models.TextField(_("Kết quả, minh chứng"), blank=True)
    cancelled_on = models.DateField(_("Thôi làm từ ngày"), null=True, blank=True)
    cancel_reason = models.CharField(_("Lý do thôi làm"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc phải làm")
        verbose_name_plural = _("việc phải làm")
        ordering: ClassVar = [models.F("due_on").asc(nulls_last=True), "order", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id"], name="action_record"),
            models.Index(
                fields=["due_on"],
                condition=Q(done_on__isnull=True, cancelled_on__isnull=True),
                name="action_open_due",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="action_not_done_and_cancelled",
                condition=Q(done_on__isnull=True) | Q(cancelled_on__isnull=True),
            ),
            models.CheckConstraint(
                name="action_cancelled_with_reason",
                condition=Q(cancelled_on__isnull=True) | ~Q(cancel_reason=""),
            ),
            models.CheckConstraint(
                name="action_done_with_evidence", condition=Q(done_on__isnull=True) | ~Q(evidence="")
            ),
            models.CheckConstraint(
                name="action_record_whole",
                condition=Q(content_type__isnull=True, object_id__isnull=True)
                | Q(content_type__isnull=False, object_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse  # noqa: PLC0415

        return reverse("actions:detail", args=[self.pk])


@audited()
class ActionAgency(models.Model):
    """An agency that coordinates."""

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="agency_links", verbose_name=_("Việc phải làm")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="action_links", verbose_name=_("Cơ quan phối hợp")
    )

    class Meta:
        verbose_name = _("cơ quan phối hợp")
        verbose_name_plural = _("các cơ quan phối hợp")
        ordering: ClassVar = ["action", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "agency"], name="action_agency_once")
        ]

    def __str__(self) -> str:
        return str(self.agency)


@audited()
class ProgressNote(models.Model):
    """What an agency says about how far an action is, on a day. It stays as written; a new note corrects it."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="notes", verbose_name=_("Việc phải làm"))
    noted_on = models.DateField(_("Ngày"))
    text = models.TextField(_("Nội dung"))
    percent = models.PositiveSmallIntegerField(_("Hoàn thành (%)"), null=True, blank=True)
    is_difficulty = models.BooleanField(_("Là khó khăn, vướng mắc"), default=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cơ quan báo")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người ghi"),
    )
    created_at = models.DateTimeField(_("Ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("ghi chú tiến độ")
        verbose_name_plural = _("các ghi chú tiến độ")
        ordering: ClassVar = ["-noted_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="progress_percent", condition=Q(percent__isnull=True) | Q(percent__lte=100)
            ),
            models.CheckConstraint(name="progress_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.noted_on:%d/%m/%Y}"
