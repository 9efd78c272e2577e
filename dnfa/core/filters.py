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

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from django_filters.filterset import FILTER_FOR_DBFIELD_DEFAULTS

from dnfa.core.fields import PartialDateField
from dnfa.core.forms import PartialDateFormField, PartialDateInput, ViDateField
from dnfa.core.partial_dates import PartialDate
from dnfa.core.serializers import PARTIAL_DATE_SCHEMA


class DescribedFilter(django_filters.Filter):
    """A filter whose type the published schema cannot guess from the model."""

    openapi: ClassVar[dict[str, Any]] = {}

    @property
    def _spectacular_annotation(self) -> dict[str, Any]:
        """What drf-spectacular asks of a filter: its type, and its label in the language asked for."""
        return {"field": {**self.openapi, "description": str(self.label or "")}}


class PartialDateFilter(DescribedFilter):
    """The value may lie within the given year, month or day."""

    openapi = PARTIAL_DATE_SCHEMA
    field_class = PartialDateFormField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", PartialDateInput({"placeholder": gettext_lazy("ngày, tháng hoặc năm")}))
        super().__init__(*args, **kwargs)

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


class DayFilter(DescribedFilter):
    """A whole day, typed the Vietnamese way or as ISO text."""

    openapi: ClassVar[dict[str, Any]] = {"type": "string", "format": "date"}
    field_class = ViDateField


class YesNoField(forms.TypedChoiceField):
    """A question answered "true" or "false"; anything else is refused, not read as "not asked"."""

    def __init__(self, **kwargs: Any) -> None:
        answers = [
            ("", gettext_lazy("Tất cả")),
            ("true", gettext_lazy("Có")),
            ("false", gettext_lazy("Không")),
        ]
        super().__init__(choices=answers, coerce=lambda text: text == "true", empty_value=None, **kwargs)


class YesNoFilter(DescribedFilter):
    """Whether something holds: `?happened=true`. Like `BooleanFilter`, but nonsense is an error."""

    openapi: ClassVar[dict[str, Any]] = {"type": "boolean"}
    field_class = YesNoField


class WholeNumberFilter(DescribedFilter):
    """A whole number: `?year=2023`. `min_value` and `max_value` bound it; "2023.5" is an error."""

    openapi: ClassVar[dict[str, Any]] = {"type": "integer"}
    field_class = forms.IntegerField


FILTER_FOR_DBFIELD_DEFAULTS[PartialDateField] = {"filter_class": PartialDateFilter}
