"""What can be asked of exchange rates, on pages and in the API alike."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from agreements.forms.rates import CurrencyField
from agreements.models import ExchangeRate
from agreements.querysets.funding import ExchangeRateQuerySet
from dnfa.core.filters import DayFilter, DescribedFilter, YesNoFilter
from dnfa.core.functions import ViFold
from dnfa.core.text import fold


class CurrencyFilter(DescribedFilter):
    """A currency by code or name: `?currency=USD`."""

    openapi: ClassVar[dict[str, Any]] = {"type": "string"}
    field_class = CurrencyField


class ExchangeRateFilter(django_filters.FilterSet):
    """Questions about rates; replaced ones are among them unless `standing` asks otherwise."""

    currency = CurrencyFilter(label=_("Loại tiền"))
    day_from = DayFilter(method="by_first", label=_("Từ ngày"))
    day_to = DayFilter(method="by_last", label=_("Đến ngày"))
    source = django_filters.CharFilter(
        method="by_source", label=_("Nguồn"), widget=TextInput(attrs={"placeholder": _("một phần tên nguồn")})
    )
    standing = YesNoFilter(method="by_standing", label=_("Đang dùng"))

    class Meta:
        model = ExchangeRate
        fields = ("currency", "day_from", "day_to", "source", "standing")

    def by_first(self, queryset: ExchangeRateQuerySet, _name: str, value: date) -> ExchangeRateQuerySet:
        return queryset.filter(day__gte=value)

    def by_last(self, queryset: ExchangeRateQuerySet, _name: str, value: date) -> ExchangeRateQuerySet:
        return queryset.filter(day__lte=value)

    def by_source(self, queryset: ExchangeRateQuerySet, _name: str, value: str) -> ExchangeRateQuerySet:
        """Every word stands in the name of the source, marks and letter case aside."""
        queryset = queryset.alias(source_fold=ViFold("source"))
        for word in fold(value).split():
            queryset = queryset.filter(source_fold__contains=word)
        return queryset

    def by_standing(self, queryset: ExchangeRateQuerySet, _name: str, value: bool) -> ExchangeRateQuerySet:
        return queryset.filter(replaced_on__isnull=value)
