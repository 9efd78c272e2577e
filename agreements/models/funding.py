"""Money of projects: lines that are added and never rewritten, and the rates at which others are told in đồng."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.enums import AmountQualifier, FundingKind
from agreements.models.project import Project
from agreements.querysets.funding import ExchangeRateQuerySet, FundingLineQuerySet
from agreements.rates import RATE_DIGITS, RATE_PLACES
from dnfa.core.audit import audited
from dnfa.core.fields import PartialDateField
from dnfa.core.models import TimeStampedModel
from dnfa.core.money import DONG, Money

CURRENCY = r"^[A-Z]{3}$"
WEB = ("http", "https")


@pgtrigger.register(pgtrigger.ReadOnly(name="rate_stands", fields=["currency", "day", "rate", "source"]))
@audited()
class ExchangeRate(TimeStampedModel):
    """How many đồng one unit of a currency was worth on a day, and who says so. A line keeps the rate it was told at.

    A rate stands as it was written. A wrong one is replaced by a further one that names it (`replaces`) and says why; from
    `replaced_on` it is offered no more, and the lines told at it keep it.
    """

    currency = models.CharField(_("Loại tiền"), max_length=3)
    day = models.DateField(_("Ngày"))
    rate = models.DecimalField(_("Đồng cho một đơn vị"), max_digits=RATE_DIGITS, decimal_places=RATE_PLACES)
    source = models.CharField(_("Nguồn"), max_length=200)
    url = models.CharField(
        _("Địa chỉ trang công bố"), max_length=500, blank=True, validators=[URLValidator(schemes=WEB)]
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replacement",
        verbose_name=_("Thay cho tỷ giá"),
    )
    reason = models.CharField(_("Lý do thay"), max_length=500, blank=True)
    replaced_on = models.DateField(_("Thôi dùng từ ngày"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người ghi"),
    )

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("tỷ giá")
        verbose_name_plural = _("tỷ giá")
        ordering: ClassVar = ["currency", "-day", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["currency", "day", "source"],
                condition=Q(replaced_on__isnull=True),
                name="rate_stands_once",
            ),
            models.CheckConstraint(
                name="rate_of_a_currency", condition=Q(currency__regex=CURRENCY) & ~Q(currency=DONG)
            ),
            models.CheckConstraint(name="rate_positive", condition=Q(rate__gt=0)),
            models.CheckConstraint(name="rate_sourced", condition=~Q(source="")),
            models.CheckConstraint(
                name="rate_replacement_says_why", condition=Q(replaces__isnull=True) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="rate_not_its_own_replacement",
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:rate", args=[self.pk])


@pgtrigger.register(
    pgtrigger.ReadOnly(name="line_stands", fields=["project", "kind", "amount", "currency", "corrects"])
)
@audited()
class FundingLine(TimeStampedModel):
    """One sum of a project: what the source says it is worth, was committed, approved, planned, disbursed.

    `amount` is signed and in `currency`; a mistake is set right by a new line that names the wrong one (`corrects`) and
    why. `dong` is the amount itself, what the source gives in đồng, or `amount` at the stated `rate`, whole đồng; empty when
    no rate is stated. `period_from`, `period_to`: the time a sum is meant for (a plan for a year); `booked_on`: when it happened.
    """

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="lines", verbose_name=_("Dự án, viện trợ")
    )
    key = models.SlugField(_("Khóa"), max_length=140, unique=True, null=True, blank=True)
    kind = models.CharField(_("Loại số tiền"), max_length=20, choices=FundingKind.choices)
    amount = models.DecimalField(_("Số tiền"), max_digits=20, decimal_places=2)
    currency = models.CharField(_("Loại tiền"), max_length=3)
    qualifier = models.CharField(
        _("Mức chính xác"),
        max_length=10,
        choices=AmountQualifier.choices,
        default=AmountQualifier.EXACT,
    )
    booked_on = PartialDateField(_("Ngày"), null=True, blank=True)
    period_from = models.DateField(_("Cho kỳ từ ngày"), null=True, blank=True)
    period_to = models.DateField(_("Cho kỳ đến ngày"), null=True, blank=True)
    rate = models.DecimalField(
        _("Tỷ giá (đồng)"), max_digits=RATE_DIGITS, decimal_places=RATE_PLACES, null=True, blank=True
    )
    rate_on = models.DateField(_("Ngày của tỷ giá"), null=True, blank=True)
    rate_source = models.CharField(_("Nguồn của tỷ giá"), max_length=200, blank=True)
    dong_stated = models.DecimalField(
        _("Tiền đồng theo nguồn"), max_digits=20, decimal_places=0, null=True, blank=True
    )
    dong = models.GeneratedField(
        expression=Case(
            When(currency=DONG, then=F("amount")),
            When(dong_stated__isnull=False, then=F("dong_stated")),
            default=Func(F("amount") * F("rate"), function="round", output_field=models.DecimalField()),
        ),
        output_field=models.DecimalField(max_digits=26, decimal_places=2),
        db_persist=True,
    )
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("Điều chỉnh dòng"),
    )
    reason = models.CharField(_("Lý do"), max_length=500, blank=True)
    document_number = models.CharField(_("Chứng từ, văn bản số"), max_length=120, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người ghi"),
    )

    objects = FundingLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng tiền")
        verbose_name_plural = _("các dòng tiền")
        ordering: ClassVar = ["project", "kind", F("booked_on").asc(nulls_first=True), "pk"]
        indexes: ClassVar = [
            models.Index(fields=["project", "kind", "currency"], name="line_project_kind"),
            # Which lines stand on a rate of the register.
            models.Index(
                fields=["currency", "rate_on"], condition=Q(rate__isnull=False), name="line_currency_rate_on"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="line_currency", condition=Q(currency__regex=CURRENCY)),
            models.CheckConstraint(name="line_not_nought", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="line_negative_corrects",
                condition=Q(amount__gt=0) | Q(corrects__isnull=False),
            ),
            models.CheckConstraint(
                name="line_correction_says_why", condition=Q(corrects__isnull=True) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="line_rate_whole",
                condition=Q(rate__isnull=True, rate_on__isnull=True, rate_source="")
                | Q(rate__isnull=False, rate__gt=0, rate_on__isnull=False) & ~Q(rate_source=""),
            ),
            models.CheckConstraint(
                name="line_dong_needs_no_rate",
                condition=~Q(currency=DONG) | Q(rate__isnull=True, dong_stated__isnull=True),
            ),
            models.CheckConstraint(
                name="line_dong_told_once", condition=Q(rate__isnull=True) | Q(dong_stated__isnull=True)
            ),
            # The đồng of a source go up and down with the amount; those of a small correction may round to nought.
            models.CheckConstraint(
                name="line_dong_goes_with_amount",
                condition=Q(dong_stated__isnull=True)
                | Q(corrects__isnull=True, dong_stated__gt=0)
                | Q(corrects__isnull=False, amount__gt=0, dong_stated__gte=0)
                | Q(corrects__isnull=False, amount__lt=0, dong_stated__lte=0),
            ),
            models.CheckConstraint(
                name="line_period_whole",
                condition=Q(period_from__isnull=True, period_to__isnull=True)
                | Q(period_from__isnull=False, period_to__isnull=False, period_to__gte=F("period_from")),
            ),
            models.CheckConstraint(
                name="line_plan_has_period",
                condition=~Q(kind=FundingKind.PLANNED) | Q(period_to__isnull=False),
            ),
            models.CheckConstraint(
                name="line_not_its_own_correction",
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {Money(Decimal(self.amount), self.currency)}"
