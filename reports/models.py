"""What we tell leadership: baseline statistics, published counts, the papers produced; the Scheme is in a package."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dnfa.core.audit import audited
from dnfa.core.fields import PartialDateField
from dnfa.core.models import Job, TimeStampedModel
from reports.enums import CountBasis, Qualifier


@audited()
class Statistic(TimeStampedModel):
    """A baseline figure as a source states it, for a period; never computed by the register."""

    key = models.SlugField(_("Khóa"), max_length=80, unique=True)
    group = models.CharField(_("Nhóm"), max_length=40)
    metric_vi = models.CharField(_("Chỉ tiêu"), max_length=300)
    metric_en = models.CharField(_("Chỉ tiêu (tiếng Anh)"), max_length=300, blank=True)
    period = models.CharField(
        _("Thời kỳ"),
        max_length=40,
        blank=True,
        help_text=_("Ngày ISO theo độ chính xác của nguồn, hoặc từ/đến."),
    )
    value = models.DecimalField(_("Giá trị"), max_digits=24, decimal_places=4)
    qualifier = models.CharField(_("Mức chính xác"), max_length=10, choices=Qualifier.choices)
    unit = models.CharField(_("Đơn vị tính"), max_length=40)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        verbose_name = _("số liệu nền")
        verbose_name_plural = _("số liệu nền")
        ordering: ClassVar = ["group", "key"]

    def __str__(self) -> str:
        return self.metric_vi


@audited()
class PublishedCount(TimeStampedModel):
    """A total of localities, countries and territories or agreements that was published, to be held against our own."""

    key = models.SlugField(_("Khóa"), max_length=80, unique=True)
    as_of = PartialDateField(_("Tính đến"), null=True, blank=True)
    published_on = models.DateField(_("Công bố ngày"), null=True, blank=True)
    localities = models.PositiveIntegerField(_("Địa phương"), null=True, blank=True)
    countries_and_territories = models.PositiveIntegerField(
        _("Quốc gia và vùng lãnh thổ"), null=True, blank=True
    )
    agreements = models.PositiveIntegerField(_("Thỏa thuận"), null=True, blank=True)
    agreements_qualifier = models.CharField(
        _("Mức chính xác"), max_length=10, choices=Qualifier.choices, blank=True
    )
    basis = models.CharField(_("Cách có số"), max_length=20, choices=CountBasis.choices)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        verbose_name = _("số đã công bố")
        verbose_name_plural = _("số đã công bố")
        ordering: ClassVar = ["as_of", "pk"]

    def __str__(self) -> str:
        return self.key


@audited(exclude=("content",))
class ReportFile(TimeStampedModel):
    """A file a report job produced; kept with its hash so that what was handed over can be proved."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="report_files", verbose_name=_("Việc"))
    name = models.CharField(_("Tên tệp"), max_length=200)
    media_type = models.CharField(_("Loại"), max_length=120)
    sha256 = models.CharField(_("Mã băm SHA-256"), max_length=64)
    content = models.BinaryField(_("Nội dung"), editable=False)

    class Meta:
        verbose_name = _("tệp báo cáo")
        verbose_name_plural = _("tệp báo cáo")
        ordering: ClassVar = ["job", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "name"], name="report_file_once_per_job")
        ]

    def __str__(self) -> str:
        return self.name


from reports.scheme.models import (  # noqa: E402  (models of this app, in a package of their own)
    SchemeDifficulty,
    SchemeProposal,
    SchemeTask,
    SchemeTaskAgency,
    SchemeTaskProgress,
)

__all__ = [
    "PublishedCount",
    "ReportFile",
    "SchemeDifficulty",
    "SchemeProposal",
    "SchemeTask",
    "SchemeTaskAgency",
    "SchemeTaskProgress",
    "Statistic",
]
