"""International conferences that the city holds or goes to, and visits of the foreign press."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delegations.enums import ConferencePart, PermitLevel
from delegations.models.base import ContactRecord, PlannedRecord, planned_constraints
from dnfa.core.audit import audited
from dnfa.core.versions import versioned
from partners.models import Country


@versioned
@audited(exclude=("version",))
class Conference(PlannedRecord):
    """An international conference or seminar (Decision 06/2020/QĐ-TTg), with its permit and who came.

    Persons are kept in four classes (annex VI of the yearly report, and online apart); `persons` is their sum when
    the classes are known.
    """

    part = models.CharField(_("Vai trò của thành phố"), max_length=10, choices=ConferencePart.choices)
    organiser = models.CharField(_("Đơn vị tổ chức (ngoài thành phố)"), max_length=300, blank=True)
    permit_level = models.CharField(_("Cấp cho phép"), max_length=20, choices=PermitLevel.choices, blank=True)
    filed_on = models.DateField(_("Ngày nộp hồ sơ xin phép"), null=True, blank=True)
    vietnamese_persons = models.PositiveIntegerField(_("Người Việt Nam"), null=True, blank=True)
    resident_foreigners = models.PositiveIntegerField(
        _("Người nước ngoài ở trong nước"), null=True, blank=True
    )
    visiting_foreigners = models.PositiveIntegerField(
        _("Người nước ngoài từ nước ngoài vào"), null=True, blank=True
    )
    online_persons = models.PositiveIntegerField(_("Người dự trực tuyến"), null=True, blank=True)
    countries = models.ManyToManyField(
        Country, related_name="+", blank=True, verbose_name=_("Quốc gia, vùng lãnh thổ có người dự")
    )

    class Meta(PlannedRecord.Meta):
        verbose_name = _("hội nghị, hội thảo quốc tế")
        verbose_name_plural = _("hội nghị, hội thảo quốc tế")
        constraints: ClassVar = planned_constraints("conference")
        indexes: ClassVar = [models.Index(fields=["planned_starts_on"], name="conference_planned")]

    def get_absolute_url(self) -> str:
        return reverse("delegations:conference", args=[self.key])


@versioned
@audited(exclude=("version",))
class PressVisit(ContactRecord):
    """A visit of foreign press to work in the city: outlets, topics, permit, who guides it (optional annex XI)."""

    outlets = models.CharField(_("Hãng báo chí"), max_length=500)
    countries = models.ManyToManyField(
        Country, related_name="+", blank=True, verbose_name=_("Quốc gia, vùng lãnh thổ")
    )
    topics = models.TextField(_("Chủ đề tác nghiệp"), blank=True)
    permit_number = models.CharField(_("Giấy phép số"), max_length=120, blank=True)
    permit_on = models.DateField(_("Ngày giấy phép"), null=True, blank=True)
    guided_by = models.CharField(_("Cơ quan hướng dẫn"), max_length=300, blank=True)
    is_published = models.BooleanField(_("Đã có sản phẩm báo chí"), default=False)
    published_note = models.CharField(_("Sản phẩm"), max_length=500, blank=True)

    class Meta(ContactRecord.Meta):
        verbose_name = _("đoàn phóng viên nước ngoài")
        verbose_name_plural = _("đoàn phóng viên nước ngoài")
        ordering: ClassVar = [F("starts_on").desc(nulls_last=True), "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="press_visit_recurring_undated",
                condition=Q(is_recurring=False) | Q(starts_on__isnull=True),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("delegations:press_visit", args=[self.key])
