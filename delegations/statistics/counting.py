"""Counting in the database: one statement for each way of grouping, the same number of them for any number of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Count, Q
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from delegations.enums import Direction
from delegations.models import Delegation, DelegationStop
from delegations.querysets.trips import held_within
from delegations.statistics.period import Period
from dnfa.core.fields import ISO_LENGTH
from partners.models import Partner


@dataclass(frozen=True)
class Number:
    """`delegations` (đoàn), `persons` (lượt người) of those whose number is known, `unknown` those without one."""

    delegations: int = 0
    persons: int = 0
    unknown: int = 0

    def __add__(self, other: Number) -> Number:
        return Number(
            self.delegations + other.delegations, self.persons + other.persons, self.unknown + other.unknown
        )


def percent(now: int, before: int) -> float | None:
    """The change in percent, one decimal; None when there was nothing to compare with."""
    return round((now - before) * 100 / before, 1) if before else None


@dataclass(frozen=True)
class Pair:
    """The period's number and that of the same period of the year before."""

    now: Number = field(default_factory=Number)
    before: Number = field(default_factory=Number)

    def __add__(self, other: Pair) -> Pair:
        return Pair(self.now + other.now, self.before + other.before)

    @property
    def difference(self) -> Number:
        """Now less before; `unknown` is of no meaning here and stays 0."""
        return Number(self.now.delegations - self.before.delegations, self.now.persons - self.before.persons)

    @property
    def delegations_percent(self) -> float | None:
        return percent(self.now.delegations, self.before.delegations)

    @property
    def persons_percent(self) -> float | None:
        return percent(self.now.persons, self.before.persons)


# For each key of a grouping: direction → pair.
Counted = dict[Any, dict[str, Pair]]


class Statistics:
    """What one person may count in one period, each part read when it is asked for, in one statement; `None` as key is
    "not recorded".
    """

    def __init__(self, user: Any, period: Period) -> None:
        self.user = user
        self.period = period
        self._counter = _Counter(user, period)

    @cached_property
    def flat(self) -> list[tuple[str, str, str, int, int, bool, Pair]]:
        """Direction, rank, plan, year, month, whether it knows its month: each delegation once."""
        return self._counter.grouped(
            "head_rank, plan_status, extract(year FROM first_day)::int, extract(month FROM first_day)::int, "
            "length(iso) > 4"
        )

    @cached_property
    def partners(self) -> Counted:
        """By the partners that the person may see."""
        met, params = _met(self.user)
        return self._counter.by("partner_id", f"SELECT dp.delegation_id, p.id {met}", params)

    @cached_property
    def countries(self) -> Counted:
        """By the countries or territories of the stops, else of the partners, each once."""
        met, params = _met(self.user)
        stops = DelegationStop._meta.db_table
        pairs = (
            f"SELECT dp.delegation_id, p.country_id {met} AND p.country_id IS NOT NULL "  # noqa: S608  (as in `_met`)
            f"AND NOT EXISTS (SELECT 1 FROM {stops} AS way WHERE way.delegation_id = dp.delegation_id) "
            f"UNION SELECT s.delegation_id, s.country_id FROM {stops} AS s JOIN base AS b ON b.id = s.delegation_id"
        )
        return self._counter.by("country_id", pairs, params)

    @cached_property
    def agencies(self) -> Counted:
        """By the agencies that led."""
        led = Delegation.lead_agencies.through._meta.db_table
        pairs = f"SELECT da.delegation_id, da.agency_id FROM {led} AS da JOIN base AS b ON b.id = da.delegation_id"  # noqa: S608  (name of a table)
        return self._counter.by("agency_id", pairs)

    @property
    def unplaced(self) -> int:
        """Delegations that may have begun in the period, but are not known well enough to say so."""
        return self._unplaced["now"]

    @property
    def unplaced_before(self) -> int:
        """The same of the year before: as far as it is compared they may have begun, or later."""
        return self._unplaced["before"]

    @cached_property
    def _unplaced(self) -> dict[str, int]:
        kept = Delegation.objects.visible_to(self.user).filter(
            cancelled_on__isnull=True, starts_on__isnull=False
        )
        vague = kept.exclude(Exact(Length("starts_on"), ISO_LENGTH))
        now = _left_out(self.period, _within(self.period))
        before = _left_out(self.period.before(), _compared(self.period))
        return vague.filter(now | before).aggregate(
            now=Count("pk", filter=now), before=Count("pk", filter=before)
        )

    def flat_by(self, position: int) -> Counted:
        """The flat counts summed by one of their parts: 1 rank, 2 plan."""
        return _summed((row[position], row[0], row[-1]) for row in self.flat)

    def by_month(self) -> Counted:
        """By (year, month) of the period; None for what is known to the year only.

        A month of the year before stands at the same month a year later, so that both are one line.
        """
        return _summed(
            ((year, month) if knows_month else None, direction, pair)
            for direction, _rank, _plan, year, month, knows_month, pair in self._aligned()
        )

    def _aligned(self) -> Iterable[tuple[str, str, str, int, int, bool, Pair]]:
        for direction, rank, plan, year, month, knows_month, pair in self.flat:
            yield direction, rank, plan, year, month, knows_month, Pair(now=pair.now)
            yield direction, rank, plan, year + 1, month, knows_month, Pair(before=pair.before)

    @property
    def total(self) -> dict[str, Pair]:
        """Each delegation once: direction → pair."""
        return _summed((None, row[0], row[-1]) for row in self.flat).get(None, {})


def _summed(rows: Iterable[tuple[Any, str, Pair]]) -> Counted:
    sums: Counted = {}
    for key, direction, pair in rows:
        if pair == Pair():
            continue
        of_key = sums.setdefault(key, {})
        of_key[direction] = of_key.get(direction, Pair()) + pair
    return sums


def _within(period: Period) -> Q:
    return held_within(period.first, period.up_to, period.last)


def _compared(period: Period) -> Q:
    """In the same days of the year before. Of a running period what may have begun later than it is compared is none
    of these; in the period itself it has begun, or nobody could tell of it.
    """
    before = period.before()
    return held_within(before.first, before.up_to, before.up_to)


def _left_out(period: Period, placed: Q) -> Q:
    """May have begun in the period and is not placed. What begins in an earlier calendar year is over by then, however
    little is known of its day.
    """
    january = period.first.replace(month=1, day=1)
    return Q(first_day__range=(january, period.up_to), starts_on__last__gte=period.first) & ~placed


_BASE = (
    "pk",
    "direction",
    "persons",
    "head_rank",
    "plan_status",
    "first_day",
    "starts_on",
    "is_now",
    "is_before",
)
_COLUMNS = "id, direction, persons, head_rank, plan_status, first_day, iso, is_now, is_before"
_NUMBERS = ", ".join(
    f"count(*) FILTER (WHERE {when}), coalesce(sum(persons) FILTER (WHERE {when}), 0), "
    f"count(*) FILTER (WHERE {when} AND persons IS NULL)"
    for when in ("is_now", "is_before")
)


class _Counter:
    """Groups the same delegations by whatever is asked; `base` is empty for nobody who reads nothing."""

    def __init__(self, user: Any, period: Period) -> None:
        now, before = _within(period), _compared(period)
        rows = Delegation.objects.visible_to(user).filter(now | before).order_by()
        rows = rows.annotate(
            is_now=ExpressionWrapper(now, output_field=BooleanField()),
            is_before=ExpressionWrapper(before, output_field=BooleanField()),
        )
        try:
            self.base, self.params = rows.values_list(*_BASE).query.sql_with_params()
        except EmptyResultSet:  # Django knows it without asking the database
            self.base, self.params = "", ()

    def grouped(self, keys: str, join: str = "", params: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows of direction, the keys, then a `Pair`. `keys` and `join` are this module's own text."""
        if not self.base:
            return []
        statement = (
            f"WITH base ({_COLUMNS}) AS MATERIALIZED ({self.base}) "  # noqa: S608  (the ORM's statement and texts of this module; every value is a parameter)
            f"SELECT direction, {keys}, {_NUMBERS} FROM base {join} GROUP BY direction, {keys}"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, (*self.params, *params))
            return [
                (*row[:-6], Pair(Number(*map(int, row[-6:-3])), Number(*map(int, row[-3:]))))
                for row in cursor.fetchall()
            ]

    def by(self, key: str, pairs: str, params: tuple[Any, ...] = ()) -> Counted:
        """By what hangs on a delegation; `pairs` selects (delegation, key), each once."""
        join = f"LEFT JOIN ({pairs}) AS pair (delegation_id, {key}) ON pair.delegation_id = base.id"
        return _summed(
            (found, direction, pair) for direction, found, pair in self.grouped(f"pair.{key}", join, params)
        )


def _met(user: Any) -> tuple[str, tuple[Any, ...]]:
    """Partners (`p`) of the counted delegations (`dp`): a focal point sees delegations that it coordinates, not every
    partner of theirs.
    """
    condition, params = "TRUE", ()
    if not user.sees_everything:
        seen = Partner.objects.visible_to(user).order_by().values("pk")
        try:
            statement, params = seen.query.sql_with_params()
            condition = f"p.id IN ({statement})"
        except EmptyResultSet:
            condition = "FALSE"
    links = Delegation.partners.through._meta.db_table
    joined = (
        f"FROM {links} AS dp JOIN base AS b ON b.id = dp.delegation_id "
        f"JOIN {Partner._meta.db_table} AS p ON p.id = dp.partner_id WHERE {condition}"
    )
    return joined, params


def statistics(user: Any, period: Period) -> Statistics:
    """Count the delegations that `user` may see: a statement for each part that is asked for."""
    return Statistics(user, period)


def both(by_direction: dict[str, Pair]) -> Pair:
    """In and out together."""
    return by_direction.get(Direction.IN, Pair()) + by_direction.get(Direction.OUT, Pair())
