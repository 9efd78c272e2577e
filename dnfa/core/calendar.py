"""Working days in Vietnam: Monday to Friday, less public holidays, with the swaps announced each year.

Three layers, the later wins: weekends and the holidays of the `holidays` library, the holidays of
`HOLIDAYS_BY_LAW`, and the rows of `CalendarException` that officers keep from the yearly announcement.
All functions are pure: they are given the calendar and look at no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class YearlyHoliday:
    """A holiday on the same day each year since a law gave it."""

    month: int
    day: int
    since: int
    name: str
    source: str


# Ours as data, so that a library that does not know the law yet makes no difference.
HOLIDAYS_BY_LAW = (YearlyHoliday(11, 24, 2026, "Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16"),)


@dataclass(frozen=True)
class DayRule:
    """What one day is against the rule of the week: a day off or a working day, and why."""

    is_working: bool
    name: str


@lru_cache(maxsize=128)
def _published_days(year: int) -> Mapping[date, DayRule]:
    known = holidays.country_holidays("VN", years=year, language="vi", categories=("public",))
    rules = {day: DayRule(is_working=False, name=name) for day, name in known.items()}
    rules |= {
        day: DayRule(is_working=True, name="Ngày làm bù")
        for day in getattr(known, "weekend_workdays", ())
        if day.year == year
    }
    for law in HOLIDAYS_BY_LAW:
        if year >= law.since:
            rules[date(year, law.month, law.day)] = DayRule(is_working=False, name=law.name)
    return MappingProxyType(rules)


@dataclass(frozen=True)
class WorkCalendar:
    """The holidays by law and library, and over them the exceptions the office keeps."""

    exceptions: Mapping[date, DayRule] = field(default_factory=dict)

    def rule_of(self, day: date) -> DayRule | None:
        """The exception, holiday or make-up day that decides about `day`; None for an ordinary day."""
        return self.exceptions.get(day) or _published_days(day.year).get(day)

    def holiday_name(self, day: date) -> str | None:
        """The name of the holiday on `day`, or None (also for plain weekends)."""
        rule = self.rule_of(day)
        return None if rule is None or rule.is_working else rule.name


def load_calendar() -> WorkCalendar:
    """The calendar with the office's exceptions: one query. Load it once for a piece of work and pass it down."""
    from dnfa.core.models import CalendarException  # noqa: PLC0415  (models import nothing of this, tests of dates need no models)

    rows = CalendarException.objects.values_list("day", "is_working", "name")
    return WorkCalendar(MappingProxyType({day: DayRule(is_working, name) for day, is_working, name in rows}))


def is_working_day(day: date, calendar: WorkCalendar) -> bool:
    """Whether offices work on `day`."""
    rule = calendar.rule_of(day)
    return day.weekday() < SATURDAY if rule is None else rule.is_working


def next_working_day(day: date, calendar: WorkCalendar) -> date:
    """`day` itself when offices work, else the first working day after it."""
    while not is_working_day(day, calendar):
        day += ONE_DAY
    return day


def add_working_days(start: date, days: int, calendar: WorkCalendar) -> date:
    """The day `days` working days after `start` (before it, when negative).

    `start` is not counted, as legal terms begin on the day after the event; 0 gives `start` itself.
    """
    step = ONE_DAY if days > 0 else -ONE_DAY
    day, left = start, abs(days)
    while left:
        day += step
        left -= is_working_day(day, calendar)
    return day


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """How many working days lie after `start` up to and including `end`; negative when `end` is earlier.

    For a working `end` after `start`, `add_working_days(start, result)` is `end`.
    """
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(is_working_day(start + timedelta(days=n), calendar) for n in range(1, (end - start).days + 1))
