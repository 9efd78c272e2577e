"""The year's programme of delegations and conferences, and the city's limits on delegations abroad."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegations.enums import (
    CostSource,
    HeadRank,
    LimitKind,
    ProgrammeItemKind,
    ProgrammeItemState,
    RevisionKind,
)
from delegations.models.base import CURRENCY
from delegations.models.delegation import Delegation
from delegations.querysets import ProgrammeItemQuerySet, TripLimitQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.fields import PartialDateField
from dnfa.core.models import LegalBasis, TimeStampedModel
from dnfa.core.versions import VersionedModel, versioned
from partners.models import Country, Partner


@versioned
@audited(exclude=("version",))
class YearProgramme(VersionedModel, TimeStampedModel):
    """The programme of external affairs of one year: proposals come in, lines are accepted, it is approved."""

    year = models.PositiveSmallIntegerField(_("Năm"), unique=True)
    proposals_due_on = models.DateField(_("Hạn gửi đề xuất"), null=True, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        verbose_name = _("chương trình năm")
        verbose_name_plural = _("các chương trình năm")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.CheckConstraint(name="programme_year", condition=Q(year__gte=1990, year__lte=2200))
        ]

    def __str__(self) -> str:
        return str(_("Chương trình năm %(year)s") % {"year": self.year})


@audited()
class ProgrammeRevision(models.Model):
    """An approved edition: the first of the year, the six-month adjustment, another; what it held stays countable."""

    programme = models.ForeignKey(
        YearProgramme, models.CASCADE, related_name="revisions", verbose_name=_("Chương trình năm")
    )
    kind = models.CharField(_("Lần ban hành"), max_length=20, choices=RevisionKind.choices)
    document_number = models.CharField(_("Văn bản số"), max_length=120, blank=True)
    approved_on = models.DateField(_("Ngày phê duyệt"))
    approved_by = models.CharField(_("Cấp phê duyệt"), max_length=200, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        verbose_name = _("lần ban hành chương trình")
        verbose_name_plural = _("các lần ban hành chương trình")
        ordering: ClassVar = ["programme", "approved_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(kind=RevisionKind.INITIAL), name="programme_one_initial"
            ),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(kind=RevisionKind.MID_YEAR), name="programme_one_mid_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.approved_on:%d/%m/%Y}"


@versioned
@audited(exclude=("version",))
class ProgrammeItem(VersionedModel, TimeStampedModel):
    """A line that an agency proposes for the year: a delegation in or out, a conference.

    `accepted_in` is the edition that first held it, `removed_in` the one that took it out again.
    """

    programme = models.ForeignKey(
        YearProgramme, models.PROTECT, related_name="items", verbose_name=_("Chương trình năm")
    )
    kind = models.CharField(_("Loại"), max_length=20, choices=ProgrammeItemKind.choices)
    title = models.CharField(_("Nội dung"), max_length=500)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="programme_items", verbose_name=_("Cơ quan đề xuất")
    )
    countries = models.ManyToManyField(
        Country, related_name="+", blank=True, verbose_name=_("Quốc gia, vùng lãnh thổ")
    )
    partners = models.ManyToManyField(
        Partner, related_name="programme_items", blank=True, verbose_name=_("Đối tác")
    )
    head_title = models.CharField(_("Trưởng đoàn dự kiến"), max_length=200, blank=True)
    head_rank = models.CharField(_("Cấp trưởng đoàn"), max_length=20, choices=HeadRank.choices, blank=True)
    expected_on = PartialDateField(_("Thời gian dự kiến"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("Số ngày"), null=True, blank=True)
    persons = models.PositiveIntegerField(_("Số người"), null=True, blank=True)
    purpose = models.TextField(_("Mục đích"), blank=True)
    cost_amount = models.DecimalField(
        _("Kinh phí dự kiến"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    cost_currency = models.CharField(_("Loại tiền"), max_length=3, blank=True)
    cost_source = models.CharField(_("Nguồn kinh phí"), max_length=20, choices=CostSource.choices, blank=True)
    state = models.CharField(
        _("Tình trạng"),
        max_length=20,
        choices=ProgrammeItemState.choices,
        default=ProgrammeItemState.PROPOSED,
    )
    decided_on = models.DateField(_("Ngày xử lý"), null=True, blank=True)
    decision_note = models.CharField(_("Lý do, ghi chú xử lý"), max_length=500, blank=True)
    accepted_in = models.ForeignKey(
        ProgrammeRevision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accepted_items",
        verbose_name=_("Đưa vào từ lần ban hành"),
    )
    removed_in = models.ForeignKey(
        ProgrammeRevision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="removed_items",
        verbose_name=_("Đưa ra ở lần ban hành"),
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người đề xuất"),
    )

    objects = ProgrammeItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục chương trình năm")
        verbose_name_plural = _("các mục chương trình năm")
        ordering: ClassVar = ["programme", "kind", F("expected_on").asc(nulls_last=True), "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programme_item_cost_has_currency",
                condition=Q(cost_amount__isnull=True, cost_currency="")
                | Q(cost_amount__gte=0, cost_currency__regex=CURRENCY),
            ),
            models.CheckConstraint(
                name="programme_item_refused_told",
                condition=~Q(state__in=[ProgrammeItemState.REFUSED, ProgrammeItemState.REMOVED])
                | ~Q(decision_note=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@audited()
class TripLimit(models.Model):
    """A limit of the city on delegations abroad, valid for a time, with its basis: data, never code.

    `rank` empty: for all ranks. `most` is the largest number without a justification.
    """

    kind = models.CharField(_("Hạn mức"), max_length=30, choices=LimitKind.choices)
    rank = models.CharField(_("Cấp trưởng đoàn"), max_length=20, choices=HeadRank.choices, blank=True)
    most = models.PositiveSmallIntegerField(_("Không quá"))
    valid_from = models.DateField(_("Áp dụng từ"))
    valid_to = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    basis = models.ForeignKey(LegalBasis, models.PROTECT, null=True, blank=True, verbose_name=_("Căn cứ"))
    clause = models.CharField(_("Điều, khoản"), max_length=120, blank=True)
    is_verified = models.BooleanField(_("Đã kiểm tra"), default=False)
    note = models.TextField(_("Ghi chú"), blank=True)

    objects = TripLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("hạn mức đoàn ra")
        verbose_name_plural = _("các hạn mức đoàn ra")
        ordering: ClassVar = ["kind", "rank", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "rank", "valid_from"], name="trip_limit_once_per_start"),
            models.CheckConstraint(
                name="trip_limit_range",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.most}"

    @property
    def basis_words(self) -> str:
        """The clause and the legal basis, as far as they are known."""
        return ", ".join(filter(None, (self.clause, str(self.basis) if self.basis else "")))


@audited()
class LimitJustification(models.Model):
    """Why a delegation goes over a limit: asked for when it does, never a bar, listed in the yearly report.

    `subject` names what goes over within the delegation: a country's code, a folded name, an agency's key, or "".
    """

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="justifications", verbose_name=_("Đoàn")
    )
    kind = models.CharField(_("Hạn mức"), max_length=30, choices=LimitKind.choices)
    subject = models.CharField(_("Đối tượng"), max_length=300, blank=True)
    text = models.CharField(_("Giải trình"), max_length=500)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người giải trình"),
    )
    given_at = models.DateTimeField(_("Ghi lúc"), auto_now=True)

    class Meta:
        verbose_name = _("giải trình vượt hạn mức")
        verbose_name_plural = _("các giải trình vượt hạn mức")
        ordering: ClassVar = ["delegation", "kind", "subject"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delegation", "kind", "subject"], name="justification_once"),
            models.CheckConstraint(name="justification_told", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text
