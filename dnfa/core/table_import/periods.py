"""One cell that tells two days: "20-26/5/2025", "từ 28/12/2024 đến 3/1/2025". Nothing is added but what the last day says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dnfa.core.partial_dates import InvalidPartialDate, parse_vi
from dnfa.core.text import clean_line, fold

_FROM = re.compile(r"^tu\s+(?:ngay\s+)?")
_TO = re.compile(r"\s+(?:den|toi)\s+(?:het\s+)?(?:ngay\s+)?|\s*-\s*")
_HOW_LONG = re.compile(r"\s*\(?\s*[0-9]+\s*ngay\s*\)?$")
_DATE = re.compile(r"[0-9]{1,4}(?:[/.][0-9]{1,4}){0,2}")
_PARTS = 3  # day, month, year


@dataclass(frozen=True)
class Period:
    """Headings of a column that tells the first and the last day at once, and the columns these are read as."""

    first: str
    last: str
    headings: tuple[str, ...]


def split_period(typed: str) -> tuple[str, str]:
    """The texts of the first and the last day of a cell; the last is empty where one date alone is told.

    What the first leaves out is that of the last: "20-26/5/2025" begins on 20/5/2025, "5-7/2025" in May. A text that
    is no period comes back whole, so that the reader of days says what is wrong with it.
    """
    if not ("-" in typed and "/" in typed):
        try:
            parse_vi(typed)
        except InvalidPartialDate:
            pass
        else:
            return typed, ""
    plain = _FROM.sub("", _HOW_LONG.sub("", fold(clean_line(typed))))
    halves = _TO.split(plain)
    if not all(_DATE.fullmatch(half) for half in halves):
        return typed, ""
    dates = [re.split("[/.]", half) for half in halves]
    if len(dates) == 2 * _PARTS and all(len(parts) == 1 for parts in dates):  # 20-05-2025 - 26-05-2025
        numbers = [parts[0] for parts in dates]
        dates = [numbers[:_PARTS], numbers[_PARTS:]]
    if len(dates) == 1:
        return "/".join(dates[0]), ""
    first, last = dates[0], dates[-1]
    if len(dates) != 2 or len(first) > len(last):
        return typed, ""
    return "/".join(first + last[len(first) :]), "/".join(last)
