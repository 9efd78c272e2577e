"""Due dates counted by hand, day by day, on the calendar sheets of the years concerned.

What is off, and where that comes from (the days the `holidays` library gives agree with these announcements):
- weekends; 01/01, 30/4, 01/5 (Labour Code 45/2019 art. 112); a holiday on a weekend is made up on the next working day
- Tết Bính Ngọ 2026: 16-20/02, with the weekends on both sides 14-22/02 (mùng 1 = 17/02)
- Giỗ Tổ 2026: Sunday 26/4, made up on Monday 27/4; so 25-27/4, then 30/4, 01/5 and the weekend 02-03/5
- Quốc khánh 2026: 01 and 02/9, Monday 31/8 off in exchange for working Saturday 22/8; so 29/8-02/9
- 24/11 from 2026 on (Resolution 28/2026/QH16): a Tuesday in 2026, a Wednesday in 2027; a working Monday in 2025
- Tết Đinh Mùi 2027 as the library foresees it: 04-10/02 (mùng 1 = 06/02)
- 2027: Giỗ Tổ Friday 16/4; 01/5 a Saturday, made up on Monday 03/5; Quốc khánh 02 and 03/9
- 01/01/2028 a Saturday, made up on Monday 03/01
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from dnfa.core.calendar import DayRule, WorkCalendar


@dataclass(frozen=True)
class Rule:
    """The part of a rule that counts."""

    offset: int
    unit: str
    direction: str = "after"
    rolls: bool = True


W7 = Rule(7, "working_day")
C15 = Rule(15, "calendar_day")
C15_STAYS = Rule(15, "calendar_day", rolls=False)
B30 = Rule(30, "calendar_day", "before")
B30_STAYS = Rule(30, "calendar_day", "before", rolls=False)
BW5 = Rule(5, "working_day", "before")


def months(count: int, *, rolls: bool = True) -> Rule:
    return Rule(count, "month", rolls=rolls)


CASES = [
    # --- 7 working days: ordinary weeks; the day of the event is not counted (Civil Code art. 147.2)
    (W7, "2026-03-02", "2026-03-11"),  # Mon: 3 4 5 6 | 9 10 11
    (W7, "2026-03-06", "2026-03-17"),  # Fri: | 9 10 11 12 13 | 16 17
    (W7, "2026-03-07", "2026-03-17"),  # Sat counts like the Friday before
    (W7, "2026-03-08", "2026-03-17"),  # Sun likewise
    # --- Tết 2026
    (W7, "2026-02-04", "2026-02-13"),  # Wed: 5 6 | 9 10 11 12 13, the last day before Tết
    (W7, "2026-02-05", "2026-02-23"),  # Thu: 6 | 9-13 (6) | first day after Tết
    (W7, "2026-02-12", "2026-03-02"),  # Thu: 13 | 23 24 25 26 27 (6) | 2/3
    (W7, "2026-02-13", "2026-03-03"),  # Fri: | 23-27 (5) | 2/3 3/3
    (W7, "2026-02-14", "2026-03-03"),  # first day off
    (W7, "2026-02-17", "2026-03-03"),  # mùng 1
    (W7, "2026-02-20", "2026-03-03"),  # mùng 4
    (W7, "2026-02-22", "2026-03-03"),  # last day off
    (W7, "2026-02-23", "2026-03-04"),  # Mon: 24 25 26 27 | 2 3 4
    # --- Giỗ Tổ, 30/4, 01/5 2026
    (W7, "2026-04-17", "2026-04-29"),  # Fri: | 20-24 (5) | 28 29
    (W7, "2026-04-20", "2026-05-04"),  # Mon: 21-24 (4) | 28 29 (6) | 4/5
    (W7, "2026-04-24", "2026-05-08"),  # Fri: | 28 29 | 4 5 6 7 8
    (W7, "2026-04-27", "2026-05-08"),  # the day made up for Giỗ Tổ
    (W7, "2026-04-29", "2026-05-12"),  # Wed: | 4-8 (5) | 11 12
    (W7, "2026-04-30", "2026-05-12"),  # holiday
    (W7, "2026-05-01", "2026-05-12"),  # holiday
    # --- Quốc khánh 2026 with the working Saturday
    (W7, "2026-08-19", "2026-08-27"),  # Wed: 20 21 22(Sat) | 24 25 26 27
    (W7, "2026-08-21", "2026-09-03"),  # Fri: 22(Sat) | 24-28 (6) | 3/9
    (W7, "2026-08-24", "2026-09-07"),  # Mon: 25-28 (4) | 3 4 | 7
    (W7, "2026-08-31", "2026-09-11"),  # swapped day off: | 3 4 | 7-11
    (W7, "2026-09-01", "2026-09-11"),  # holiday
    # --- 24/11, off in 2026 and 2027, not in 2025
    (W7, "2025-11-13", "2025-11-24"),  # Thu: 14 | 17-21 (6) | Mon 24 works
    (W7, "2025-11-21", "2025-12-02"),  # Fri: | 24-28 (5) | 1 2
    (W7, "2026-11-16", "2026-11-26"),  # Mon: 17-20 (4) | 23 25 26
    (W7, "2026-11-20", "2026-12-02"),  # Fri: | 23 25 26 27 (4) | 30 1 2
    (W7, "2026-11-23", "2026-12-03"),  # Mon: 25 26 27 | 30 1 2 3
    (W7, "2026-11-24", "2026-12-03"),  # the holiday itself
    (W7, "2027-11-19", "2027-12-01"),  # Fri: | 22 23 25 26 (4) | 29 30 1
    # --- New Year
    (W7, "2025-12-29", "2026-01-08"),  # Mon: 30 31 2 | 5 6 7 8
    (W7, "2026-12-23", "2027-01-04"),  # Wed: 24 25 | 28-31 (6) | Mon 4/1
    (W7, "2026-12-31", "2027-01-12"),  # Thu: | 4-8 (5) | 11 12
    (W7, "2027-12-31", "2028-01-12"),  # Fri: | 4 5 6 7 (Monday 3 made up) | 10 11 12
    # --- 2027
    (W7, "2027-02-01", "2027-02-17"),  # Mon: 2 3 | 11 12 (4) | 15 16 17
    (W7, "2027-02-03", "2027-02-19"),  # Wed: | 11 12 | 15-19
    (W7, "2027-02-06", "2027-02-19"),  # mùng 1
    (W7, "2027-04-12", "2027-04-22"),  # Mon: 13 14 15 | 19 20 21 22 (Giỗ Tổ Fri 16)
    (W7, "2027-04-28", "2027-05-11"),  # Wed: 29 | 4 5 6 7 (5) | 10 11
    (W7, "2027-08-30", "2027-09-10"),  # Mon: 31 1 | 6-10
    # --- Leap day, a Tuesday
    (W7, "2028-02-18", "2028-02-29"),  # Fri: | 21-25 (5) | 28 29
    (W7, "2028-02-21", "2028-03-01"),  # Mon: 22-25 (4) | 28 29 1
    # --- 15 days; a last day that is off gives way to the next working day (Civil Code art. 148.5)
    (C15, "2026-03-02", "2026-03-17"),  # Tuesday
    (C15, "2026-03-05", "2026-03-20"),  # Friday
    (C15, "2026-03-06", "2026-03-23"),  # Sat 21 -> Mon
    (C15, "2026-03-07", "2026-03-23"),  # Sun 22 -> Mon
    (C15, "2026-03-08", "2026-03-23"),  # Mon 23
    (C15, "2026-01-29", "2026-02-13"),  # Fri, last day before Tết
    (C15, "2026-01-30", "2026-02-23"),  # Sat 14/02
    (C15, "2026-01-31", "2026-02-23"),  # Sun 15/02
    (C15, "2026-02-02", "2026-02-23"),  # 17/02, mùng 1
    (C15, "2026-02-07", "2026-02-23"),  # Sun 22/02
    (C15, "2026-02-08", "2026-02-23"),  # Mon 23/02
    (C15, "2026-02-09", "2026-02-24"),  # Tue 24/02
    (C15, "2026-04-09", "2026-04-24"),  # Friday
    (C15, "2026-04-10", "2026-04-28"),  # Sat 25/4
    (C15, "2026-04-12", "2026-04-28"),  # 27/4 made up
    (C15, "2026-04-15", "2026-05-04"),  # 30/4
    (C15, "2026-04-16", "2026-05-04"),  # 01/5
    (C15, "2026-04-18", "2026-05-04"),  # Sun 03/5
    (C15, "2026-08-07", "2026-08-22"),  # the working Saturday
    (C15, "2026-08-16", "2026-09-03"),  # 31/8 swapped
    (C15, "2026-08-18", "2026-09-03"),  # 02/9
    (C15, "2025-11-09", "2025-11-24"),  # worked in 2025
    (C15, "2026-11-08", "2026-11-23"),  # Mon, the day before
    (C15, "2026-11-09", "2026-11-25"),  # 24/11
    (C15, "2026-11-10", "2026-11-25"),  # Wed, the day after
    (C15, "2026-12-17", "2027-01-04"),  # 01/01/2027 Fri -> Mon
    (C15, "2026-12-31", "2027-01-15"),  # Friday
    (C15, "2027-01-21", "2027-02-11"),  # 05/02, Tết 2027
    (C15, "2027-02-14", "2027-03-01"),  # no 29/02 in 2027: Monday
    (C15, "2027-04-16", "2027-05-04"),  # 01/5 Sat, Mon 03/5 made up
    (C15, "2027-12-18", "2028-01-04"),  # Sun 02/01, Mon 03/01 made up
    (C15, "2028-02-14", "2028-02-29"),  # Tuesday
    (C15, "2028-02-15", "2028-03-01"),  # Wednesday
    (C15_STAYS, "2026-02-02", "2026-02-17"),  # a rule that does not roll ends on mùng 1
    (C15_STAYS, "2026-03-06", "2026-03-21"),  # or on a Saturday
    # --- Months: the same day, or the last of the month (Civil Code art. 148.4)
    (months(1), "2026-01-17", "2026-02-23"),  # 17/02, mùng 1
    (months(1), "2026-01-31", "2026-03-02"),  # Sat 28/02
    (months(1, rolls=False), "2026-01-31", "2026-02-28"),
    (months(1), "2028-01-31", "2028-02-29"),  # Tuesday
    (months(12), "2028-02-29", "2029-02-28"),  # Wednesday
    (months(3), "2026-08-24", "2026-11-25"),  # 24/11
    (months(2), "2026-12-31", "2027-03-01"),  # Sun 28/02
    (months(6), "2026-06-30", "2026-12-30"),  # Wednesday
    # --- Before an event: at least so long, so a day off moves back
    (B30, "2026-04-29", "2026-03-30"),  # Monday
    (B30, "2026-03-24", "2026-02-13"),  # Sun 22/02 -> Friday before Tết
    (B30, "2026-05-31", "2026-04-29"),  # 01/5 -> Wednesday
    (B30, "2026-12-24", "2026-11-23"),  # 24/11 -> Monday
    (B30_STAYS, "2026-12-24", "2026-11-24"),
    (B30, "2028-03-30", "2028-02-29"),  # Tuesday
    (B30, "2027-01-31", "2026-12-31"),  # Fri 01/01 is 30 days before; back over the year's end
    (BW5, "2026-02-23", "2026-02-09"),  # 13 12 11 10 9
    (BW5, "2026-05-04", "2026-04-22"),  # 29 28 | 24 23 22
    (BW5, "2026-11-25", "2026-11-17"),  # 23 | 20 19 18 17
    (Rule(1, "month", "before"), "2026-03-31", "2026-02-27"),  # Sat 28/02 -> Friday
    # --- Nothing to count
    (Rule(0, "working_day"), "2026-03-07", "2026-03-09"),  # Sat -> Mon
    (Rule(0, "calendar_day"), "2026-03-05", "2026-03-05"),
]


def swaps(**days: bool) -> WorkCalendar:
    """A calendar with the office's own exceptions: `d2026_03_10=False` is a day off."""
    rules = {
        date(*(int(part) for part in name[1:].split("_"))): DayRule(is_working=works, name="Hoán đổi")
        for name, works in days.items()
    }
    return WorkCalendar(MappingProxyType(rules))


EXTRA_DAY_OFF = swaps(d2026_03_10=False)
WORKING_SATURDAY = swaps(d2026_03_14=True)
BOTH = swaps(d2026_03_10=False, d2026_03_14=True)
NEW_YEAR_SWAP = swaps(d2026_01_02=False, d2026_01_10=True)
HOLIDAY_WORKED = swaps(d2026_11_24=True)

SWAPPED = [
    (EXTRA_DAY_OFF, W7, "2026-03-02", "2026-03-12"),  # 3 4 5 6 | 9 11 12
    (EXTRA_DAY_OFF, C15, "2026-02-23", "2026-03-11"),  # 10/03 off
    (EXTRA_DAY_OFF, B30, "2026-04-09", "2026-03-09"),  # 10/03 off, back
    (WORKING_SATURDAY, W7, "2026-03-06", "2026-03-16"),  # | 9-13 (5) 14(Sat) | 16
    (WORKING_SATURDAY, C15, "2026-02-27", "2026-03-14"),  # ends on the working Saturday
    (WORKING_SATURDAY, BW5, "2026-03-18", "2026-03-12"),  # 17 16 | 14(Sat) 13 12
    (BOTH, W7, "2026-03-06", "2026-03-17"),  # | 9 11 12 13 (4) 14(Sat) | 16 17
    (NEW_YEAR_SWAP, W7, "2025-12-31", "2026-01-12"),  # | 5-9 (5) 10(Sat) | 12
    (HOLIDAY_WORKED, W7, "2026-11-23", "2026-12-02"),  # 24 25 26 27 | 30 1 2
    (HOLIDAY_WORKED, C15, "2026-11-09", "2026-11-24"),
]
