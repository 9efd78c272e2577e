"""What can be asked of conferences and visits of the foreign press."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from delegations.enums import ConferencePart, PermitLevel, PlanStatus, TripState
from delegations.filters.contacts import EARLIEST_YEAR, LATEST_YEAR, ContactFilter
from delegations.models import Conference, PressVisit
from dnfa.accounts.models import Agency
from dnfa.core.filters import WholeNumberFilter
from dnfa.core.widgets import PickSeveral
from partners.filters import choosable_countries


def _agencies_of(model: Any, request: Any) -> QuerySet[Agency]:
    if request is None:
        return Agency.objects.none()
    seen = model.objects.visible_to(request.user).filter(lead_agencies__isnull=False)
    rows: QuerySet[Agency] = Agency.objects.filter(pk__in=seen.order_by().values("lead_agencies"))
    return rows.only("key", "name_vi").in_vietnamese_order()  # type: ignore[attr-defined]


def conference_agencies(request: Any) -> QuerySet[Agency]:
    """Agencies that lead a conference the asker may see."""
    return _agencies_of(Conference, request)


def press_agencies(request: Any) -> QuerySet[Agency]:
    """Agencies that lead a press visit the asker may see."""
    return _agencies_of(PressVisit, request)


class ConferenceFilter(ContactFilter):
    """Questions about conferences; the queryset must come from `conference_rows`."""

    part = django_filters.ChoiceFilter(label=_("Vai trò của thành phố"), choices=ConferencePart.choices)
    state = django_filters.MultipleChoiceFilter(
        field_name="state", label=_("Trạng thái"), choices=TripState.choices, widget=PickSeveral
    )
    agency = django_filters.ModelChoiceFilter(
        field_name="lead_agencies",
        label=_("Cơ quan chủ trì"),
        queryset=conference_agencies,
        to_field_name="key",
    )
    country = django_filters.ModelChoiceFilter(
        field_name="countries",
        label=_("Quốc gia, vùng lãnh thổ"),
        queryset=choosable_countries,
        to_field_name="code",
    )
    permit_level = django_filters.ChoiceFilter(label=_("Cấp cho phép"), choices=PermitLevel.choices)
    plan_status = django_filters.ChoiceFilter(label=_("Kế hoạch năm"), choices=PlanStatus.choices)
    year = WholeNumberFilter(
        field_name="begins__year",
        label=_("Năm (thực tế hoặc dự kiến)"),
        min_value=EARLIEST_YEAR,
        max_value=LATEST_YEAR,
    )

    class Meta:
        model = Conference
        fields = (
            "q",
            "part",
            "state",
            "year",
            "agency",
            "country",
            "partner",
            "permit_level",
            "plan_status",
            "starts_on_from",
            "starts_on_to",
        )


class PressVisitFilter(ContactFilter):
    """Questions about visits of the foreign press."""

    agency = django_filters.ModelChoiceFilter(
        field_name="lead_agencies", label=_("Cơ quan chủ trì"), queryset=press_agencies, to_field_name="key"
    )
    country = django_filters.ModelChoiceFilter(
        field_name="countries",
        label=_("Quốc gia, vùng lãnh thổ"),
        queryset=choosable_countries,
        to_field_name="code",
    )

    class Meta:
        model = PressVisit
        fields = ("q", "agency", "country", "partner", "year", "starts_on_from", "starts_on_to")
