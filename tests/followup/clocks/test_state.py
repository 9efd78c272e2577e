from __future__ import annotations

from datetime import date

import pytest

from dnfa.core.calendar import WorkCalendar
from dnfa.core.models import CalendarException, PolicyParameter
from dnfa.followup.clocks import (
    SOON_WORKING_DAYS,
    ClockFacts,
    clock_rows,
    clock_state,
    clocks_of,
    open_clocks,
    soon_until,
    with_state,
)
from dnfa.followup.clocks.words import standing_in_words, term_in_words, time_left_in_words
from dnfa.followup.models import Clock
from tests.factories import make_agreement, make_partner, make_user
from tests.followup.clocks.makers import make_clock, make_rule
from tests.followup.clocks.state_cases import CASES, DUE

pytestmark = pytest.mark.django_db


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@pytest.mark.parametrize(("done", "waived", "today", "state"), CASES)
def test_the_function_and_the_query_give_the_same_state(done, waived, today, state):
    whose = {"waived_by": make_user(), "waive_reason": "x"} if waived else {}
    make_clock(started_on="2026-03-01", due_on=DUE, done_on=done, waived_on=waived, **whose)
    today = day(today)
    soon = soon_until(today, WorkCalendar())

    assert clock_state(ClockFacts(day(DUE), day(done), day(waived)), today, soon) == state
    assert [row.state for row in with_state(Clock.objects.all(), today)] == [state]
    assert [row.state for row in clock_rows(Clock.objects.all(), today)] == [state]
    assert Clock.objects.open_on(today).count() == (state in {"ticking", "due_soon", "overdue"})


@pytest.mark.parametrize(
    ("today", "until"),
    [
        ("2026-11-23", "2026-12-03"),  # 24/11 is skipped
        ("2026-02-13", "2026-03-03"),  # Tết
        ("2026-03-05", "2026-03-16"),
    ],
)
def test_soon_is_seven_working_days_ahead(today, until):
    assert soon_until(day(today), WorkCalendar()) == day(until)


def test_how_soon_is_soon_is_the_offices_own_setting():
    PolicyParameter.objects.filter(key=SOON_WORKING_DAYS).update(value=2)

    assert soon_until(date(2026, 3, 5), WorkCalendar()) == date(2026, 3, 9)


def test_a_clock_is_known_from_its_event_on_and_one_that_counts_back_at_once():
    after = make_clock(started_on="2026-03-02", due_on="2026-03-17")
    before = make_clock(started_on="2026-06-30", due_on="2026-05-29")
    seen = {
        text: {clock.pk for clock in clock_rows(Clock.objects.all(), day(text))}
        for text in ("2026-03-01", "2026-03-02")
    }

    assert seen == {"2026-03-01": {before.pk}, "2026-03-02": {before.pk, after.pk}}


def test_rows_carry_the_time_left_while_somebody_has_to_act():
    first = make_clock(due_on="2026-11-25")
    second = make_clock(due_on="2026-12-03", part="b")
    done = make_clock(due_on="2026-12-04", part="c", done_on="2026-11-20", done_note="15/BC-UBND")

    rows = clock_rows(Clock.objects.all(), date(2026, 11, 23))

    assert rows == [first, second, done]
    left = [(row.time_left.working_days, row.time_left.calendar_days) for row in rows[:2]]
    assert left == [(1, 2), (7, 10)]
    assert rows[2].time_left is None
    assert [standing_in_words(row) for row in rows] == [
        "còn 1 ngày làm việc",
        "còn 7 ngày làm việc",
        "làm ngày 20/11/2026, 15/BC-UBND",
    ]


@pytest.mark.parametrize(
    ("due", "today", "words"),
    [
        ("2026-03-17", "2026-03-17", "hôm nay là ngày cuối"),
        ("2026-03-17", "2026-03-16", "còn 1 ngày làm việc"),
        ("2026-03-21", "2026-03-20", "còn 1 ngày"),  # a Saturday that does not roll
        ("2026-03-17", "2026-03-19", "quá 2 ngày làm việc"),
        ("2026-03-20", "2026-03-22", "quá 2 ngày"),  # Friday, asked on Sunday
    ],
)
def test_time_left_in_words(due, today, words):
    make_clock(due_on=due)
    (row,) = clock_rows(Clock.objects.all(), day(today))

    assert time_left_in_words(row.time_left) == words


def test_what_was_done_or_waived_says_how():
    make_clock(done_on="2026-03-10")
    make_clock(part="b", waived_on="2026-03-10", waived_by=make_user(), waive_reason="đã báo cáo chung")

    rows = clock_rows(Clock.objects.order_by("part"), date(2026, 3, 20))

    assert {standing_in_words(row) for row in rows} == {"làm ngày 10/03/2026", "đã báo cáo chung"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"offset": 7, "unit": "working_day"}, "7 ngày làm việc"),
        ({"offset": 15}, "15 ngày"),
        ({"offset": 2, "unit": "month"}, "2 tháng"),
        ({"offset": 30, "direction": "before"}, "30 ngày trước"),
    ],
)
def test_the_term_of_a_rule_in_words(values, words):
    assert term_in_words(make_rule(**values)) == words


def test_clocks_of_a_record_are_its_own_first_due_first():
    agreement, user = make_agreement(pk=900_001), make_user()
    later = make_clock(agreement, due_on="2026-03-18", part="b")
    sooner = make_clock(agreement)
    make_clock(make_agreement())

    assert clocks_of(agreement, user, date(2026, 3, 10)) == [sooner, later]
    assert clocks_of(make_partner(pk=900_001), user, date(2026, 3, 10)) == []


def test_open_clocks_are_what_is_owed_on_the_day():
    owed = make_clock()
    make_clock(done_on="2026-03-05")
    make_clock(waived_on="2026-03-05", waived_by=make_user(), waive_reason="x")
    later = make_clock(started_on="2026-03-11", due_on="2026-03-26")

    assert list(open_clocks(make_user(), date(2026, 3, 10))) == [owed]
    assert list(open_clocks(make_user(), date(2026, 3, 11))) == [owed, later]


def test_a_record_without_clocks_costs_one_query_and_with_them_three(django_assert_num_queries):
    agreement, user = make_agreement(), make_user()
    clocks_of(agreement, user, date(2026, 3, 10))
    with django_assert_num_queries(1):
        assert clocks_of(agreement, user, date(2026, 3, 10)) == []

    for part in "abc":
        make_clock(agreement, part=part)
    with django_assert_num_queries(3):
        rows = clocks_of(agreement, user, date(2026, 3, 10))
        assert [(row.rule.basis.key, row.part) for row in rows] == [("luat-70-2020", part) for part in "abc"]


def test_the_offices_own_day_off_counts_in_the_time_left():
    CalendarException.objects.create(day=date(2026, 3, 16), is_working=False, name="Nghỉ bù")
    make_clock()

    (row,) = clock_rows(Clock.objects.all(), date(2026, 3, 13))

    assert (row.time_left.working_days, row.time_left.calendar_days) == (1, 4)
