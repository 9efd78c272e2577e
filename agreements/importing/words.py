"""The small words of the relations table: dates and lengths of time inside a sentence.

Patterns are written without marks and run over `plain(text)`, which has the same length as the text:
"Ký tăng cường", "ký  tăng cường" and "KY TANG CUONG" read alike, and a match can still be quoted as
it was printed.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from dnfa.core.partial_dates import MONTHS_IN_YEAR, InvalidPartialDate, PartialDate, parse_vi
from dnfa.core.text import clean_line

MOST_MONTHS = 1200  # a hundred years: longer is a typing error

_DIGITS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "lam": 5,
    "nham": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
_TEN = "muoi"
# With marks only these are numbers: "sau" is "after", "tu" is "from", "tam" may be "temporary".
_MARKED = frozenset(
    [
        "một",
        "mốt",
        "hai",
        "ba",
        "bốn",
        "tư",
        "năm",
        "lăm",
        "nhăm",
        "sáu",
        "bảy",
        "bẩy",
        "tám",
        "chín",
        "mười",
        "mươi",
    ]
)

_WORD = rf"(?:{'|'.join([*_DIGITS, _TEN])})"
NUMBER = rf"(?:\d{{1,4}}(?:[.,]\d)?|{_WORD}(?:\s+{_WORD}){{0,2}})"
_AGAIN = rf"(?:\s*\(\s*{NUMBER}\s*\))?"  # "05 (năm) năm"
DURATION = (
    rf"(?:nua\s+nam|{NUMBER}{_AGAIN}\s*(?:nam|thang|ngay|tuan)(?:\s+ruoi)?"
    rf"(?:\s+(?:va\s+)?{NUMBER}{_AGAIN}\s*thang(?!\s*\d))?)\b"
)

_FREE = r"(?<![\d/.])"
_END = r"(?!\d|[/.]\d)"
_CUT = r"(?:\s*[/.]\s*|-)"
DATE = (
    r"(?:"
    rf"(?:ngay\s+)?{_FREE}\d{{1,2}}\s+thang\s+\d{{1,2}}\s*(?:,?\s*nam\s+|[/.-])\s*\d{{4}}{_END}"
    rf"|thang\s+\d{{1,2}}\s*(?:,?\s*nam\s+|[/.-]\s*|\s)\d{{4}}{_END}"
    rf"|(?:ngay\s+)?{_FREE}\d{{1,2}}{_CUT}\d{{1,2}}{_CUT}(?:\d{{4}}|\d{{2}}){_END}"
    rf"|{_FREE}\d{{4}}-\d{{1,2}}(?:-\d{{1,2}})?(?![\d/.-])"
    rf"|(?:thang\s+)?{_FREE}\d{{1,2}}{_CUT}\d{{4}}{_END}"
    rf"|(?:nam\s+)?{_FREE}(?:19|20)\d{{2}}{_END}"
    r")"
)
_ISO_ORDER = re.compile(r"\d{4}-\d")


def tidy(text: str) -> str:
    """A cell as it is kept: one composed line with single spaces."""
    return clean_line(text)


def plain(text: str) -> str:
    """Lower case without marks, one character for each of the text; long dashes as hyphens."""
    return "".join(_plain_character(char) for char in text)


def _plain_character(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].lower()[0]
    if base == "đ":
        return "d"
    return "-" if base in "‐‑‒–—−" else base


def read_date(text: str) -> PartialDate:
    """The date in a piece of text that matched `DATE`, printed or plain. Raises `InvalidPartialDate`."""
    figures = [int(figure) for figure in re.findall(r"\d+", text)]
    if _ISO_ORDER.match(text):
        return PartialDate(*figures)
    if len(figures) == 3 and figures[2] < 100:
        return parse_vi("/".join(f"{figure:02d}" for figure in figures))
    return PartialDate(*reversed(figures))


def _number(words: str, printed: str, *, has_marks: bool) -> Decimal | None:
    """Value of a match of `NUMBER`; None when the words are no number after all."""
    if words[0].isdigit():
        return Decimal(words.replace(",", "."))
    if not _MARKED.issuperset(printed.lower().split()) if has_marks else "sau" in words:
        return None
    total, ones = 0, 0
    for word in words.split():
        if word == _TEN:
            total, ones = total + (ones or 1) * 10, 0
        elif ones:
            return None
        else:
            ones = _DIGITS[word]
    return Decimal(total + ones)


class UnclearLengthError(ValueError):
    """A length of time that cannot be kept in whole months; the message is a sentence for the officer."""


def read_months(text: str, printed: str) -> int | None:
    """Months of a piece of plain text that matched `DURATION`; None when its words are no number after all.

    `printed` is the same piece as printed. Raises `UnclearLengthError` for days, weeks, parts of months, nothing, and
    more than a hundred years.
    """
    if text.startswith("nua"):
        return MONTHS_IN_YEAR // 2
    months = Decimal(0)
    parts = list(re.finditer(rf"({NUMBER}){_AGAIN}\s*(nam|thang|ngay|tuan)\b(\s+ruoi)?", text))
    for part in parts:
        number = _number(part[1], printed[part.start(1) : part.end(1)], has_marks=not printed.isascii())
        if number is None:
            return None
        if part[2] in {"ngay", "tuan"}:
            raise UnclearLengthError(
                _("“%(text)s” tính theo ngày hoặc tuần: hãy ghi ngày hết hạn.") % {"text": printed}
            )
        in_months = MONTHS_IN_YEAR if part[2] == "nam" else 1
        months += number * in_months + (Decimal(in_months) / 2 if part[3] else 0)
    if months != int(months) or not 0 < months <= MOST_MONTHS:
        raise UnclearLengthError(_("Thời gian “%(text)s” không dùng được.") % {"text": printed})
    return int(months)


def shift(day: PartialDate, months: int) -> PartialDate:
    """A partial date so many months later, as precisely as it is known. Raises `InvalidPartialDate`.

    A year alone can only be moved by whole years.
    """
    if day.month is None:
        years, rest = divmod(months, MONTHS_IN_YEAR)
        if rest:
            raise InvalidPartialDate(
                _("Chỉ biết năm %(year)s nên không cộng được số tháng lẻ.") % {"year": day.year}
            )
        return PartialDate(day.year + years)
    years, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    moved = PartialDate(day.year + years, month + 1)
    if day.day is None:
        return moved
    return PartialDate(moved.year, moved.month, min(day.day, moved.last_day().day))
