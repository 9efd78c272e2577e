"""What can be asked of delegations, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction, HeadRank
from delegations.filters.counted import CountedFilter
from delegations.filters.planned import PlannedFilter
from delegations.models import Delegation, DelegationStop
from dnfa.core.functions import vi_order
from dnfa.core.widgets import PickSeveral
from partners.models import Country, Partner


class DelegationFilter(PlannedFilter, CountedFilter):
    """Questions about delegations."""

    direction = django_filters.ChoiceFilter(label=_("Chiều"), choices=Direction.choices)
    country = django_filters.ModelChoiceFilter(
        method="by_country",
        label=_("Quốc gia, vùng lãnh thổ"),
        queryset=Country.objects.order_by(vi_order("name_vi"), "pk"),
        to_field_name="code",
    )
    head_rank = django_filters.MultipleChoiceFilter(
        label=_("Cấp trưởng đoàn"), choices=HeadRank.choices, widget=PickSeveral
    )

    def by_country(self, queryset: QuerySet[Any], _name: str, value: Country) -> QuerySet[Any]:
        """On the way, or else, where no way is told, the country of a partner that the reader may see."""
        on_way = DelegationStop.objects.filter(country=value).order_by().values("delegation")
        seen = Partner.objects.visible_to(self.request.user).filter(country=value)
        way = DelegationStop.objects.filter(delegation=OuterRef("delegation"))
        met = Delegation.partners.through.objects.filter(~Exists(way), partner__in=seen).values("delegation")
        return queryset.filter(pk__in=on_way.union(met))

    class Meta:
        model = Delegation
        fields = (
            "q", "direction", "state", "partner", "country", "agency", "head_rank", "plan_status", "year",
            "plan_year", "starts_on_from", "starts_on_to", "without_report", "held_in", "held_by", "led_by", "lacking",
            "week_of", "mine",
        )  # fmt: skip
