from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dnfa.core.calendar import DayRule, WorkCalendar
from dnfa.followup.calendar import CalendarEntry
from dnfa.followup.calendar.month import MOST_SHOWN, Day, month_asked, month_grid, shifted, shown_days

TODAY = date(2026, 11, 25)


def entry(day: date, last_day: date | None = None, title: str = "Hạn") -> CalendarEntry:
    return CalendarEntry(uid=f"{title}-{day}", day=day, last_day=last_day, title=title, url="")


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-11", date(2026, 11, 1)),
        ("2028-2", date(2028, 2, 1)),
        ("1990-01", date(1990, 1, 1)),
        ("2100-12", date(2100, 12, 1)),
        ("1989-12", date(2026, 11, 1)),
        ("2101-01", date(2026, 11, 1)),
        ("2026-13", date(2026, 11, 1)),
        ("2026-00", date(2026, 11, 1)),
        ("2026", date(2026, 11, 1)),
        ("", date(2026, 11, 1)),
        ("tháng này", date(2026, 11, 1)),
        ("²-1", date(2026, 11, 1)),
    ],
)
def test_a_month_is_read_or_is_todays(text, month):
    assert month_asked(text, TODAY) == month


@pytest.mark.parametrize(
    ("month", "by", "expected"),
    [
        (date(2026, 11, 1), 1, date(2026, 12, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2027, 1, 1), -1, date(2026, 12, 1)),
        (date(2100, 12, 1), 1, date(2100, 12, 1)),
        (date(1990, 1, 1), -1, date(1990, 1, 1)),
    ],
)
def test_months_go_on_over_the_year_and_stop_at_the_edges(month, by, expected):
    assert shifted(month, by) == expected


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (date(2026, 11, 1), date(2026, 10, 26), date(2026, 12, 6)),
        (date(2027, 2, 1), date(2027, 2, 1), date(2027, 2, 28)),
        (date(2028, 2, 1), date(2028, 1, 31), date(2028, 3, 5)),
    ],
)
def test_whole_weeks_from_monday_to_sunday_are_shown(month, first, last):
    assert shown_days(month) == (first, last)


def test_the_grid_marks_today_days_off_and_holidays():
    exceptions = {date(2026, 11, 28): DayRule(is_working=True, name="Làm bù")}

    weeks = month_grid(date(2026, 11, 1), [], today=TODAY, calendar=WorkCalendar(exceptions))

    days = {cell.day: cell for week in weeks for cell in week}
    assert [day for day, cell in days.items() if cell.is_today] == [TODAY]
    assert days[date(2026, 11, 24)].holiday == "Ngày Văn hóa Việt Nam"
    assert not days[date(2026, 11, 24)].is_working
    assert not days[date(2026, 11, 29)].is_working
    assert days[date(2026, 11, 28)].is_working
    assert days[date(2026, 11, 28)].holiday == ""
    assert not days[date(2026, 10, 31)].in_month
    assert days[date(2026, 11, 30)].in_month


def test_an_entry_of_several_days_stands_on_each_that_is_shown():
    long = entry(date(2026, 12, 5), date(2026, 12, 9), "Đoàn")
    before = entry(date(2026, 10, 20), date(2026, 10, 26), "Trước")

    weeks = month_grid(date(2026, 11, 1), [long, before], today=TODAY, calendar=WorkCalendar())

    on = {cell.day: [e.title for e in cell.entries] for week in weeks for cell in week if cell.entries}
    assert on == {
        date(2026, 10, 26): ["Trước"],
        date(2026, 12, 5): ["Đoàn"],
        date(2026, 12, 6): ["Đoàn"],
    }


@pytest.mark.parametrize(
    ("number", "shown", "folded"), [(0, 0, 0), (1, 1, 0), (5, 5, 0), (6, 4, 2), (9, 4, 5)]
)
def test_a_full_day_folds_the_rest_and_never_one_alone(number, shown, folded):
    rows = [entry(TODAY, title=str(place)) for place in range(number)]

    cell = Day(day=TODAY, in_month=True, is_today=True, is_working=True, holiday="", entries=rows)

    assert (len(cell.shown), len(cell.folded)) == (shown, folded)
    assert [*cell.shown, *cell.folded] == rows
    assert len(cell.shown) <= MOST_SHOWN


@pytest.mark.parametrize(
    ("first", "last", "month", "days"),
    [
        (date(2028, 2, 28), date(2028, 3, 1), date(2028, 2, 1), ["28/02", "29/02", "01/03"]),  # leap day
        (date(2027, 2, 28), date(2027, 3, 1), date(2027, 2, 1), ["28/02"]),  # the month ends with the week
        (date(2026, 12, 30), date(2027, 1, 2), date(2026, 12, 1), ["30/12", "31/12", "01/01", "02/01"]),
        (
            date(2027, 2, 5),
            date(2027, 2, 6),
            date(2027, 2, 1),
            ["05/02", "06/02"],
        ),  # the last days before Tết
        (date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1), ["28/12", "29/12", "30/12", "31/12"]),
    ],
)
def test_days_at_the_edges_of_months_and_years(first, last, month, days):
    weeks = month_grid(month, [entry(first, last)], today=TODAY, calendar=WorkCalendar())

    assert [f"{cell.day:%d/%m}" for week in weeks for cell in week if cell.entries] == days


def test_tet_is_named_on_its_days():
    weeks = month_grid(date(2026, 2, 1), [], today=TODAY, calendar=WorkCalendar())

    named = [cell for week in weeks for cell in week if cell.holiday]
    assert [cell.day for cell in named] == [date(2026, 2, day) for day in range(16, 21)]
    assert [cell.is_working for cell in named] == [False] * 5


def test_what_begins_on_a_day_stands_before_what_goes_on_and_what_is_cancelled_last():
    long, new = entry(date(2026, 11, 23), date(2026, 11, 27), "Đoàn"), entry(TODAY, title="Hạn")
    off = replace(new, title="Đã hủy", is_cancelled=True)

    weeks = month_grid(date(2026, 11, 1), [long, off, new], today=TODAY, calendar=WorkCalendar())

    (cell,) = (cell for week in weeks for cell in week if cell.day == TODAY)
    assert cell.entries == [new, long, off]
