"""A delegation received from a partner or sent to one, with its people, way, days and gifts."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from delegations.enums import ChangeReason, Direction, GiftSide, HeadRank, MemberRole
from delegations.models.base import CURRENCY, PlannedRecord, planned_constraints
from delegations.querysets import MemberQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.audit import audited
from dnfa.core.functions import ViFold, vi_order
from dnfa.core.versions import versioned
from partners.models import Country, Partner


@versioned
@audited(exclude=("version",))
class Delegation(PlannedRecord):
    """A delegation received from a partner or sent to one."""

    direction = models.CharField(_("Chiều"), max_length=5, choices=Direction.choices)
    head_name = models.CharField(_("Trưởng đoàn"), max_length=150, blank=True)
    head_title = models.CharField(_("Chức vụ trưởng đoàn"), max_length=200, blank=True)
    head_rank = models.CharField(_("Cấp trưởng đoàn"), max_length=20, choices=HeadRank.choices, blank=True)
    host = models.CharField(_("Bên mời, bên đón"), max_length=300, blank=True)
    received_by_name = models.CharField(_("Lãnh đạo tiếp"), max_length=150, blank=True)
    received_by_title = models.CharField(_("Chức vụ lãnh đạo tiếp"), max_length=200, blank=True)
    signed_agreements = models.ManyToManyField(
        Agreement, related_name="delegations", blank=True, verbose_name=_("Văn bản ký trong chuyến đi")
    )

    class Meta(PlannedRecord.Meta):
        verbose_name = _("đoàn")
        verbose_name_plural = _("đoàn vào, đoàn ra")
        constraints: ClassVar = planned_constraints("delegation")
        indexes: ClassVar = [
            models.Index(fields=["direction", "planned_starts_on"], name="delegation_planned"),
            # The order of the list: real first day, else the planned one.
            models.Index(
                F("first_day").desc(nulls_last=True),
                "id",
                name="delegation_begins",
                # What `known_by` and the statistics ask: both then read the index alone.
                include=[
                    "starts_on",
                    "planned_starts_on",
                    "cancelled_on",
                    "direction",
                    "persons",
                    "head_rank",
                    "plan_status",
                ],
            ),
            models.Index(vi_order("title_vi"), "id", name="delegation_title_order"),
            # Who led how many delegations of a year, by name (the limits).
            models.Index(ViFold("head_name"), name="delegation_head_name"),
            GinIndex(OpClass(F("title_fold"), name="gin_trgm_ops"), name="delegation_title_trigram"),
            models.Index(
                fields=["planned_ends_on"],
                condition=Q(cancelled_on__isnull=True, closed_on__isnull=True, owes_report=True),
                name="delegation_open",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("delegations:detail", args=[self.key])


@audited()
class DelegationStop(models.Model):
    """A country or territory of the way: where it comes from (in), where it goes, from when to when (out)."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="stops", verbose_name=_("Đoàn"))
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="+", verbose_name=_("Quốc gia, vùng lãnh thổ")
    )
    place = models.CharField(_("Nơi đến"), max_length=200, blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Đối tác")
    )
    arrives_on = models.DateField(_("Đến ngày"), null=True, blank=True)
    leaves_on = models.DateField(_("Rời ngày"), null=True, blank=True)
    is_important_event = models.BooleanField(_("Dự sự kiện quan trọng"), default=False)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name = _("chặng")
        verbose_name_plural = _("các chặng")
        ordering: ClassVar = ["delegation", "order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="stop_range",
                condition=Q(arrives_on__isnull=True)
                | Q(leaves_on__isnull=True)
                | Q(leaves_on__gte=F("arrives_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.place or str(self.country)


@audited()
class DelegationMember(models.Model):
    """Who belongs to a delegation: name, title, agency, and nothing more (personal data are kept to that).

    No birth date, passport or address exists here on purpose; who may read the list is in `delegations.rules.trips`.
    """

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="members", verbose_name=_("Đoàn"))
    name = models.CharField(_("Họ và tên"), max_length=150)
    name_fold = models.GeneratedField(
        expression=ViFold("name"), output_field=models.CharField(max_length=300), db_persist=True
    )
    title = models.CharField(_("Chức vụ"), max_length=200, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cơ quan")
    )
    organisation = models.CharField(_("Cơ quan, tổ chức khác"), max_length=200, blank=True)
    role = models.CharField(
        _("Vai trò"), max_length=20, choices=MemberRole.choices, default=MemberRole.MEMBER
    )
    is_key_leader = models.BooleanField(_("Lãnh đạo chủ chốt của cơ quan"), default=False)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("thành viên đoàn")
        verbose_name_plural = _("các thành viên đoàn")
        ordering: ClassVar = ["delegation", "order", "pk"]
        indexes: ClassVar = [models.Index(fields=["name_fold"], name="member_name")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["delegation"], condition=Q(role=MemberRole.HEAD), name="delegation_one_head"
            ),
            models.CheckConstraint(name="member_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class ProgrammeEntry(models.Model):
    """A line of the programme of a delegation: on which day, at what time, where, what, with whom."""

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="programme", verbose_name=_("Đoàn")
    )
    day = models.DateField(_("Ngày"))
    starts_at = models.TimeField(_("Giờ"), null=True, blank=True)
    place = models.CharField(_("Địa điểm"), max_length=300, blank=True)
    content = models.CharField(_("Hoạt động"), max_length=500)
    counterpart = models.CharField(_("Làm việc với"), max_length=300, blank=True)
    in_charge = models.CharField(_("Phụ trách"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mục chương trình")
        verbose_name_plural = _("chương trình theo ngày")
        ordering: ClassVar = ["delegation", "day", F("starts_at").asc(nulls_first=True), "pk"]

    def __str__(self) -> str:
        return self.content


@audited()
class DateChange(models.Model):
    """A move of a delegation to other days, with the reason; the days before stay readable."""

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="date_changes", verbose_name=_("Đoàn")
    )
    decided_on = models.DateField(_("Quyết định ngày"))
    starts_before = models.DateField(_("Từ ngày (trước)"), null=True, blank=True)
    ends_before = models.DateField(_("Đến ngày (trước)"), null=True, blank=True)
    starts_after = models.DateField(_("Từ ngày (mới)"), null=True, blank=True)
    ends_after = models.DateField(_("Đến ngày (mới)"), null=True, blank=True)
    reason = models.CharField(_("Lý do dời"), max_length=20, choices=ChangeReason.choices)
    note = models.CharField(_("Nói rõ"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người ghi"),
    )
    created_at = models.DateTimeField(_("Ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("lần dời ngày")
        verbose_name_plural = _("các lần dời ngày")
        ordering: ClassVar = ["delegation", "created_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="date_change_other_told", condition=~Q(reason=ChangeReason.OTHER) | ~Q(note="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.decided_on:%d/%m/%Y}"


@audited()
class Gift(models.Model):
    """A gift given or received on the occasion of a delegation (optional annex XIII of the yearly report)."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="gifts", verbose_name=_("Đoàn"))
    side = models.CharField(_("Chiều"), max_length=10, choices=GiftSide.choices)
    description = models.CharField(_("Quà tặng"), max_length=300)
    quantity = models.PositiveIntegerField(_("Số lượng"), default=1)
    value_amount = models.DecimalField(_("Giá trị"), max_digits=20, decimal_places=2, null=True, blank=True)
    value_currency = models.CharField(_("Loại tiền"), max_length=3, blank=True)
    counterpart = models.CharField(_("Người nhận, người tặng"), max_length=200, blank=True)
    kept_by = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cơ quan giữ")
    )

    class Meta:
        verbose_name = _("quà tặng")
        verbose_name_plural = _("quà tặng")
        ordering: ClassVar = ["delegation", "side", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="gift_value_has_currency",
                condition=Q(value_amount__isnull=True, value_currency="")
                | Q(value_amount__gte=0, value_currency__regex=CURRENCY),
            ),
            models.CheckConstraint(name="gift_counted", condition=Q(quantity__gte=1)),
        ]

    def __str__(self) -> str:
        return self.description
