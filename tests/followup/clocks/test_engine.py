from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dnfa.core.calendar import WorkCalendar, is_working_day
from dnfa.followup.clocks.engine import due_on, previous_working_day, time_left
from tests.followup.clocks.due_cases import B30, C15, CASES, SWAPPED, W7, Rule


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("rule", "started", "due"), CASES)
def test_due_day_is_the_one_counted_by_hand(rule, started, due):
    assert due_on(rule, day(started), WorkCalendar()) == day(due)


@pytest.mark.parametrize(("calendar", "rule", "started", "due"), SWAPPED)
def test_the_offices_own_days_off_and_make_up_days_count(calendar, rule, started, due):
    assert due_on(rule, day(started), calendar) == day(due)


def test_the_table_is_big_enough_and_says_nothing_twice():
    assert len(CASES) + len(SWAPPED) >= 100
    assert len({(rule, started) for rule, started, _due in CASES}) == len(CASES)


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="'week'"):
        due_on(Rule(1, "week"), date(2026, 3, 5), WorkCalendar())


@given(st.dates(date(2024, 1, 1), date(2029, 1, 1)), st.integers(0, 90))
def test_a_rolling_term_ends_on_a_working_day_never_shorter_than_asked(started, offset):
    calendar = WorkCalendar()

    after = due_on(Rule(offset, "calendar_day"), started, calendar)
    before = due_on(Rule(offset, "calendar_day", "before"), started, calendar)

    assert is_working_day(after, calendar)
    assert is_working_day(before, calendar)
    assert after >= started + timedelta(days=offset)
    assert before <= started - timedelta(days=offset)


@given(st.dates(date(2024, 1, 1), date(2029, 1, 1)))
def test_a_later_event_is_never_due_earlier(started):
    calendar, next_day = WorkCalendar(), started + timedelta(days=1)

    for rule in (W7, C15, B30, Rule(2, "month")):
        assert due_on(rule, started, calendar) <= due_on(rule, next_day, calendar)


@pytest.mark.parametrize(
    ("given_day", "expected"),
    [("2026-03-05", "2026-03-05"), ("2026-03-08", "2026-03-06"), ("2026-02-22", "2026-02-13")],
)
def test_previous_working_day_is_the_day_itself_or_earlier(given_day, expected):
    assert previous_working_day(day(given_day), WorkCalendar()) == day(expected)


@pytest.mark.parametrize(
    ("due", "today", "working", "calendar_days"),
    [
        ("2026-12-03", "2026-11-23", 7, 10),  # 24/11 is skipped
        ("2026-12-03", "2026-12-03", 0, 0),
        ("2026-12-03", "2026-12-04", -1, -1),
        ("2026-03-06", "2026-03-07", 0, -1),  # due on Friday, asked on Saturday
        ("2026-02-23", "2026-02-13", 1, 10),  # Tết lies between
        ("2026-02-13", "2026-02-23", -1, -10),
    ],
)
def test_time_left_in_working_and_calendar_days(due, today, working, calendar_days):
    left = time_left(day(due), day(today), WorkCalendar())

    assert (left.working_days, left.calendar_days) == (working, calendar_days)
