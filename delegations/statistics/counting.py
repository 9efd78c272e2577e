"""Counting in the database: one statement for each way of grouping, the same number of them for any number of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, CharField, F, Q
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Cast

from delegations.enums import Direction
from delegations.models import Delegation, DelegationStop
from delegations.statistics.period import Period
from dnfa.core.functions import PartialFirst
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


@dataclass(frozen=True)
class Statistics:
    """What was counted for one person and one period; `None` as key is "not recorded"."""

    period: Period
    flat: list[
        tuple[str, str, str, int, int, bool, Pair]
    ]  # direction, rank, plan, year, month, knows its month
    partners: Counted
    countries: Counted
    agencies: Counted
    unplaced: int  # known to the year or month only, and not to be placed within the period

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
    """First day in the period and reached, and no possible first day outside it."""
    return Q(
        starts_on__first__gte=period.first,
        starts_on__first__lte=period.up_to,
        starts_on__last__lte=period.last,
    )


_BASE = ("pk", "direction", "persons", "head_rank", "plan_status", "first_day", "iso", "is_now", "is_before")
_COLUMNS = "id, direction, persons, head_rank, plan_status, first_day, iso, is_now, is_before"
_NUMBERS = ", ".join(
    f"count(*) FILTER (WHERE {when}), coalesce(sum(persons) FILTER (WHERE {when}), 0), "
    f"count(*) FILTER (WHERE {when} AND persons IS NULL)"
    for when in ("is_now", "is_before")
)


class _Counter:
    """Groups the same delegations by whatever is asked."""

    def __init__(self, user: Any, period: Period) -> None:
        now, before = _within(period), _within(period.before())
        held = Delegation.objects.visible_to(user).filter(now | before, cancelled_on__isnull=True)
        rows = held.order_by().annotate(
            first_day=PartialFirst("starts_on"),
            iso=Cast(F("starts_on"), CharField()),
            is_now=ExpressionWrapper(now, output_field=BooleanField()),
            is_before=ExpressionWrapper(before, output_field=BooleanField()),
        )
        self.base, self.params = rows.values_list(*_BASE).query.sql_with_params()

    def grouped(self, keys: str, join: str = "", params: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows of direction, the keys, then a `Pair`. `keys` and `join` are this module's own text."""
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


def _seen_partners(user: Any) -> tuple[str, tuple[Any, ...]]:
    """A condition on `p.id`: a focal point sees delegations that it coordinates, not every partner of theirs."""
    if user.sees_everything:
        return "TRUE", ()
    statement, params = Partner.objects.visible_to(user).order_by().values("pk").query.sql_with_params()
    return f"p.id IN ({statement})", params


def _unplaced(user: Any, period: Period) -> int:
    """Delegations that may have begun in the period, but are not known well enough to say so."""
    may_be = Q(starts_on__first__lte=period.up_to, starts_on__last__gte=period.first)
    held = Delegation.objects.visible_to(user).filter(may_be, cancelled_on__isnull=True)
    return held.exclude(_within(period)).count()


def statistics(user: Any, period: Period) -> Statistics:
    """Count the delegations that `user` may see, in five statements.

    The countries or territories of a delegation are those of its stops and of its partners, each once.
    """
    try:
        counter = _Counter(user, period)
    except EmptyResultSet:  # nobody who reads nothing: Django knows it without asking the database
        return Statistics(period, [], {}, {}, {}, 0)
    stops = DelegationStop._meta.db_table
    partners = Partner._meta.db_table
    with_partner = Delegation.partners.through._meta.db_table
    with_agency = Delegation.lead_agencies.through._meta.db_table
    seen, params = _seen_partners(user)
    met = (
        f"FROM {with_partner} AS dp JOIN base AS b ON b.id = dp.delegation_id "
        f"JOIN {partners} AS p ON p.id = dp.partner_id WHERE {seen}"
    )
    flat = counter.grouped(
        "head_rank, plan_status, extract(year FROM first_day)::int, extract(month FROM first_day)::int, "
        "length(iso) > 4"
    )
    return Statistics(
        period=period,
        flat=flat,
        partners=counter.by("partner_id", f"SELECT dp.delegation_id, p.id {met}", params),
        countries=counter.by(
            "country_id",
            f"SELECT dp.delegation_id, p.country_id {met} AND p.country_id IS NOT NULL "  # noqa: S608  (names of tables)
            f"UNION SELECT s.delegation_id, s.country_id FROM {stops} AS s JOIN base AS b ON b.id = s.delegation_id",
            params,
        ),
        agencies=counter.by(
            "agency_id",
            f"SELECT da.delegation_id, da.agency_id FROM {with_agency} AS da "  # noqa: S608  (names of tables)
            "JOIN base AS b ON b.id = da.delegation_id",
        ),
        unplaced=_unplaced(user, period),
    )


def both(by_direction: dict[str, Pair]) -> Pair:
    """In and out together."""
    return by_direction.get(Direction.IN, Pair()) + by_direction.get(Direction.OUT, Pair())
