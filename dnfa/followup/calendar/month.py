"""A month as weeks of days, for the page."""

from __future__ import annotations

import calendar as weeks_of
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from dnfa.core.calendar import WorkCalendar, is_working_day
from dnfa.followup.calendar.registry import CalendarEntry

FIRST_YEAR, LAST_YEAR = 1990, 2100
# As many a cell shows at once; of more it shows one fewer, and how many are folded away.
MOST_SHOWN = 5


@dataclass(frozen=True)
class Day:
    """One cell: the day, whether it belongs to the month, whether offices work, the name of a holiday, what is on."""

    day: date
    in_month: bool
    is_today: bool
    is_working: bool
    holiday: str
    entries: list[CalendarEntry] = field(default_factory=list)

    @property
    def shown(self) -> list[CalendarEntry]:
        """What the cell shows at once."""
        return self.entries if len(self.entries) <= MOST_SHOWN else self.entries[: MOST_SHOWN - 1]

    @property
    def folded(self) -> list[CalendarEntry]:
        """What it shows when opened."""
        return self.entries[len(self.shown) :]


def month_asked(text: str, today: date) -> date:
    """The first day of the month written "2026-11"; of today's month for anything else."""
    year, _dash, month = text.partition("-")
    if (
        year.isdecimal()
        and month.isdecimal()
        and FIRST_YEAR <= int(year) <= LAST_YEAR
        and 1 <= int(month) <= 12
    ):
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def shifted(month: date, by: int) -> date:
    """The first day of a month some months away, kept within the years the calendar knows."""
    number = month.year * 12 + month.month - 1 + by
    number = min(max(number, FIRST_YEAR * 12), LAST_YEAR * 12 + 11)
    return date(number // 12, number % 12 + 1, 1)


def shown_days(month: date) -> tuple[date, date]:
    """First and last day of the weeks, Monday to Sunday, that touch the month."""
    weeks = weeks_of.Calendar().monthdatescalendar(month.year, month.month)
    return weeks[0][0], weeks[-1][-1]


def month_grid(
    month: date, entries: Iterable[CalendarEntry], *, today: date, calendar: WorkCalendar
) -> list[list[Day]]:
    """Weeks of the month; an entry of several days stands on each of them, after what begins there, and last what is
    cancelled.
    """
    first, last = shown_days(month)
    by_day: dict[date, list[CalendarEntry]] = defaultdict(list)
    for entry in entries:
        day = max(entry.day, first)
        while day <= min(entry.ends_on, last):
            by_day[day].append(entry)
            day += timedelta(days=1)
    return [
        [
            Day(
                day=day,
                in_month=day.month == month.month,
                is_today=day == today,
                is_working=is_working_day(day, calendar),
                holiday=calendar.holiday_name(day) or "",
                entries=sorted(by_day[day], key=lambda entry: (entry.is_cancelled, entry.day < day)),
            )
            for day in week
        ]
        for week in weeks_of.Calendar().monthdatescalendar(month.year, month.month)
    ]
