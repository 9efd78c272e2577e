"""What tables of aid are made of: which lines are asked for, a row with its sums and what they are in đồng, a table with what it leaves out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from agreements.aid_parts import HUNDRED
from agreements.enums import FundingKind
from agreements.models import Project
from dnfa.core.money import Money, Sums

Parts = list[dict[str, Any]]


@dataclass(frozen=True)
class Scope:
    """Which lines: seen by `user`, as known on `as_of`, booked from `first` to `last` (None: all, dated or not), of `projects` (None: all)
    and `kinds` (empty: all that are put side by side).

    With a period only lines whose whole date lies in it count; `Totals.uncertain` says how many others may belong to it.
    """

    user: Any
    as_of: date
    first: date | None = None
    last: date | None = None
    projects: QuerySet[Project] | None = None
    kinds: tuple[FundingKind, ...] = ()


@dataclass(frozen=True)
class InDong:
    """What lines of one kind and currency are in đồng (None: nobody tells of any), how many nobody tells of, whether all are exact."""

    dong: Decimal | None
    untold: int
    is_exact: bool


@dataclass
class TotalRow:
    """One line of a table: what it is called, how its lists are asked for, how many projects, the sums of each kind.

    `query` is understood by the list of projects (`ProjectFilter`) and the list of sums (`AidLineFilter`) alike.
    """

    label: str
    query: dict[str, str] = field(default_factory=dict)
    projects: int = 0
    sums: dict[str, Sums] = field(default_factory=dict)
    told: dict[tuple[str, str], InDong] = field(default_factory=dict)  # by kind and currency

    def dong(self, kind: str) -> Decimal | None:
        """What the lines of a kind come to in đồng, those of every currency as far as they are told; None where none is."""
        found = [one.dong for (of, _code), one in self.told.items() if of == kind and one.dong is not None]
        return sum(found, Decimal(0)) if found else None

    def untold(self, kind: str) -> int:
        """How many lines of a kind have no value in đồng, and are missing from it."""
        return sum(one.untold for (of, _code), one in self.told.items() if of == kind)

    def rate(self, currency: str) -> Decimal | None:
        """Disbursed of committed in one currency, in per cent; None where nothing was committed in it."""
        committed = self.sums.get(FundingKind.COMMITTED, Sums()).of(currency)
        disbursed = self.sums.get(FundingKind.DISBURSED, Sums()).of(currency)
        return disbursed / committed * HUNDRED if committed else None


@dataclass(frozen=True)
class Uncertain:
    """Lines that may belong to a period and are in none of its sums: known to the month or year only, or without a date."""

    imprecise: int = 0
    undated: int = 0

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def lines(self) -> int:
        return self.imprecise + self.undated


@dataclass(frozen=True)
class Totals:
    """The table of one direction: rows by name, the line "in all", what stands beside, what to know when reading."""

    rows: list[TotalRow]
    whole: TotalRow
    set_aside: list[TotalRow]  # projects only talked about, projects dropped: in no row and not in the whole
    overlaps: bool
    uncertain: Uncertain


def row_of(label: str, query: dict[str, str], parts: Iterable[dict[str, Any]], projects: int) -> TotalRow:
    """A row of groups of lines: each with `kind`, `currency`, `total`, `total_dong`, `lines_untold`, `lines_about`."""
    sums: dict[str, list[Money]] = defaultdict(list)
    told: dict[tuple[str, str], InDong] = {}
    for part in parts:
        kind, currency = part["kind"], part["currency"]
        sums[kind].append(Money(part["total"], currency))
        before = told.get((kind, currency), InDong(None, 0, True))
        dong = [value for value in (before.dong, part["total_dong"]) if value is not None]
        told[kind, currency] = InDong(
            sum(dong, Decimal(0)) if dong else None,
            before.untold + part["lines_untold"],
            before.is_exact and not part["lines_about"],
        )
    return TotalRow(label, query, projects, {kind: Sums(found) for kind, found in sums.items()}, told)
