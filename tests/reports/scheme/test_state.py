from __future__ import annotations

from datetime import date

import pytest

from dnfa.core.partial_dates import PartialDate
from reports.models import SchemeTask
from reports.scheme.enums import TaskState
from reports.scheme.state import task_state
from tests.reports.scheme.factories import make_task, say
from tests.reports.scheme.state_cases import CASES

NAMES = [case[0] for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_function_answers_the_table(case):
    _name, starts_on, ends_on, replaced_on, reported, as_of, expected = case

    state = task_state(
        starts_on=PartialDate.from_iso(starts_on) if starts_on else None,
        ends_on=PartialDate.from_iso(ends_on) if ends_on else None,
        replaced_on=replaced_on,
        reported=reported,
        as_of=as_of,
    )

    assert state == expected


@pytest.mark.django_db
def test_the_query_answers_the_table():
    other = make_task()
    asked = {}
    for name, starts_on, ends_on, replaced_on, reported, as_of, expected in CASES:
        replaced_by = other if replaced_on else None
        task = make_task(
            starts_on=starts_on, ends_on=ends_on, replaced_on=replaced_on, replaced_by=replaced_by
        )
        if reported:
            say(task, reported, reported_on=date(2026, 1, 5))
        asked[name] = (task.pk, as_of, expected)

    answered = {
        name: SchemeTask.objects.with_state(as_of).get(pk=pk).state
        for name, (pk, as_of, _state) in asked.items()
    }

    assert answered == {name: state for name, (_pk, _as_of, state) in asked.items()}


def states(task, *days: date) -> list[str]:
    return [SchemeTask.objects.with_state(day).get(pk=task.pk).state for day in days]


@pytest.mark.django_db
def test_what_is_known_on_a_day_is_what_was_said_by_it():
    task = make_task()
    say(task, "in_progress", year=2025, reported_on=date(2025, 12, 1))
    say(task, "done", year=2026, reported_on=date(2026, 3, 1))

    before, first, last, after = date(2025, 11, 30), date(2025, 12, 1), date(2026, 2, 28), date(2026, 3, 1)

    assert states(task, before, first, last, after) == [
        TaskState.UNREPORTED,
        TaskState.IN_PROGRESS,
        TaskState.IN_PROGRESS,
        TaskState.DONE,
    ]


@pytest.mark.django_db
def test_a_late_word_on_an_earlier_year_does_not_speak_for_today():
    task = make_task()
    say(task, "in_progress", year=2026, reported_on=date(2026, 6, 1))
    say(task, "done", year=2025, reported_on=date(2026, 9, 1))

    row = SchemeTask.objects.with_state(date(2026, 11, 26)).get(pk=task.pk)

    assert (row.state, row.reported_year) == (TaskState.IN_PROGRESS, 2026)


@pytest.mark.django_db
def test_a_correction_stands_from_its_day_and_a_part_says_nothing_of_the_whole():
    task = make_task()
    wrong = say(task, "done", reported_on=date(2026, 6, 1))
    say(task, "in_progress", reported_on=date(2026, 7, 1), corrects=wrong, correction_reason="Ghi nhầm")
    say(task, "done", part="coordinating", reported_on=date(2026, 8, 1))

    assert states(task, date(2026, 6, 30), date(2026, 7, 1), date(2026, 8, 1)) == [
        TaskState.DONE,
        TaskState.IN_PROGRESS,
        TaskState.IN_PROGRESS,
    ]
