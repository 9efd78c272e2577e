"""Filters over partial dates. All three ask whether the value *may* lie there: its possible days overlap.

| filter       | given 4/2012        | a value of 2012 | 3/2012 | 15/4/2012 | 5/2012 | unknown |
|--------------|---------------------|-----------------|--------|-----------|--------|---------|
| `…`          | within April 2012   | yes             | no     | yes       | no     | no      |
| `…_from`     | 1 April 2012 on     | yes             | no     | yes       | yes    | no      |
| `…_to`       | up to 30 April 2012 | yes             | yes    | yes       | no     | no      |

A filterset declares `signed_on_from = PartialDateFromFilter("signed_on")`. The given date may be typed the
Vietnamese way or as ISO text.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django_filters.filterset import FILTER_FOR_DBFIELD_DEFAULTS
from drf_spectacular.utils import extend_schema_field

from dnfa.core.fields import PartialDateField
from dnfa.core.forms import PartialDateFormField
from dnfa.core.partial_dates import PartialDate
from dnfa.core.serializers import PARTIAL_DATE_SCHEMA


@extend_schema_field(PARTIAL_DATE_SCHEMA)
class PartialDateFilter(django_filters.Filter):
    """The value may lie within the given year, month or day."""

    field_class = PartialDateFormField

    def bounds(self, value: PartialDate) -> dict[str, Any]:
        """The lookups that say "overlaps"."""
        return {
            f"{self.field_name}__last__gte": value.first_day(),
            f"{self.field_name}__first__lte": value.last_day(),
        }

    def filter(self, qs: QuerySet[Any], value: PartialDate | None) -> QuerySet[Any]:
        if value is None:
            return qs
        return self.get_method(qs)(**self.bounds(value))


class PartialDateFromFilter(PartialDateFilter):
    """The value may lie on or after the first day of the given date."""

    def bounds(self, value: PartialDate) -> dict[str, Any]:
        return {f"{self.field_name}__last__gte": value.first_day()}


class PartialDateToFilter(PartialDateFilter):
    """The value may lie on or before the last day of the given date."""

    def bounds(self, value: PartialDate) -> dict[str, Any]:
        return {f"{self.field_name}__first__lte": value.last_day()}


FILTER_FOR_DBFIELD_DEFAULTS[PartialDateField] = {"filter_class": PartialDateFilter}
