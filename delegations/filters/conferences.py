"""What can be asked of conferences and visits of the foreign press, on the pages and in the API alike."""

from __future__ import annotations

from datetime import date

import django_filters
from django.utils.translation import gettext_lazy as _

from delegations.enums import ConferencePart, PermitLevel
from delegations.filters.contacts import EARLIEST_YEAR, LATEST_YEAR, ContactFilter
from delegations.filters.planned import PlannedFilter
from delegations.models import Conference, PressVisit
from delegations.querysets import ContactQuerySet
from dnfa.accounts.models import Agency
from dnfa.core.filters import WholeNumberFilter, YesNoFilter
from dnfa.core.widgets import PickSeveral
from dnfa.followup.enums import ClockState
from partners.filters import choosable_countries


class ConferenceFilter(PlannedFilter):
    """Questions about conferences; the queryset must come from `conference_rows`."""

    part = django_filters.ChoiceFilter(label=_("Vai trò của thành phố"), choices=ConferencePart.choices)
    country = django_filters.ModelChoiceFilter(
        field_name="countries",
        label=_("Quốc gia, vùng lãnh thổ"),
        queryset=choosable_countries,
        to_field_name="code",
    )
    permit_level = django_filters.ChoiceFilter(label=_("Cấp cho phép"), choices=PermitLevel.choices)
    filing = django_filters.MultipleChoiceFilter(
        label=_("Nộp hồ sơ xin phép"), choices=ClockState.choices, widget=PickSeveral
    )

    class Meta:
        model = Conference
        fields = (
            "q", "part", "state", "partner", "country", "agency", "permit_level", "filing", "plan_status", "year",
            "plan_year", "starts_on_from", "starts_on_to", "without_report", "week_of", "mine",
        )  # fmt: skip


class PressVisitFilter(ContactFilter):
    """Questions about visits of the foreign press."""

    agency = django_filters.ModelChoiceFilter(
        field_name="lead_agencies",
        label=_("Cơ quan chủ trì"),
        queryset=Agency.objects.in_vietnamese_order(),
        to_field_name="key",
    )
    country = django_filters.ModelChoiceFilter(
        field_name="countries",
        label=_("Quốc gia, vùng lãnh thổ"),
        queryset=choosable_countries,
        to_field_name="code",
    )
    year = WholeNumberFilter(
        method="by_year", label=_("Năm (theo ngày đầu)"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR
    )
    is_published = YesNoFilter(label=_("Đã có sản phẩm báo chí"))

    def by_year(self, queryset: ContactQuerySet, _name: str, value: int) -> ContactQuerySet:
        """The first day lies in that year; a visit still to come is asked for as well."""
        return queryset.in_year(value, up_to=date(value, 12, 31))

    class Meta:
        model = PressVisit
        fields = (
            "q",
            "agency",
            "country",
            "partner",
            "year",
            "is_published",
            "starts_on_from",
            "starts_on_to",
        )
