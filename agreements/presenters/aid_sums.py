"""Sums of aid in tables and charts: each kind for itself, each currency for itself, every sum with the list of its lines.

A chart has one bar a kind of sum for each name or period, one chart a currency: two currencies are never on one scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.aid_rows import TotalRow, Uncertain
from agreements.enums import FundingKind
from dnfa.core.charts import bars
from dnfa.core.money import DONG, Sums
from dnfa.core.numbers import format_money, format_number

MOST_GROUPS = 12  # more names than this are read in the table
STEPS = (Decimal(10) ** 9, Decimal(10) ** 6)
SMALLEST = Decimal("0.001")  # of the unit of the chart


# The address of the list of lines of one kind and currency.
Listed = Callable[[str, str], str]


def currencies(sums: Mapping[str, Sums]) -> list[str]:
    """Every currency that sums of any kind are told in, đồng first."""
    return [money.currency for money in sum(sums.values(), Sums())]


def cells(sums: Mapping[str, Sums], kinds: Sequence[FundingKind], listed: Listed) -> list[dict[str, Any]]:
    """For each kind its sums in words, each with its list."""
    return [
        {
            "kind": kind.label,
            "sums": [
                {"words": str(money), "href": listed(kind, money.currency)} for money in sums.get(kind, ())
            ],
        }
        for kind in kinds
    ]


def in_dong(row: TotalRow, kind: str, listed: Listed) -> dict[str, str]:
    """What the lines of a kind are in đồng, where foreign ones are told so, and how many are not told and missing from it."""
    dong, untold = row.dong(kind), row.untold(kind)
    is_converted = any(
        code != DONG and one.dong is not None for (of, code), one in row.told.items() if of == kind
    )
    words = ngettext("%(n)s dòng chưa quy đổi", "%(n)s dòng chưa quy đổi", untold)
    return {
        "words": format_money(dong, DONG) if is_converted and dong is not None else "",
        "untold": words % {"n": format_number(untold)} if untold else "",
        "href": listed(kind, "") if untold else "",
    }


def uncertain_words(uncertain: Uncertain) -> str:
    """How many lines may belong to a period and are in none of its sums, and why."""
    reasons = [
        (_("%(n)s dòng chỉ ghi tháng hoặc năm"), uncertain.imprecise),
        (_("%(n)s dòng không ghi ngày"), uncertain.undated),
    ]
    told = _(" và ").join(words % {"n": format_number(number)} for words, number in reasons if number)
    return _("%(lines)s có thể thuộc kỳ này, chưa cộng vào bảng.") % {"lines": told}


@dataclass(frozen=True)
class Bar:
    """One sum: what kind it is, its amount (None: nobody tells), where its lines are listed."""

    kind: str
    amount: Decimal | None
    href: str = ""


@dataclass(frozen=True)
class Group:
    """The sums that stand under one label."""

    label: str
    bars: Sequence[Bar]

    @property
    def largest(self) -> Decimal:
        return max((bar.amount for bar in self.bars if bar.amount is not None), default=Decimal(0))


def sums_chart(
    currency: str,
    rows: Sequence[tuple[str, Mapping[str, Sums], Listed]],
    kinds: Sequence[FundingKind],
    *,
    keeps_order: bool = False,
) -> dict[str, Any]:
    """The chart of rows (label, sums by kind, their lists) in one currency; a kind nobody tells in a row is left out of it."""
    groups = [
        Group(
            label,
            [
                Bar(kind, amount, listed(kind, currency))
                for kind in kinds
                if (amount := sums.get(kind, Sums()).told(currency)) is not None
            ],
        )
        for label, sums, listed in rows
    ]
    return money_chart(currency, groups, keeps_order=keeps_order)


def money_chart(currency: str, groups: Sequence[Group], *, keeps_order: bool = False) -> dict[str, Any]:
    """What `agreements/aid/bars.html` draws: groups with a sum, the largest first; all groups where their order says something.

    Of more than `MOST_GROUPS` the largest (the last, where the order counts) are drawn; `left_out` says how many are not.
    A sum below nought, left over by a correction, has its number and no bar.
    """
    told = [group for group in groups if group.bars]
    if not keeps_order:
        told = [group for group in told if any(bar.amount is not None for bar in group.bars)]
        told.sort(key=lambda group: -group.largest)
    drawn = told[-MOST_GROUPS:] if keeps_order else told[:MOST_GROUPS]
    largest = max((group.largest for group in drawn), default=Decimal(0))
    step = next((step for step in STEPS if largest >= step), Decimal(1))
    amounts = [bar.amount or Decimal(0) for group in drawn for bar in group.bars]
    lengths = iter(bars([{"label": "", "value": max(amount, Decimal(0))} for amount in amounts]))
    return {
        "currency": currency,
        "unit": _unit(step, currency),
        "groups": [
            {
                "label": group.label,
                "bars": [
                    {
                        "kind": bar.kind,
                        "label": FundingKind(bar.kind).label,
                        "words": _("chưa rõ") if bar.amount is None else _words(bar.amount / step),
                        "percent": next(lengths).percent,
                        "href": bar.href if bar.amount is not None else "",
                    }
                    for bar in group.bars
                ],
            }
            for group in drawn
        ],
        "single": _single(drawn),
        "left_out": len(told) - len(drawn),
    }


def _single(groups: Sequence[Group]) -> str:
    """The only kind of sum in a chart, in words: its caption names it once; empty where there are several."""
    kinds = {bar.kind for group in groups for bar in group.bars}
    return str(FundingKind(kinds.pop()).label) if len(kinds) == 1 else ""


def _words(amount: Decimal) -> str:
    """At most three decimals: the exact sum stands in the table."""
    rounded = amount.quantize(SMALLEST, rounding=ROUND_HALF_UP)
    if amount and not rounded:
        return f"< {format_number(SMALLEST)}"
    return format_number(rounded)


def _unit(step: Decimal, currency: str) -> str:
    name = _("đồng") if currency == DONG else currency
    return {STEPS[0]: _("tỷ %(currency)s"), STEPS[1]: _("triệu %(currency)s")}.get(step, "%(currency)s") % {
        "currency": name
    }
