"""For every number of the statistics the question of the list of delegations that shows exactly what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from delegations.enums import Direction
from delegations.filters import counted
from delegations.filters.planned import UNSAID
from delegations.statistics.counting import Pair
from delegations.statistics.period import Period, month_end, year_before
from delegations.statistics.tables import Breakdown, Line

Query = dict[str, Any]

# The filter of the list of delegations that holds a line's key.
FILTERS = {
    Breakdown.PARTNER: "partner",
    Breakdown.COUNTRY: "country",
    Breakdown.RANK: "head_rank",
    Breakdown.AGENCY: "led_by",
    Breakdown.PLAN: "plan_status",
}
# What the line of those not recorded lacks.
LACKING = {
    Breakdown.PARTNER: counted.PARTNER,
    Breakdown.COUNTRY: counted.COUNTRY,
    Breakdown.RANK: counted.RANK,
    Breakdown.AGENCY: counted.AGENCY,
    Breakdown.MONTH: counted.MONTH,
}


@dataclass(frozen=True)
class Side:
    """Delegations in or out of one line, with the questions of both periods and of those without a number of persons."""

    direction: str
    pair: Pair
    query: Query
    query_before: Query
    query_unknown: Query


def sides(by: Breakdown, line: Line, period: Period, *, is_total: bool = False) -> Iterator[Side]:
    """Both sides of a line; the total is asked without the line's key."""
    for direction, pair in ((Direction.IN, line.inbound), (Direction.OUT, line.outbound)):
        now, before = (
            {"direction": direction.value, **_question(by, line.key, span, years, is_total=is_total)}
            for span, years in ((period, 0), (period.before(), 1))
        )
        unknown = {**now, "lacking": [*now.get("lacking", ()), counted.PERSONS]}
        yield Side(direction.value, pair, now, before, unknown)


def _question(by: Breakdown, key: str, period: Period, years: int, *, is_total: bool) -> Query:
    if is_total or by == Breakdown.TOTAL:
        return _held(period, is_past=bool(years))
    if by == Breakdown.MONTH and key:
        return _held(_month(period, key, years), is_past=bool(years))
    query = _held(period, is_past=bool(years))
    if key:
        return {**query, FILTERS[by]: key}
    if by == Breakdown.PLAN:
        return {**query, "plan_status": UNSAID}
    return {**query, "lacking": [LACKING[by]]}


def _held(period: Period, *, is_past: bool) -> Query:
    """A calendar year by its number; else its days. The list itself ends with the day asked about, so only the year
    before a running period has to say how far it was reached.
    """
    query: Query = {"year": period.first.year} if period.is_year else {"held_in": _span(period)}
    if is_past and period.is_running:
        query["held_by"] = _day(period.up_to)
    return query


def _month(period: Period, key: str, years: int) -> Period:
    """The part of the period that lies in a month; of the year before, `years` earlier than the line says."""
    year, month = map(int, key.split("-"))
    first, last = date(year, month, 1), month_end(year, month)
    if years:
        first, last = year_before(first), year_before(last)
    return Period(max(first, period.first), min(last, period.last), min(last, period.up_to))


def _span(period: Period) -> str:
    return f"{_day(period.first)}{counted.BETWEEN}{_day(period.last)}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
