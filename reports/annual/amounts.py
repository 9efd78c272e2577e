"""What lines of money come to, as a paper says it: each currency apart, đồng beside foreign sums, "ước" where a source is not exact."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from agreements.aid_rows import TotalRow
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


def row_amounts(row: TotalRow, kind: str) -> str:
    """The same of a row of totals (agreements/aid_totals.py)."""
    told = {code: one for (of, code), one in row.told.items() if of == kind}
    found = row.sums.get(kind, Sums())
    by_currency = [str(money) if told[money.currency].is_exact else f"ước {money}" for money in found]
    foreign = [one for code, one in told.items() if code != DONG]
    rated = [one.dong for one in foreign if one.dong is not None]
    dong = _dong_words(rated, sum(one.untold for one in foreign), is_all=DONG not in told)
    return "\n".join(filter(None, [*by_currency, dong]))


def _in_dong(lines: Lines) -> str:
    foreign = [line for line in lines if line.currency != DONG]
    rated = [line.dong for line in foreign if line.dong is not None]
    return _dong_words(rated, len(foreign) - len(rated), is_all=len(foreign) == len(lines))


def _dong_words(rated: list[Decimal], missing: int, *, is_all: bool) -> str:
    """What foreign lines are in đồng, and how many of them nobody stated a rate for; empty where no line has one."""
    if not rated:
        return ""
    which = "quy ra" if is_all else "ngoại tệ quy ra"
    more = f", {words.padded(missing)} dòng tiền chưa có tỷ giá" if missing else ""
    return f"({which} {format_number(sum(rated, Decimal(0)), 0)} đồng{more})"
