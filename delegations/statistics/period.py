"""The period that statistics count, and the same period of the year before."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from dnfa.core.errors import InvalidInput

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
MOST_YEARS = 10  # a table of months longer than that is read by nobody
# Months of the parts of a year that can be asked for.
PARTS = {"h1": (1, 6), "h2": (7, 12), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12)}


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def year_before(day: date) -> date:
    """The same day a year earlier; the last day of February stays the last day of February, so that months stay whole."""
    if (day.month, day.day) in {(2, 28), (2, 29)} and day == month_end(day.year, 2):
        return month_end(day.year - 1, 2)
    return day.replace(year=day.year - 1)


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included, of which `up_to` has been reached: days after it are not counted."""

    first: date
    last: date
    up_to: date

    @classmethod
    def of(cls, first: date, last: date, today: date) -> Period:
        """From one day to another. Raises `InvalidInput` (`period_reversed`, `period_too_long`, `year_out_of_range`)."""
        if last < first:
            raise InvalidInput(
                "period_reversed",
                _("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi."),
                fields={"starts_on_to": [_("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")]},
            )
        if first.year <= EARLIEST_YEAR or last.year > LATEST_YEAR:
            sentence = _("Năm phải từ %(first)s đến %(last)s.") % {
                "first": EARLIEST_YEAR + 1,
                "last": LATEST_YEAR,
            }
            raise InvalidInput("year_out_of_range", sentence, fields={"year": [sentence]})
        if last.year - first.year >= MOST_YEARS:
            sentence = _("Một kỳ thống kê không quá %(years)s năm.") % {"years": MOST_YEARS}
            raise InvalidInput("period_too_long", sentence, fields={"starts_on_to": [sentence]})
        return cls(first, last, min(last, today))

    @classmethod
    def of_year(cls, year: int, today: date, part: str = "") -> Period:
        """A year, or its half ("h1", "h2") or quarter ("q1" … "q4"). Raises as `of`."""
        begin, end = PARTS.get(part, (1, 12))
        if not EARLIEST_YEAR < year <= LATEST_YEAR:
            begin, end, year = 1, 12, EARLIEST_YEAR  # what `of` refuses, with its sentence
        return cls.of(date(year, begin, 1), month_end(year, end), today)

    def before(self) -> Period:
        """The same period of the year before, as far as this one has been reached."""
        return Period(year_before(self.first), year_before(self.last), year_before(self.up_to))

    @property
    def is_running(self) -> bool:
        """Whether the period is not over on the day asked about."""
        return self.up_to < self.last

    @property
    def is_year(self) -> bool:
        """Whether it is a calendar year."""
        return (self.first.month, self.first.day, self.last) == (1, 1, date(self.first.year, 12, 31))

    def months(self) -> list[tuple[int, int]]:
        """Every (year, month) that has a day in the period, in order."""
        begin, end = self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month - 1
        return [(number // 12, number % 12 + 1) for number in range(begin, end + 1)]
