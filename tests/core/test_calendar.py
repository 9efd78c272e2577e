from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dnfa.core.calendar import (
    DayRule,
    WorkCalendar,
    add_working_days,
    is_working_day,
    load_calendar,
    next_working_day,
    working_days_between,
)
from dnfa.core.models import CalendarException

DAYS = [
    (date(2026, 1, 1), False),  # Tết dương lịch
    (date(2026, 2, 13), True),
    (date(2026, 2, 14), False),  # thứ Bảy
    *[(date(2026, 2, day), False) for day in range(16, 21)],  # Tết Bính Ngọ, năm ngày
    (date(2026, 2, 23), True),
    (date(2026, 4, 24), True),
    (date(2026, 4, 26), False),  # Giỗ Tổ, Chủ Nhật
    (date(2026, 4, 27), False),  # nghỉ bù
    (date(2026, 4, 28), True),
    (date(2026, 4, 29), True),
    (date(2026, 4, 30), False),
    (date(2026, 5, 1), False),
    (date(2026, 5, 4), True),
    (date(2026, 8, 22), True),  # thứ Bảy làm bù
    (date(2026, 8, 31), False),  # hoán đổi
    (date(2026, 9, 1), False),
    (date(2026, 9, 2), False),
    (date(2026, 9, 3), True),
    (date(2025, 11, 24), True),  # thứ Hai, trước khi có Ngày Văn hóa
    (date(2026, 11, 23), True),
    (date(2026, 11, 24), False),  # Ngày Văn hóa Việt Nam, thứ Ba
    (date(2026, 11, 25), True),
    (date(2027, 2, 3), True),
    (date(2027, 2, 5), False),  # Giao thừa Đinh Mùi
    (date(2027, 2, 8), False),
    (date(2027, 2, 9), False),
    (date(2027, 2, 11), True),
    (date(2027, 11, 24), False),
]


@pytest.mark.parametrize(("day", "working"), DAYS)
def test_working_days_of_2026_and_2027(calendar, day, working):
    assert is_working_day(day, calendar) is working


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),
        (date(2026, 4, 30), "Ngày Chiến thắng"),
        (date(2026, 8, 22), None),
        (date(2026, 3, 7), None),
        (date(2026, 3, 5), None),
    ],
)
def test_holidays_have_names(calendar, day, name):
    assert calendar.holiday_name(day) == name


def test_our_holidays_do_not_wait_for_the_library(calendar, monkeypatch):
    import holidays

    from dnfa.core.calendar import _published_days

    monkeypatch.setattr(holidays, "country_holidays", lambda *_args, **_kwargs: {})

    assert _published_days.__wrapped__(2026) == {
        date(2026, 11, 24): DayRule(is_working=False, name="Ngày Văn hóa Việt Nam")
    }
    assert _published_days.__wrapped__(2025) == {}


def test_exceptions_of_the_office_win():
    calendar = WorkCalendar(
        {
            date(2026, 1, 2): DayRule(is_working=False, name="Hoán đổi"),
            date(2026, 1, 10): DayRule(is_working=True, name="Làm bù"),
            date(2026, 11, 24): DayRule(is_working=True, name="Trực"),
        }
    )

    days = [date(2026, 1, 2), date(2026, 1, 10), date(2026, 11, 24), date(2026, 1, 5)]

    assert [is_working_day(day, calendar) for day in days] == [False, True, True, True]
    assert [calendar.holiday_name(day) for day in days] == ["Hoán đổi", None, None, None]


@pytest.mark.django_db
def test_load_calendar_reads_the_table_in_one_query(django_assert_num_queries):
    CalendarException.objects.create(day=date(2030, 3, 5), is_working=False, name="Nghỉ bù")
    CalendarException.objects.create(day=date(2030, 3, 9), is_working=True, name="Làm bù")

    with django_assert_num_queries(1):
        calendar = load_calendar()
        answers = [
            is_working_day(day, calendar) for day in (date(2030, 3, 5), date(2030, 3, 9), date(2030, 3, 6))
        ]

    assert answers == [False, True, True]
    assert calendar.holiday_name(date(2030, 3, 5)) == "Nghỉ bù"


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 3, 5), 0, date(2026, 3, 5)),
        (date(2026, 3, 7), 0, date(2026, 3, 7)),
        (date(2026, 3, 5), 1, date(2026, 3, 6)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),
        (date(2026, 4, 24), 3, date(2026, 5, 4)),
        (date(2026, 11, 23), 7, date(2026, 12, 3)),
        (date(2026, 3, 9), -1, date(2026, 3, 6)),
        (date(2026, 2, 23), -1, date(2026, 2, 13)),
        (date(2026, 8, 21), 1, date(2026, 8, 22)),
    ],
)
def test_add_working_days_skips_what_is_off(calendar, start, days, end):
    assert add_working_days(start, days, calendar) == end


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 3, 5), date(2026, 3, 5), 0),
        (date(2026, 3, 5), date(2026, 3, 6), 1),
        (date(2026, 3, 6), date(2026, 3, 8), 0),
        (date(2026, 2, 13), date(2026, 2, 23), 1),
        (date(2026, 2, 23), date(2026, 2, 13), -1),
        (date(2026, 11, 20), date(2026, 11, 27), 4),
    ],
)
def test_working_days_between_counts_the_end_and_not_the_start(calendar, start, end, days):
    assert working_days_between(start, end, calendar) == days


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.integers(1, 60))
def test_counting_and_adding_agree(start, days):
    calendar = WorkCalendar()

    end = add_working_days(start, days, calendar)

    assert working_days_between(start, end, calendar) == days
    assert is_working_day(end, calendar)
    assert add_working_days(end + timedelta(days=1), -1, calendar) == end


@pytest.mark.parametrize(
    ("day", "next_day"),
    [
        (date(2026, 3, 5), date(2026, 3, 5)),
        (date(2026, 3, 7), date(2026, 3, 9)),
        (date(2026, 2, 14), date(2026, 2, 23)),
        (date(2026, 4, 25), date(2026, 4, 28)),
        (date(2026, 11, 24), date(2026, 11, 25)),
    ],
)
def test_next_working_day_is_the_day_itself_or_later(calendar, day, next_day):
    assert next_working_day(day, calendar) == next_day
