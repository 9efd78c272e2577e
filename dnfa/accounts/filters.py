"""Filters of lists of agencies."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.enums import AgencyKind
from dnfa.accounts.models import Agency
from dnfa.accounts.querysets import AgencyQuerySet
from dnfa.core.filters import PartialDateFilter
from dnfa.core.partial_dates import PartialDate
from dnfa.core.text import fold


class AgencyFilter(django_filters.FilterSet):
    """Agencies by name, kind and the day they existed."""

    q = django_filters.CharFilter(label=_("Tên có chứa"), method="named")
    kind = django_filters.MultipleChoiceFilter(label=_("Loại"), choices=AgencyKind.choices)
    existing_on = PartialDateFilter(label=_("Có vào ngày"), method="existing")

    class Meta:
        model = Agency
        fields: list[str] = []

    def named(self, queryset: QuerySet[Agency], _name: str, value: str) -> QuerySet[Agency]:
        """Agencies whose name holds every word, marks and letter case aside."""
        for word in fold(value).split():
            queryset = queryset.filter(name_fold__contains=word)
        return queryset

    def existing(self, queryset: AgencyQuerySet, _name: str, value: PartialDate) -> AgencyQuerySet:
        """Agencies that existed on the day; a year or month means its last day."""
        return queryset.existing_on(value.last_day())
