"""What stands around projects: the law of each source of money, registrations of foreign organisations, reports owed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.enums import NgoPermitKind, SourceType
from agreements.models.project import Project
from agreements.querysets.aid import NgoRegistrationQuerySet, ProjectReportQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.fields import PartialDateField
from dnfa.core.models import LegalBasis, TimeStampedModel
from dnfa.core.versions import VersionedModel, versioned
from partners.models import Partner


@audited()
class AidRegime(models.Model):
    """Under which law money of a source stands, from when to when: law as data (design.md section 4)."""

    source_type = models.CharField(_("Nguồn vốn"), max_length=20, choices=SourceType.choices)
    legal_basis = models.ForeignKey(
        LegalBasis, models.PROTECT, related_name="+", verbose_name=_("Căn cứ pháp lý")
    )
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến ngày"), null=True, blank=True)
    is_verified = models.BooleanField(_("Đã kiểm tra"), default=False)
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("chế độ pháp lý của viện trợ")
        verbose_name_plural = _("chế độ pháp lý của viện trợ")
        ordering: ClassVar = ["source_type", F("valid_from").asc(nulls_first=True)]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source_type", "legal_basis"], name="aid_regime_once"),
            models.CheckConstraint(
                name="aid_regime_range",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_type_display()}: {self.legal_basis}"


@versioned
@audited(exclude=("version",))
class NgoRegistration(VersionedModel, TimeStampedModel):
    """A registration of a foreign non-governmental organisation (Decree 58/2022/NĐ-CP): for what, where, until when."""

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="registrations", verbose_name=_("Tổ chức")
    )
    kind = models.CharField(_("Loại giấy"), max_length=30, choices=NgoPermitKind.choices)
    number = models.CharField(_("Số giấy"), max_length=120)
    issued_on = PartialDateField(_("Ngày cấp"), null=True, blank=True)
    issued_by = models.CharField(_("Nơi cấp"), max_length=200, blank=True)
    valid_from = PartialDateField(_("Có hiệu lực từ"), null=True, blank=True)
    valid_until = PartialDateField(_("Có hiệu lực đến"), null=True, blank=True)
    scope = models.CharField(_("Lĩnh vực, địa bàn được phép"), max_length=500, blank=True)
    legal_basis = models.ForeignKey(
        LegalBasis,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Căn cứ pháp lý"),
    )
    withdrawn_on = models.DateField(_("Thu hồi, chấm dứt ngày"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("Lý do thu hồi, chấm dứt"), max_length=500, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)

    objects = NgoRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("giấy đăng ký của tổ chức phi chính phủ nước ngoài")
        verbose_name_plural = _("giấy đăng ký của tổ chức phi chính phủ nước ngoài")
        ordering: ClassVar = ["partner", F("valid_until").desc(nulls_first=True), "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "number"], name="ngo_registration_once"),
            models.CheckConstraint(name="ngo_registration_numbered", condition=~Q(number="")),
            models.CheckConstraint(
                name="ngo_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:registration", args=[self.pk])


@audited()
class ProjectReport(TimeStampedModel):
    """What an agency reported of a project for a period: what was done, what stands in the way, what comes next."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="reports", verbose_name=_("Dự án, viện trợ")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="project_reports", verbose_name=_("Cơ quan báo cáo")
    )
    period_from = models.DateField(_("Kỳ từ ngày"))
    period_to = models.DateField(_("Kỳ đến ngày"))
    received_on = models.DateField(_("Ngày nhận"))
    document_number = models.CharField(_("Văn bản số"), max_length=120, blank=True)
    done_vi = models.TextField(_("Đã làm"))
    difficulty_vi = models.TextField(_("Vướng mắc"), blank=True)
    next_vi = models.TextField(_("Việc tiếp theo"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người ghi"),
    )

    objects = ProjectReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo tiến độ dự án")
        verbose_name_plural = _("các báo cáo tiến độ dự án")
        ordering: ClassVar = ["project", "-period_to", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "agency", "period_from", "period_to"], name="project_report_once"
            ),
            models.CheckConstraint(
                name="project_report_period", condition=Q(period_to__gte=F("period_from"))
            ),
            models.CheckConstraint(name="project_report_told", condition=~Q(done_vi="")),
        ]

    def __str__(self) -> str:
        return f"{self.project} ({self.period_from:%d/%m/%Y} - {self.period_to:%d/%m/%Y})"
