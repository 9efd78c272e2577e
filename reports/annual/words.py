"""Numbers, dates and lists as an official Vietnamese paper writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dnfa.core.partial_dates import PartialDate


def counted(number: int, unit: str) -> str:
    """A number with its unit, "03 địa phương", or "không có địa phương nào": below ten with a zero before, as offices write."""
    return f"không có {unit} nào" if number == 0 else f"{padded(number)} {unit}"


def padded(number: int) -> str:
    """The number alone: "03", "48", "1.204"."""
    return f"{number:02d}" if number < 10 else f"{number:,}".replace(",", ".")


def short_date(day: date | None) -> str:
    """22/11/2016; empty for an unknown day."""
    return "" if day is None else f"{day:%d/%m/%Y}"


def partial(value: PartialDate | None) -> str:
    """A partial date the Vietnamese way; empty when unknown."""
    return "" if value is None else value.display("vi")


def long_date(day: date) -> str:
    """A day as "ngày 05 tháng 3 năm 2026": a zero only before days below 10 and months 1 and 2 (Decree 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def joined(parts: Sequence[str]) -> str:
    """Parts as an enumeration: "a", "a và b", "a, b và c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} và {parts[-1]}"


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to a later one."""
    return (
        (later.year - earlier.year) * 12 + later.month - earlier.month - (1 if later.day < earlier.day else 0)
    )


def sentence_case(text: str) -> str:
    """The text with its first letter capital, the rest as it is."""
    return text[:1].upper() + text[1:]
