"""Who met: delegations in and out, events, letters, exchanges and other contacts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction, EngagementKind
from delegations.querysets import ContactQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.fields import PartialDateField
from dnfa.core.models import TimeStampedModel
from partners.models import Partner


class ContactRecord(TimeStampedModel):
    """What every meeting or contact has: when, with whom, by whom, what for, what came of it."""

    key = models.SlugField(_("Khóa"), max_length=120, unique=True)
    title_vi = models.CharField(_("Nội dung"), max_length=500)
    title_en = models.CharField(_("Nội dung (tiếng Anh)"), max_length=500, blank=True)
    starts_on = PartialDateField(_("Từ ngày"), null=True, blank=True)
    ends_on = PartialDateField(_("Đến ngày"), null=True, blank=True)
    is_recurring = models.BooleanField(_("Định kỳ, nguồn không ghi ngày"), default=False)
    partners = models.ManyToManyField(
        Partner, related_name="%(class)ss", blank=True, verbose_name=_("Đối tác")
    )
    lead_agencies = models.ManyToManyField(
        Agency, related_name="%(class)ss", blank=True, verbose_name=_("Cơ quan chủ trì")
    )
    purpose_vi = models.TextField(_("Mục đích"), blank=True)
    outcome_vi = models.TextField(_("Kết quả"), blank=True)
    persons = models.PositiveIntegerField(_("Số người"), null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = [F("starts_on").desc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.title_vi


@audited()
class Delegation(ContactRecord):
    """A delegation received from a partner or sent to one."""

    direction = models.CharField(_("Chiều"), max_length=5, choices=Direction.choices)
    head_name = models.CharField(_("Trưởng đoàn"), max_length=150, blank=True)
    head_title = models.CharField(_("Chức vụ trưởng đoàn"), max_length=200, blank=True)

    class Meta(ContactRecord.Meta):
        verbose_name = _("đoàn")
        verbose_name_plural = _("đoàn vào, đoàn ra")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="delegation_recurring_undated",
                condition=Q(is_recurring=False) | Q(starts_on__isnull=True),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("delegations:detail", args=[self.key])


@audited()
class Engagement(ContactRecord):
    """A contact that is no delegation: an event, a letter, an exchange, an online meeting, an invitation not taken up."""

    kind = models.CharField(_("Loại"), max_length=30, choices=EngagementKind.choices)
    head_name = models.CharField(_("Người đứng đầu"), max_length=150, blank=True)
    head_title = models.CharField(_("Chức vụ"), max_length=200, blank=True)

    class Meta(ContactRecord.Meta):
        verbose_name = _("tiếp xúc")
        verbose_name_plural = _("tiếp xúc, sự kiện")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="engagement_recurring_undated",
                condition=Q(is_recurring=False) | Q(starts_on__isnull=True),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("delegations:engagement", args=[self.key])
