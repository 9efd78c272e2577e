"""What can be asked of delegations, on the page and in the API alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction, HeadRank, PlanStatus, TripState
from delegations.filters.contacts import EARLIEST_YEAR, LATEST_YEAR, ContactFilter
from delegations.models import Delegation, DelegationStop
from dnfa.accounts.models import Agency
from dnfa.core.filters import PartialDateFilter, WholeNumberFilter, YesNoFilter
from dnfa.core.functions import vi_order
from dnfa.core.partial_dates import PartialDate
from dnfa.core.widgets import PickSeveral
from partners.models import Country, Partner

UNSAID = "unsaid"
OWING = (TripState.UNCONFIRMED, TripState.AWAITING_REPORT)


class PlannedFromFilter(PartialDateFilter):
    """The first day, real or else planned, may lie on or after the given date."""

    def filter(self, qs: QuerySet[Any], value: PartialDate | None) -> QuerySet[Any]:
        if value is None:
            return qs
        first = value.first_day()
        return qs.filter(
            Q(starts_on__last__gte=first) | Q(starts_on__isnull=True, planned_starts_on__gte=first)
        )


class PlannedToFilter(PartialDateFilter):
    """The first day, real or else planned, may lie on or before the given date."""

    def filter(self, qs: QuerySet[Any], value: PartialDate | None) -> QuerySet[Any]:
        if value is None:
            return qs
        last = value.last_day()
        return qs.filter(
            Q(starts_on__first__lte=last) | Q(starts_on__isnull=True, planned_starts_on__lte=last)
        )


class DelegationFilter(ContactFilter):
    """Questions about delegations."""

    direction = django_filters.ChoiceFilter(label=_("Chiều"), choices=Direction.choices)
    state = django_filters.MultipleChoiceFilter(
        label=_("Trạng thái"), choices=TripState.choices, widget=PickSeveral
    )
    country = django_filters.ModelChoiceFilter(
        method="by_country",
        label=_("Quốc gia, vùng lãnh thổ"),
        queryset=Country.objects.order_by(vi_order("name_vi"), "pk"),
        to_field_name="code",
    )
    agency = django_filters.ModelChoiceFilter(
        method="by_agency",
        label=_("Cơ quan chủ trì, phối hợp"),
        queryset=Agency.objects.in_vietnamese_order(),
        to_field_name="key",
    )
    year = WholeNumberFilter(
        method="by_year", label=_("Năm (đã diễn ra)"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR
    )
    plan_year = WholeNumberFilter(
        method="by_plan_year", label=_("Năm dự kiến"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR
    )
    starts_on_from = PlannedFromFilter("starts_on", label=_("Từ ngày"))
    starts_on_to = PlannedToFilter("starts_on", label=_("Đến ngày"))
    head_rank = django_filters.MultipleChoiceFilter(
        label=_("Cấp trưởng đoàn"), choices=HeadRank.choices, widget=PickSeveral
    )
    plan_status = django_filters.ChoiceFilter(
        method="by_plan_status",
        label=_("Kế hoạch năm"),
        choices=[*PlanStatus.choices, (UNSAID, _("Chưa xác định"))],
    )
    without_report = YesNoFilter(method="by_missing_report", label=_("Còn thiếu báo cáo"))

    def by_country(self, queryset: QuerySet[Any], _name: str, value: Country) -> QuerySet[Any]:
        """On the way, or else, where no way is told, the country of a partner."""
        stops = DelegationStop.objects.filter(delegation=OuterRef("pk"))
        partners = Partner.objects.filter(delegations=OuterRef("pk"), country=value)
        return queryset.filter(Exists(stops.filter(country=value)) | ~Exists(stops) & Exists(partners))

    def by_agency(self, queryset: QuerySet[Any], _name: str, value: Agency) -> QuerySet[Any]:
        record = {"delegation": OuterRef("pk"), "agency": value}
        led = Delegation.lead_agencies.through.objects.filter(**record)
        joined = Delegation.coordinating.through.objects.filter(**record)
        return queryset.filter(Exists(led) | Exists(joined))

    def by_plan_year(self, queryset: QuerySet[Any], _name: str, value: int) -> QuerySet[Any]:
        return queryset.filter(planned_starts_on__range=(date(value, 1, 1), date(value, 12, 31)))

    def by_plan_status(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(plan_status="" if value == UNSAID else value)

    def by_missing_report(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """Over by the day, owing a report that was not given by then."""
        owing = Q(owes_report=True, state__in=OWING)
        return queryset.filter(owing) if value else queryset.exclude(owing)

    class Meta:
        model = Delegation
        fields = (
            "q", "direction", "state", "partner", "country", "agency", "head_rank", "plan_status", "year",
            "plan_year", "starts_on_from", "starts_on_to", "without_report",
        )  # fmt: skip
