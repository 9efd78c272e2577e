"""What lines of money come to, as a paper says it: each currency apart, đồng beside foreign sums, "ước" where a source is not exact."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from agreements.enums import AmountQualifier
from agreements.models import FundingLine
from dnfa.core.money import DONG, Money, Sums
from dnfa.core.numbers import format_number
from reports.annual import words

Lines = list[FundingLine]


def is_exact(lines: Iterable[FundingLine]) -> bool:
    """Whether no source gives one of these as about, at least or at most."""
    return all(line.qualifier == AmountQualifier.EXACT for line in lines)


def sums(lines: Iterable[FundingLine]) -> Sums:
    """One figure a currency."""
    return Sums(Money(line.amount, line.currency) for line in lines)


def amounts(lines: Lines) -> str:
    """What lines come to, each currency on a line of its own, and what the foreign ones are in đồng as far as a rate is stated."""
    return "\n".join(filter(None, [*_by_currency(lines), _in_dong(lines)]))


def inline(lines: Lines) -> str:
    """The same within a sentence."""
    return " ".join(filter(None, [words.joined(_by_currency(lines)), _in_dong(lines)]))


def _by_currency(lines: Lines) -> list[str]:
    about = {line.currency for line in lines if not is_exact([line])}
    return [f"ước {total}" if total.currency in about else str(total) for total in sums(lines)]


def _in_dong(lines: Lines) -> str:
    """What the foreign lines are in đồng, and how many of them nobody stated a rate for; empty where no line has one."""
    foreign = [line for line in lines if line.currency != DONG]
    rated = [line.dong for line in foreign if line.dong is not None]
    if not rated:
        return ""
    which = "quy ra" if len(foreign) == len(lines) else "ngoại tệ quy ra"
    missing = len(foreign) - len(rated)
    more = f", {words.padded(missing)} dòng tiền chưa có tỷ giá" if missing else ""
    return f"({which} {format_number(sum(rated, Decimal(0)), 0)} đồng{more})"
