"""After signature: what was promised, what the reviews said, the work before the end."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import (
    BallHolder,
    CommitmentSide,
    Rating,
    RenewalOutcome,
    ReviewDecision,
)
from agreements.models.agreement import Agreement, AgreementEvent
from agreements.querysets import CommitmentQuerySet, RenewalQuerySet, ReviewQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.models import LegalBasis, TimeStampedModel
from dnfa.core.versions import VersionedModel, versioned
from dnfa.followup.enums import ClockUnit
from dnfa.followup.models import Action

OF_AGREEMENT = pgettext_lazy("một thỏa thuận", "Thỏa thuận")


@audited()
class Commitment(TimeStampedModel):
    """A promise in a paper: which clause, who promised, what can be measured. Who does it by when is its action."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="commitments", verbose_name=OF_AGREEMENT
    )
    clause = models.CharField(_("Điều, khoản"), max_length=60, blank=True)
    text = models.TextField(_("Nội dung cam kết"))
    side = models.CharField(_("Bên cam kết"), max_length=10, choices=CommitmentSide.choices)
    target = models.CharField(_("Chỉ tiêu"), max_length=300, blank=True)
    target_value = models.DecimalField(
        _("Mức phải đạt"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    reached_value = models.DecimalField(_("Đã đạt"), max_digits=14, decimal_places=2, null=True, blank=True)
    target_unit = models.CharField(_("Đơn vị tính"), max_length=60, blank=True)
    action = models.OneToOneField(
        Action, models.PROTECT, related_name="commitment", verbose_name=_("Việc phải làm")
    )
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("cam kết")
        verbose_name_plural = _("các cam kết")
        ordering: ClassVar = ["agreement", "order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="commitment_target_has_unit",
                condition=Q(target_value__isnull=True, reached_value__isnull=True) | ~Q(target_unit=""),
            )
        ]

    def __str__(self) -> str:
        return self.text


@versioned
@audited(exclude=("version",))
class ReviewSession(VersionedModel, TimeStampedModel):
    """An inter-agency meeting that looks at how papers perform (Scheme task I.7)."""

    title = models.CharField(_("Tên phiên rà soát"), max_length=300)
    held_on = models.DateField(_("Ngày họp"))
    facts_as_of = models.DateField(_("Số liệu tính đến ngày"))
    place = models.CharField(_("Địa điểm"), max_length=200, blank=True)
    chair = models.CharField(_("Chủ trì"), max_length=200, blank=True)
    secretary = models.CharField(_("Thư ký"), max_length=200, blank=True)
    agencies = models.ManyToManyField(
        Agency, through="ReviewAgency", related_name="reviews", verbose_name=_("Cơ quan dự họp")
    )
    document_number = models.CharField(_("Giấy mời, công văn số"), max_length=120, blank=True)
    conclusion = models.TextField(_("Kết luận chung"), blank=True)
    closed_on = models.DateField(_("Chốt biên bản ngày"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người chốt"),
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên rà soát")
        verbose_name_plural = _("các phiên rà soát")
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="review_closed_after_meeting",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("held_on")),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse  # noqa: PLC0415

        return reverse("agreements:review", args=[self.pk])


@audited()
class ReviewAgency(models.Model):
    """An agency asked to a review, and who came for it."""

    session = models.ForeignKey(
        ReviewSession, models.CASCADE, related_name="attendance", verbose_name=_("Phiên rà soát")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("Cơ quan"))
    represented_by = models.CharField(_("Người dự"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cơ quan dự họp")
        verbose_name_plural = _("các cơ quan dự họp")
        ordering: ClassVar = ["session", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "agency"], name="review_agency_once")
        ]

    def __str__(self) -> str:
        return str(self.agency)


@audited()
class ReviewItem(TimeStampedModel):
    """One paper on the agenda: the facts laid before the meeting, its rating with reasons, the decision."""

    session = models.ForeignKey(
        ReviewSession, models.CASCADE, related_name="items", verbose_name=_("Phiên rà soát")
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="review_items", verbose_name=OF_AGREEMENT
    )
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    facts = models.JSONField(_("Số liệu trình phiên họp"), default=dict, blank=True)
    rating = models.CharField(_("Xếp loại"), max_length=20, choices=Rating.choices, blank=True)
    reasons = models.TextField(_("Lý do xếp loại"), blank=True)
    other_results = models.TextField(_("Kết quả ngoài kinh tế"), blank=True)
    decision = models.CharField(_("Kết luận"), max_length=20, choices=ReviewDecision.choices, blank=True)
    decision_note = models.TextField(_("Nội dung kết luận"), blank=True)
    lead_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cơ quan chủ trì")
    )
    due_on = models.DateField(_("Hạn"), null=True, blank=True)
    action = models.OneToOneField(
        Action,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="review_item",
        verbose_name=_("Việc phải làm"),
    )

    class Meta:
        verbose_name = _("thỏa thuận được rà soát")
        verbose_name_plural = _("các thỏa thuận được rà soát")
        ordering: ClassVar = ["session", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "agreement"], name="review_item_once"),
            models.CheckConstraint(name="review_rating_has_reasons", condition=Q(rating="") | ~Q(reasons="")),
        ]

    def __str__(self) -> str:
        return str(self.agreement)


@audited()
class RenewalStep(models.Model):
    """A step of the work before an end, counted back from the last day in force: a template, editable, with its basis."""

    key = models.SlugField(_("Khóa"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    title = models.CharField(_("Việc"), max_length=300)
    holder = models.CharField(_("Ai làm"), max_length=20, choices=BallHolder.choices)
    offset = models.PositiveSmallIntegerField(_("Trước ngày hết hạn"))
    unit = models.CharField(_("Đơn vị"), max_length=20, choices=ClockUnit.choices)
    basis = models.ForeignKey(LegalBasis, models.PROTECT, null=True, blank=True, verbose_name=_("Căn cứ"))
    is_active = models.BooleanField(_("Đang dùng"), default=True)
    is_verified = models.BooleanField(_("Đã kiểm tra"), default=False)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        verbose_name = _("bước gia hạn")
        verbose_name_plural = _("các bước gia hạn")
        ordering: ClassVar = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


@audited()
class RenewalCase(TimeStampedModel):
    """The file opened before a paper ends: its steps are actions, its outcome an event of the paper."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="renewal_cases", verbose_name=OF_AGREEMENT
    )
    ends_on = models.DateField(_("Hết hiệu lực ngày"))
    opened_on = models.DateField(_("Mở hồ sơ ngày"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người mở"),
    )
    proposal = models.TextField(_("Đề xuất"), blank=True)
    closed_on = models.DateField(_("Đóng hồ sơ ngày"), null=True, blank=True)
    outcome = models.CharField(_("Kết quả"), max_length=20, choices=RenewalOutcome.choices, blank=True)
    outcome_note = models.CharField(_("Giải thích"), max_length=500, blank=True)
    event = models.ForeignKey(
        AgreementEvent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Sự kiện ghi nhận kết quả"),
    )

    objects = RenewalQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ gia hạn")
        verbose_name_plural = _("các hồ sơ gia hạn")
        ordering: ClassVar = ["agreement", "-opened_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(closed_on__isnull=True), name="renewal_open_once"
            ),
            models.CheckConstraint(
                name="renewal_closed_whole",
                condition=Q(closed_on__isnull=True, outcome="") | Q(closed_on__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="renewal_lapse_explained",
                condition=~Q(outcome__in=["lapsed", "ended"]) | ~Q(outcome_note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} ({self.ends_on:%d/%m/%Y})"

    def get_absolute_url(self) -> str:
        return f"{self.agreement.get_absolute_url()}#renewal"
