"""Aid and joint projects, received and given."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.enums import AmountQualifier, ProjectDirection, ProjectModality, ProjectStatus
from agreements.models.agreement import Agreement
from agreements.querysets import ProjectQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.fields import PartialDateField
from dnfa.core.functions import ViFold
from dnfa.core.models import TimeStampedModel
from partners.models import CooperationField, Partner


@audited()
class Project(TimeStampedModel):
    """A project or an aid item: who gave, who received, what the sources say it cost and did.

    Đà Nẵng itself is never written: `donor` is empty for what it gave, `recipient` for what it received.
    Amounts stay in the currency of the source; `amount_vnd_stated` is the source's own dong value.
    """

    key = models.SlugField(_("Khóa"), max_length=120, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Thuộc chương trình"),
    )
    title_vi = models.CharField(_("Tên dự án, khoản viện trợ"), max_length=500)
    title_en = models.CharField(_("Tên tiếng Anh"), max_length=500, blank=True)
    direction = models.CharField(_("Chiều"), max_length=20, choices=ProjectDirection.choices)
    modality = models.CharField(_("Hình thức"), max_length=30, choices=ProjectModality.choices)
    status = models.CharField(_("Tình trạng theo nguồn"), max_length=20, choices=ProjectStatus.choices)
    donor = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects_given",
        verbose_name=_("Nhà tài trợ"),
    )
    recipient = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects_received",
        verbose_name=_("Bên nhận"),
    )
    partners = models.ManyToManyField(Partner, related_name="projects", blank=True, verbose_name=_("Đối tác"))
    managing_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("Cơ quan quản lý"),
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("Theo thỏa thuận"),
    )
    amount = models.DecimalField(_("Giá trị"), max_digits=20, decimal_places=2, null=True, blank=True)
    amount_qualifier = models.CharField(
        _("Mức chính xác"), max_length=10, choices=AmountQualifier.choices, blank=True
    )
    currency = models.CharField(_("Loại tiền"), max_length=3, blank=True)
    amount_vnd_stated = models.DecimalField(
        _("Tiền đồng theo nguồn"), max_digits=20, decimal_places=0, null=True, blank=True
    )
    amount_committed = models.DecimalField(
        _("Cam kết"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    amount_disbursed = models.DecimalField(
        _("Giải ngân"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    quantity = models.DecimalField(_("Số lượng"), max_digits=20, decimal_places=2, null=True, blank=True)
    quantity_unit = models.CharField(_("Đơn vị tính"), max_length=60, blank=True)
    starts_on = PartialDateField(_("Bắt đầu"), null=True, blank=True)
    ends_on = PartialDateField(_("Kết thúc"), null=True, blank=True)
    fields = models.ManyToManyField(
        CooperationField, related_name="projects", blank=True, verbose_name=_("Lĩnh vực")
    )
    result_vi = models.TextField(_("Kết quả"), blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)
    title_fold = models.GeneratedField(
        expression=ViFold(F("title_vi")), output_field=models.TextField(), db_persist=True
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("dự án, viện trợ")
        verbose_name_plural = _("dự án, viện trợ")
        ordering: ClassVar = [F("starts_on").desc(nulls_last=True), "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="project_money_has_currency",
                condition=Q(amount__isnull=True, amount_committed__isnull=True, amount_disbursed__isnull=True)
                | Q(currency__regex=r"^[A-Z]{3}$"),
            ),
            models.CheckConstraint(
                name="project_direction_sides",
                condition=Q(direction=ProjectDirection.RECEIVED, recipient__isnull=True)
                | Q(direction=ProjectDirection.GIVEN, donor__isnull=True),
            ),
            models.CheckConstraint(
                name="project_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.title_vi

    def get_absolute_url(self) -> str:
        return reverse("agreements:project", args=[self.key])
