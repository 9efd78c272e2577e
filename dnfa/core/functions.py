"""The SQL functions of migration core 0001 as Django expressions, usable in queries, indexes and constraints."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.db.models import Aggregate, CharField, DateField, Func
from django.db.models.expressions import Combinable, F, OrderBy
from django.db.models.functions import Collate


class PartialFirst(Func):
    """The earliest day a partial date can mean; NULL for NULL."""

    function = "public.partial_first_day"
    arity = 1
    output_field = DateField()


class PartialLast(Func):
    """The latest day a partial date can mean; NULL for NULL."""

    function = "public.partial_last_day"
    arity = 1
    output_field = DateField()


class DayRange(Func):
    """The days from one to another, both counted, for constraints on ranges; NULL at either end: without end."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, first: str | Combinable, last: str | Combinable) -> None:
        super().__init__(first, last, RangeBoundary(inclusive_lower=True, inclusive_upper=True))


class DaysJoined(Aggregate):
    """All days of the ranges of a group; ranges that meet are one. `__contains` asks it for the days of a further range."""

    function = "range_agg"
    output_field = DateRangeField()


class ViFold(Func):
    """The form to search by, equal to `dnfa.core.text.fold`."""

    function = "public.vi_fold"
    arity = 1
    output_field = CharField()


class ViSortKey(Func):
    """The key of Vietnamese order, equal to `dnfa.core.text.sort_key`; compare it with collation "C" only."""

    function = "public.vi_sort_key"
    arity = 1
    output_field = CharField()


def vi_key(expression: str | Combinable) -> Collate:
    """What a column sorts by in Vietnamese dictionary order, case aside; `vi_order` is its ascending or descending order."""
    source = F(expression) if isinstance(expression, str) else expression
    return Collate(ViSortKey(source), "C")


def vi_order(expression: str | Combinable, *, descending: bool = False) -> OrderBy:
    """Order by Vietnamese dictionary order, case aside, NULL last: `.order_by(vi_order("name_vi"), "pk")`.

    The same expression in `Index(vi_order("name_vi"), name=…)` serves the query.
    """
    return OrderBy(vi_key(expression), descending=descending, nulls_last=True if descending else None)
