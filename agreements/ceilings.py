"""What disbursement of a project is measured against: one rule for the service that asks why, and for the page that shows how far.

The firmest word first: what was approved, else committed, else what the source says it is worth. Each currency is measured by
itself. What is disbursed in a currency that nobody promised is measured in đồng, the whole project at once, where every line on both
sides is told in đồng; where one is not, it stands apart: it is neither nought nor compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from agreements.enums import FundingKind
from dnfa.core.money import DONG, Money, Sums

CEILINGS = (FundingKind.APPROVED, FundingKind.COMMITTED, FundingKind.VALUE)
PROMISES = CEILINGS[:2]
# What a comparison reads.
KINDS = (*CEILINGS, FundingKind.DISBURSED)


class Counted(NamedTuple):
    """A line as it is measured; `dong` is None where nobody told it."""

    kind: str
    amount: Decimal
    currency: str
    dong: Decimal | None


@dataclass(frozen=True)
class Comparison:
    """What was disbursed, and what it is measured against; `is_whole`: all currencies of the project at once, in đồng."""

    kind: FundingKind
    given: Money
    whole: Money
    is_whole: bool = False

    @property
    def is_over(self) -> bool:
        return self.given.value > self.whole.value


@dataclass(frozen=True)
class Compared:
    """Every comparison of a project, and what was disbursed apart from them."""

    found: tuple[Comparison, ...] = ()
    apart: Sums = field(default_factory=Sums)


def compare(lines: Iterable[Counted]) -> Compared:
    """Measure the disbursements among the lines of one project; nothing where nothing was promised."""
    known = _without_nought(lines)
    sums = {
        kind: Sums(Money(line.amount, line.currency) for line in known if line.kind == kind) for kind in KINDS
    }
    disbursed = sums[FundingKind.DISBURSED]
    firmest = next((kind for kind in CEILINGS if sums[kind]), None)
    if firmest is None:
        return Compared()
    ceilings = {
        amount.currency: _ceiling(sums, amount.currency) for kind in PROMISES for amount in sums[kind]
    }
    ceilings |= {amount.currency: _ceiling(sums, amount.currency) for amount in disbursed}
    apart = Sums(amount for amount in disbursed if ceilings[amount.currency] is None)
    told = [line for line in known if line.kind in (FundingKind.DISBURSED, firmest)]
    if apart and all(line.dong for line in told):
        return Compared((_in_dong(told, firmest),))
    order = sorted(ceilings, key=lambda code: (code != DONG, code))
    found = (
        Comparison(kind, Money(disbursed.of(code), code), Money(sums[kind].of(code), code))
        for code in order
        if (kind := ceilings[code]) is not None
    )
    return Compared(tuple(one for one in found if one.given.value or not apart), apart)


def _without_nought(lines: Iterable[Counted]) -> list[Counted]:
    """The lines of each kind and currency that come to something: what was set right to nought is not in the way."""
    grouped: dict[tuple[str, str], list[Counted]] = defaultdict(list)
    for line in lines:
        grouped[line.kind, line.currency].append(line)
    return [line for own in grouped.values() if sum(one.amount for one in own) for line in own]


def _ceiling(sums: dict[FundingKind, Sums], currency: str) -> FundingKind | None:
    return next((kind for kind in CEILINGS if sums[kind].of(currency) > 0), None)


def _in_dong(told: list[Counted], firmest: FundingKind) -> Comparison:
    totals = dict.fromkeys((FundingKind.DISBURSED, firmest), Decimal(0))
    for line in told:
        totals[FundingKind(line.kind)] += line.dong or Decimal(0)
    given, whole = totals[FundingKind.DISBURSED], totals[firmest]
    return Comparison(firmest, Money(given, DONG), Money(whole, DONG), is_whole=True)
