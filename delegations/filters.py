"""What can be asked of delegations and other contacts."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction, EngagementKind
from delegations.models import Delegation, Engagement
from delegations.querysets import ContactQuerySet
from dnfa.core.as_of import asked_day
from dnfa.core.filters import PartialDateFromFilter, PartialDateToFilter
from partners.models import Partner


class ContactFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_text", label=_("Tìm"), help_text=_("Nội dung, tên đối tác; không cần dấu."))
    partner = django_filters.ModelChoiceFilter(
        field_name="partners", label=_("Đối tác"), queryset=Partner.objects.all(), to_field_name="key"
    )
    starts_on_from = PartialDateFromFilter("starts_on", label=_("Từ ngày"))
    starts_on_to = PartialDateToFilter("starts_on", label=_("Đến ngày"))
    year = django_filters.NumberFilter(
        method="by_year", label=_("Năm (theo ngày đầu)"), min_value=1900, max_value=2200
    )

    def by_text(self, queryset: ContactQuerySet, name: str, value: str) -> ContactQuerySet:
        return queryset.matching(value)

    def by_year(self, queryset: ContactQuerySet, name: str, value: Any) -> ContactQuerySet:
        """The first day lies in that year and not after the day asked about (yearly-report rule)."""
        return queryset.in_year(int(value), up_to=asked_day(self.request))


class DelegationFilter(ContactFilter):
    direction = django_filters.ChoiceFilter(label=_("Chiều"), choices=Direction.choices)

    class Meta:
        model = Delegation
        fields = ("q", "direction", "year")


class EngagementFilter(ContactFilter):
    kind = django_filters.MultipleChoiceFilter(label=_("Loại"), choices=EngagementKind.choices)

    class Meta:
        model = Engagement
        fields = ("q", "kind", "year")
