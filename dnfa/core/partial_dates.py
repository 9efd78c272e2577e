"""Dates as sources give them: "2004", "4/2012", "22/11/2016".

A `PartialDate` keeps the date and its precision together. In data it is an ISO 8601 string of its own
precision (EDTF level 0); on screen it is written the Vietnamese way. Nothing is guessed: what cannot be
read unambiguously raises `InvalidPartialDate` with a sentence for the person who typed it.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import total_ordering

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

MIN_YEAR = 1000
MAX_YEAR = 2999
MONTHS_IN_YEAR = 12
LAST_TWO_DIGIT_YEAR = 49

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SPELLED = re.compile(
    r"(?:(?:ngày)?\s*(?P<day>[0-9]{1,2})\s*tháng|tháng)\s*(?P<month>[0-9]{1,2})\s*(?:năm|[/.-])\s*(?P<year>[0-9]{4})"
)
_NUMERIC = re.compile(
    r"(?:(?P<day>[0-9]{1,2})\s*[/.-]\s*)?(?P<month>[0-9]{1,2})\s*[/.-]\s*(?P<year>[0-9]{4})"
)
_SHORT_YEAR = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{2})")
_LEADING_WORD = re.compile(r"^(?:ngày|tháng|năm)\s*(?=[0-9])")
_MONTH_NAMES_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class InvalidPartialDate(ValueError):  # noqa: N818  (reads as a sentence where it is raised)
    """The text or the numbers are no date; the message is a sentence for the person who typed it."""


class Precision(models.TextChoices):
    """How exactly a date is known."""

    YEAR = "year", pgettext_lazy("độ chính xác của ngày", "năm")
    MONTH = "month", pgettext_lazy("độ chính xác của ngày", "tháng")
    DAY = "day", pgettext_lazy("độ chính xác của ngày", "ngày")


def _days_in_month(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


@total_ordering
@dataclass(frozen=True, order=False)
class PartialDate:
    """A date known to the year, the month or the day, in the proleptic Gregorian calendar, years 1000 to 2999.

    Ordering is that of the ISO text: by first possible day, the less precise before the more precise.
    Raises `InvalidPartialDate` for days that are in no calendar.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not MIN_YEAR <= self.year <= MAX_YEAR:
            raise InvalidPartialDate(
                _("Năm %(year)s nằm ngoài khoảng %(least)s–%(most)s.")
                % {"year": self.year, "least": MIN_YEAR, "most": MAX_YEAR}
            )
        if self.month is None:
            if self.day is not None:
                raise InvalidPartialDate(_("Có ngày %(day)s nhưng thiếu tháng.") % {"day": self.day})
            return
        if not 1 <= self.month <= MONTHS_IN_YEAR:
            raise InvalidPartialDate(self._no_such_month())
        if self.day is not None and not 1 <= self.day <= _days_in_month(self.year, self.month):
            raise InvalidPartialDate(self._no_such_day())

    def _no_such_month(self) -> str:
        values = {"day": self.day, "month": self.month, "year": self.year}
        if self.day is not None and 1 <= self.day <= MONTHS_IN_YEAR:
            return (
                _("Ngày %(day)s/%(month)s/%(year)s không có trong lịch: hãy viết ngày trước, tháng sau.")
                % values
            )
        if self.day is not None:
            return _("Ngày %(day)s/%(month)s/%(year)s không có trong lịch: một năm có 12 tháng.") % values
        return _("Tháng %(month)s/%(year)s không có trong lịch: một năm có 12 tháng.") % values

    def _no_such_day(self) -> str:
        values = {
            "day": self.day,
            "month": self.month,
            "year": self.year,
            "last": _days_in_month(self.year, self.month or 1),
        }
        if self.month == 2:
            return (
                _(
                    "Ngày %(day)s/%(month)s/%(year)s không có trong lịch: "
                    "tháng %(month)s năm %(year)s có %(last)s ngày."
                )
                % values
            )
        return (
            _("Ngày %(day)s/%(month)s/%(year)s không có trong lịch: tháng %(month)s có %(last)s ngày.")
            % values
        )

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The partial date of full precision for a calendar day (a datetime gives its own day)."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read exactly "2004", "2012-04" or "2016-11-22". Raises `InvalidPartialDate`."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise InvalidPartialDate(
                _("“%(text)s” không đúng dạng ISO 8601: 2004, 2012-04 hoặc 2016-11-22.") % {"text": text[:40]}
            )
        return cls(*(int(part) for part in match.groups() if part is not None))

    @classmethod
    def parse_vi(cls, text: str) -> PartialDate:
        """Read what people type and sources print; see `parse_vi` of this module."""
        return parse_vi(text)

    @property
    def precision(self) -> Precision:
        """Whether the year, the month or the day is known."""
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    def first_day(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """The latest day it can mean: 31 December of a year, the last day of a month."""
        month = self.month or MONTHS_IN_YEAR
        return date(self.year, month, self.day or _days_in_month(self.year, month))

    def isoformat(self) -> str:
        """Return "2004", "2012-04" or "2016-11-22"."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def __str__(self) -> str:
        return self.isoformat()

    def display(self, lang: str = "vi") -> str:
        """As a person reads it: "2004", "4/2012", "22/11/2016"; in English the month is named, "Apr 2012"."""
        if self.month is None:
            return f"{self.year}"
        if self.day is not None:
            return f"{self.day:02d}/{self.month:02d}/{self.year}"
        if lang.split("-", maxsplit=1)[0] == "en":
            return f"{_MONTH_NAMES_EN[self.month - 1]} {self.year}"
        return f"{self.month}/{self.year}"

    def _key(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key() < other._key()


def as_partial(value: PartialDate | date | str) -> PartialDate:
    """Turn what code may hand over (a partial date, a day, an ISO string) into a `PartialDate`."""
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, datetime):
        raise InvalidPartialDate(_("Cần một ngày, không phải một thời điểm có giờ."))
    if isinstance(value, date):
        return PartialDate.of(value)
    return PartialDate.from_iso(value)


def parse_vi(text: str) -> PartialDate:
    """Read a date as people write it in Vietnamese: day first, or month and year, or the year alone.

    Reads "2004", "4/2012", "22/11/2016" (also with dots or hyphens), "5/3/26" (a two-digit year up to 49
    is of this century, a later one is refused), "tháng 4/2012", "tháng 4 năm 2012",
    "ngày 3 tháng 8 năm 2023", "năm 2012" and the ISO forms, in composed or decomposed Unicode.
    Raises `InvalidPartialDate`.
    """
    typed = " ".join(unicodedata.normalize("NFC", text).split())
    plain = typed.lower().rstrip(".,; ")
    if _ISO.fullmatch(plain):
        return PartialDate.from_iso(plain)
    match = _SPELLED.fullmatch(plain)
    if match is None:
        plain = _LEADING_WORD.sub("", plain)
        match = _NUMERIC.fullmatch(plain)
    if match is not None:
        day = match["day"]
        return PartialDate(int(match["year"]), int(match["month"]), None if day is None else int(day))
    if re.fullmatch(r"[0-9]{4}", plain):
        return PartialDate(int(plain))
    short = _SHORT_YEAR.fullmatch(plain)
    if short is not None:
        return _with_short_year(*(int(part) for part in short.groups()))
    raise InvalidPartialDate(
        _(
            "Không đọc được “%(text)s”: hãy viết ngày/tháng/năm (22/11/2016), tháng/năm (4/2012) hoặc năm (2004)."
        )
        % {"text": typed[:40]}
    )


def _with_short_year(day: int, month: int, short_year: int) -> PartialDate:
    if short_year > LAST_TWO_DIGIT_YEAR:
        raise InvalidPartialDate(
            _("Năm “%(year)s” chưa rõ là 19%(year)s hay 20%(year)s: hãy viết đủ bốn chữ số.")
            % {"year": f"{short_year:02d}"}
        )
    return PartialDate(2000 + short_year, month, day)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later (or earlier), clamped to the month's last day.

    As PostgreSQL's `date + interval 'n months'`: 31/1/2026 + 1 is 28/2/2026, 29/2/2020 + 12 is 28/2/2021.
    """
    years, month_index = divmod(day.year * MONTHS_IN_YEAR + day.month - 1 + months, MONTHS_IN_YEAR)
    month = month_index + 1
    return date(years, month, min(day.day, _days_in_month(years, month)))


def first_fresh_day(as_of: date, months: int) -> date:
    """The earliest day that is not yet older than so many months on `as_of`.

    "Older" counts as terms do (`add_months`): 28/2/2022 lasts 24 months until 28/2/2024 and is too old on 29/2/2024.
    """
    day = add_months(as_of, -months)
    while add_months(day, months) < as_of:
        day += timedelta(days=1)
    return day
