"""What every meeting or contact has, and what is planned first has besides."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegations.enums import ChangeReason, CostSource, MeetingMode, PlanStatus
from delegations.querysets import ContactQuerySet, PlannedQuerySet
from delegations.states import first_day_sql, last_day_sql
from dnfa.accounts.models import Agency
from dnfa.core.fields import PartialDateField
from dnfa.core.functions import ViFold
from dnfa.core.models import TimeStampedModel
from dnfa.core.versions import VersionedModel
from partners.models import Partner

CURRENCY = r"^[A-Z]{3}$"


class ContactRecord(VersionedModel, TimeStampedModel):
    """What every meeting or contact has: when, with whom, by whom, what for, what came of it."""

    key = models.SlugField(_("Khóa"), max_length=120, unique=True)
    title_vi = models.CharField(_("Nội dung"), max_length=500)
    title_en = models.CharField(_("Nội dung (tiếng Anh)"), max_length=500, blank=True)
    starts_on = PartialDateField(_("Từ ngày"), null=True, blank=True)
    ends_on = PartialDateField(_("Đến ngày"), null=True, blank=True)
    is_recurring = models.BooleanField(_("Định kỳ, nguồn không ghi ngày"), default=False)
    mode = models.CharField(_("Hình thức"), max_length=20, choices=MeetingMode.choices, blank=True)
    place = models.CharField(_("Địa điểm"), max_length=300, blank=True)
    title_fold = models.GeneratedField(
        expression=ViFold("title_vi"), output_field=models.TextField(), db_persist=True
    )
    partners = models.ManyToManyField(
        Partner, related_name="%(class)ss", blank=True, verbose_name=_("Đối tác")
    )
    lead_agencies = models.ManyToManyField(
        Agency, related_name="%(class)ss", blank=True, verbose_name=_("Cơ quan chủ trì")
    )
    purpose_vi = models.TextField(_("Mục đích"), blank=True)
    outcome_vi = models.TextField(_("Kết quả"), blank=True)
    persons = models.PositiveIntegerField(_("Số người"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người ghi"),
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = [F("starts_on").desc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.title_vi


class GivenUpRecord(models.Model):
    """What may be given up before it takes place: it stays readable, with the coded reason, and counts nowhere as held."""

    cancelled_on = models.DateField(_("Hủy ngày"), null=True, blank=True)
    cancel_reason = models.CharField(_("Lý do hủy"), max_length=20, choices=ChangeReason.choices, blank=True)
    cancel_note = models.CharField(_("Nói rõ lý do hủy"), max_length=500, blank=True)

    class Meta:
        abstract = True


class PlannedRecord(GivenUpRecord, ContactRecord):
    """A contact that is planned, decided, carried out or given up, paid for, reported on, and closed.

    `starts_on`, `ends_on` and `persons` say what was; the plan stays beside it. What sources tell of years past
    owes no report (`owes_report` False).
    """

    planned_starts_on = models.DateField(_("Dự kiến từ ngày"), null=True, blank=True)
    planned_ends_on = models.DateField(_("Dự kiến đến ngày"), null=True, blank=True)
    planned_persons = models.PositiveIntegerField(_("Dự kiến số người"), null=True, blank=True)
    coordinating = models.ManyToManyField(
        Agency,
        related_name="coordinated_%(class)ss",
        blank=True,
        verbose_name=_("Cơ quan phối hợp, nơi làm việc"),
    )
    decision_number = models.CharField(_("Văn bản cho phép số"), max_length=120, blank=True)
    decision_on = models.DateField(_("Ngày văn bản cho phép"), null=True, blank=True)
    decision_by = models.CharField(_("Cấp quyết định"), max_length=200, blank=True)
    plan_status = models.CharField(_("Kế hoạch năm"), max_length=20, choices=PlanStatus.choices, blank=True)
    programme_item = models.ForeignKey(
        "delegations.ProgrammeItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("Mục trong chương trình năm"),
    )
    out_of_plan_reason = models.CharField(_("Lý do ngoài kế hoạch"), max_length=500, blank=True)
    out_of_plan_document = models.CharField(
        _("Văn bản chấp thuận ngoài kế hoạch"), max_length=120, blank=True
    )
    cost_amount = models.DecimalField(_("Kinh phí"), max_digits=20, decimal_places=2, null=True, blank=True)
    cost_currency = models.CharField(_("Loại tiền"), max_length=3, blank=True)
    cost_source = models.CharField(_("Nguồn kinh phí"), max_length=20, choices=CostSource.choices, blank=True)
    cost_note = models.CharField(_("Ghi chú kinh phí"), max_length=300, blank=True)
    owes_report = models.BooleanField(_("Phải báo cáo kết quả"), default=True)
    closed_on = models.DateField(_("Kết thúc hồ sơ ngày"), null=True, blank=True)
    # Kept by the database: order, period and state of hundreds of thousands are then plain comparisons of columns.
    first_day = models.GeneratedField(
        expression=first_day_sql(), output_field=models.DateField(null=True), db_persist=True
    )
    last_day = models.GeneratedField(
        expression=last_day_sql(), output_field=models.DateField(null=True), db_persist=True
    )

    objects = PlannedQuerySet.as_manager()  # type: ignore[misc]  # the stubs see a class variable in the base

    class Meta(ContactRecord.Meta):
        abstract = True


def given_up_constraints(name: str) -> list[models.BaseConstraint]:
    """A day and a reason together, and words for a reason of one's own; `name` begins the constraints' names."""
    return [
        models.CheckConstraint(
            name=f"{name}_cancelled_with_reason",
            condition=Q(cancelled_on__isnull=True, cancel_reason="")
            | Q(cancelled_on__isnull=False) & ~Q(cancel_reason=""),
        ),
        models.CheckConstraint(
            name=f"{name}_other_reason_told",
            condition=~Q(cancel_reason=ChangeReason.OTHER) | ~Q(cancel_note=""),
        ),
    ]


def planned_constraints(name: str) -> list[models.BaseConstraint]:
    """What must never be of a planned record; `name` begins the constraints' names."""
    return [
        models.CheckConstraint(
            name=f"{name}_recurring_undated", condition=Q(is_recurring=False) | Q(starts_on__isnull=True)
        ),
        models.CheckConstraint(
            name=f"{name}_plan_range",
            condition=Q(planned_starts_on__isnull=True, planned_ends_on__isnull=True)
            | Q(planned_ends_on__isnull=True)
            | Q(planned_ends_on__gte=F("planned_starts_on")),
        ),
        models.CheckConstraint(
            name=f"{name}_in_plan_by_item",
            condition=Q(plan_status=PlanStatus.IN_PLAN, programme_item__isnull=False)
            | ~Q(plan_status=PlanStatus.IN_PLAN) & Q(programme_item__isnull=True),
        ),
        models.CheckConstraint(
            name=f"{name}_out_of_plan_told",
            condition=~Q(plan_status=PlanStatus.OUT_OF_PLAN) | ~Q(out_of_plan_reason=""),
        ),
        models.CheckConstraint(
            name=f"{name}_cost_has_currency",
            condition=Q(cost_amount__isnull=True, cost_currency="")
            | Q(cost_amount__gte=0, cost_currency__regex=CURRENCY),
        ),
        *given_up_constraints(name),
        models.CheckConstraint(
            name=f"{name}_cancelled_not_closed",
            condition=Q(cancelled_on__isnull=True) | Q(closed_on__isnull=True),
        ),
    ]
