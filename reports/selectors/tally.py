"""Counting once for two readers: the person in charge, and the whole Department.

A tally groups rows by a column and by whether they are in the person's charge, so that "mine" and "everybody's" come out of
one statement and can never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Q, QuerySet, Value

from dnfa.followup.charge import in_charge
from partners.rules import can_follow

MINE, UNIT = "mine", "unit"


@dataclass(frozen=True)
class Tally:
    """Groups of rows: the values they share, `is_mine`, `number`, and `first` day where one was asked for."""

    groups: list[dict[str, Any]]

    def number(self, scope: str, wanted: Callable[[dict[str, Any]], bool] | None = None) -> int:
        """How many rows there are in a scope, of the groups wanted."""
        return sum(group["number"] for group in self._of(scope) if wanted is None or wanted(group))

    def first(self, scope: str) -> date | None:
        """The earliest `first` of a scope."""
        return min((group["first"] for group in self._of(scope) if group["first"]), default=None)

    def _of(self, scope: str) -> Iterable[dict[str, Any]]:
        return (group for group in self.groups if scope == UNIT or group["is_mine"])


def mine_of(model: Any, user: Any, today: date) -> Any:
    """Whether a row of the model is in the person's charge; of people who follow nothing, never."""
    if not can_follow(user):
        return Value(value=False)
    return ExpressionWrapper(in_charge(model, user, today), output_field=BooleanField())


def tally(rows: QuerySet[Any], *by: str, user: Any, today: date, day: str = "") -> Tally:
    """Count rows by columns and by whether they are mine: one query. With `day`, the first value of it from today on."""
    grouped = rows.order_by().annotate(is_mine=mine_of(rows.model, user, today)).values(*by, "is_mine")
    first = {"first": Min(day, filter=Q(**{f"{day}__gte": today}))} if day else {}
    return Tally(list(grouped.annotate(number=Count("pk"), **first)))


def tally_few(
    rows: QuerySet[Any], *by: str, user: Any, today: date, day: str, as_group: Callable[[date | None], Any]
) -> Tally:
    """The same of rows that are few but costly to state, by a group of their `day` besides: grouping in SQL would state
    each column again for every place it is named in, and PostgreSQL plans longer than it reads.
    """
    groups: dict[tuple[Any, ...], dict[str, Any]] = {}
    told = rows.order_by().annotate(is_mine=mine_of(rows.model, user, today))
    for *shared, first in told.values_list(*by, "is_mine", day):
        key = (*shared, as_group(first))
        names = (*by, "is_mine", f"{day}_group")
        group = groups.setdefault(key, {**dict(zip(names, key, strict=True)), "number": 0, "first": None})
        group["number"] += 1
        if first is not None and first >= today:
            group["first"] = min(filter(None, (group["first"], first)))
    return Tally(list(groups.values()))
