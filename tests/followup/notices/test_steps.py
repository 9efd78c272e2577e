"""At which step a date stands on a day; the twin of this function is the join in `sync.py`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dnfa.followup.models import Notice, ReminderStep
from dnfa.followup.notices.steps import Step, step_on, step_reached, steps_of
from tests.factories import make_user
from tests.followup.actions.factories import make_action
from tests.followup.notices.telling import TODAY, moment, source_of_actions, tell, to_assignee

THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("days_before", "day", "until"),
    [
        (None, THURSDAY, None),
        (0, THURSDAY, THURSDAY),
        (1, THURSDAY, FRIDAY),
        (1, FRIDAY, date(2026, 11, 30)),  # over the weekend
        (2, date(2026, 11, 23), date(2026, 11, 26)),  # the 24th is a day off
        (5, date(2026, 12, 28), date(2027, 1, 5)),  # over New Year
        (1, date(2028, 2, 28), date(2028, 2, 29)),
        (-1, THURSDAY, date(2026, 11, 25)),
        (-1, date(2026, 11, 30), FRIDAY),
        (-3, THURSDAY, date(2026, 11, 20)),
    ],
)
def test_a_step_is_reached_by_dates_up_to(days_before, day, until):
    step = step_on(days_before, moment(day))

    assert (step.days_before, step.until) == (days_before, until)


@pytest.mark.parametrize(("days_before", "code"), [(None, "start"), (10, "10"), (0, "0"), (-5, "-5")])
def test_a_step_has_a_name_in_the_log(days_before, code):
    assert Step(days_before, None).code == code


STEPS = (None, 5, 1, 0, -1)
# How many days after Thursday 26/11/2026 the date lies, and the step it has reached.
REACHED = [(-3, "-1"), (-1, "-1"), (0, "0"), (1, "1"), (2, "5"), (7, "5"), (8, "start"), (400, "start")]


@pytest.mark.parametrize(("days", "code"), REACHED)
def test_the_latest_step_is_the_one_that_counts(days, code):
    steps = [step_on(each, moment(THURSDAY)) for each in STEPS]

    reached = step_reached(THURSDAY + timedelta(days=days), steps)

    assert reached is not None
    assert reached.code == code


@pytest.mark.parametrize(("days", "reached"), [(7, True), (8, False)])
def test_before_the_first_step_nothing_is_reached(days, reached):
    step = step_reached(THURSDAY + timedelta(days=days), [step_on(5, moment(THURSDAY))])

    assert (step is not None) == reached


@pytest.mark.django_db
@pytest.mark.usefixtures("only_sources")
@pytest.mark.parametrize("days", range(-8, 12))
def test_the_statement_and_the_function_say_the_same(days):
    due = TODAY + timedelta(days=days)
    make_action(assignee=make_user(), due_on=due)
    source_of_actions(steps=(7, *STEPS[1:]), **to_assignee())

    tell()

    step = step_reached(due, steps_of("thu", moment()))
    assert list(Notice.objects.values_list("threshold", flat=True)) == ([] if step is None else [step.code])


@pytest.mark.django_db
def test_the_installation_brings_steps_for_every_source_that_has_them():
    rows = ReminderStep.objects.order_by("source", "pk").values_list("source", "days_before")
    told: dict[str, list[int | None]] = {}
    for source, days in rows:
        told.setdefault(source, []).append(days)

    assert told == {
        "action_due": [10, 3, 1, 0, -1, -5, -10],
        "clock_due": [10, 5, 3, 1, 0, -1, -5],
        "round_answer_returned": [None, 3, 1, 0, -1, -3],
        "round_to_answer": [None, 5, 3, 1, 0, -1, -3],
    }
