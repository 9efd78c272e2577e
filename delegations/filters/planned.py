"""What can be asked of everything that is planned first: delegations and conferences."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from delegations.enums import PlanStatus, TripState
from delegations.filters.contacts import EARLIEST_YEAR, LATEST_YEAR, ContactFilter
from delegations.querysets import PlannedQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.filters import DayFilter, PartialDateFilter, WholeNumberFilter, YesNoFilter
from dnfa.core.partial_dates import PartialDate
from dnfa.core.widgets import PickSeveral
from dnfa.followup.filter_parts import MineFilter

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


class PlannedFilter(ContactFilter):
    """Questions about delegations and conferences; the rows are annotated with their state (delegations.states)."""

    state = django_filters.MultipleChoiceFilter(
        label=_("Trạng thái"), choices=TripState.choices, widget=PickSeveral
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
    plan_status = django_filters.ChoiceFilter(
        method="by_plan_status",
        label=_("Kế hoạch năm"),
        choices=[*PlanStatus.choices, (UNSAID, _("Chưa xác định"))],
    )
    week_of = DayFilter(method="by_week", label=_("Diễn ra trong tuần có ngày"))
    mine = MineFilter()
    without_report = YesNoFilter(method="by_missing_report", label=_("Còn thiếu báo cáo"))

    def by_agency(self, queryset: QuerySet[Any], _name: str, value: Agency) -> QuerySet[Any]:
        model: Any = queryset.model
        links = (model.lead_agencies.through.objects, model.coordinating.through.objects)
        led, joined = (rows.filter(agency=value).values(f"{model._meta.model_name}_id") for rows in links)
        return queryset.filter(pk__in=led.union(joined))

    def by_week(self, queryset: PlannedQuerySet, _name: str, value: date) -> PlannedQuerySet:
        """Takes place on one of the days from Monday to Sunday of that week."""
        return queryset.in_week_of(value)

    def by_plan_year(self, queryset: QuerySet[Any], _name: str, value: int) -> QuerySet[Any]:
        return queryset.filter(planned_starts_on__range=(date(value, 1, 1), date(value, 12, 31)))

    def by_plan_status(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(plan_status="" if value == UNSAID else value)

    def by_missing_report(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """Over by the day, owing a report that was not given by then."""
        owing = Q(owes_report=True, state__in=OWING)
        return queryset.filter(owing) if value else queryset.exclude(owing)
