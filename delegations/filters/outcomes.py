"""What can be asked of reports of results, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction
from delegations.filters.contacts import EARLIEST_YEAR, LATEST_YEAR
from delegations.models import Conference, Delegation, OutcomeReport
from delegations.querysets import PlannedQuerySet
from delegations.report_standing import OUTSTANDING, ReportStanding
from delegations.selectors_outcomes import NOT_REPORTED
from dnfa.accounts.models import Agency
from dnfa.core.filters import WholeNumberFilter, YesNoFilter
from dnfa.followup.filter_parts import MineFilter

ALL = "all"


def leading(request: Any) -> QuerySet[Agency]:
    """Agencies that lead a delegation or conference the person sees."""
    trips = Delegation.objects.visible_to(request.user).order_by().values("lead_agencies")
    conferences = Conference.objects.visible_to(request.user).order_by().values("lead_agencies")
    return Agency.objects.filter(Q(pk__in=trips) | Q(pk__in=conferences)).in_vietnamese_order()


class ConferenceReportFilter(django_filters.FilterSet):
    """The queryset must come from `report_rows`. Without `standing` those not reported yet."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs={"placeholder": _("nội dung, đối tác")})
    )
    standing = django_filters.ChoiceFilter(
        method="by_standing",
        label=_("Báo cáo"),
        choices=[*ReportStanding.choices, (ALL, _("Tất cả"))],
        empty_label=_("Chưa báo cáo"),
    )
    agency = django_filters.ModelChoiceFilter(
        field_name="lead_agencies", label=_("Cơ quan chủ trì"), queryset=leading, to_field_name="key"
    )
    year = WholeNumberFilter(
        field_name="ends__year",
        label=_("Năm (theo ngày cuối)"),
        min_value=EARLIEST_YEAR,
        max_value=LATEST_YEAR,
    )

    mine = MineFilter()

    class Meta:
        model = Conference
        fields = ("q", "standing", "agency", "year", "mine")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Leave out what is reported unless asked for."""
        rows = super().filter_queryset(queryset)
        if self.form.cleaned_data["standing"]:
            return rows
        return rows.filter(NOT_REPORTED, standing__in=OUTSTANDING)

    def by_text(self, queryset: PlannedQuerySet, _name: str, value: str) -> Any:
        return queryset.matching(value, user=self.request.user)

    def by_standing(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == ALL:
            return queryset
        rows = queryset.filter(NOT_REPORTED) if value in OUTSTANDING else queryset
        return rows.filter(standing=value)


class TripReportFilter(ConferenceReportFilter):
    """As for conferences, and which way."""

    direction = django_filters.ChoiceFilter(label=_("Chiều"), choices=Direction.choices)

    class Meta:
        model = Delegation
        fields = ("q", "standing", "direction", "agency", "year", "mine")


class OutcomeReportFilter(django_filters.FilterSet):
    """Reports themselves, drafts too: for the API."""

    delegation = django_filters.CharFilter(field_name="delegation__key", label=_("Đoàn"))
    conference = django_filters.CharFilter(field_name="conference__key", label=_("Hội nghị, hội thảo"))
    reported = YesNoFilter(method="by_reported", label=_("Đã báo cáo"))
    year = WholeNumberFilter(
        field_name="reported_on__year",
        label=_("Năm báo cáo"),
        min_value=EARLIEST_YEAR,
        max_value=LATEST_YEAR,
    )

    class Meta:
        model = OutcomeReport
        fields = ("delegation", "conference", "reported", "year")

    def by_reported(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        return queryset.filter(reported_on__isnull=not value)
