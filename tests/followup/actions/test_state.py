from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dnfa.followup.actions import action_state, days_left, is_over
from dnfa.followup.enums import ActionState
from dnfa.followup.models import Action
from tests.followup.actions.factories import make_action


@dataclass(frozen=True)
class Facts:
    due_on: date | None = None
    done_on: date | None = None
    cancelled_on: date | None = None


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


# due, done, dropped, today, soon until -> state, days left
CASES = [
    ("", "", "", "2026-03-02", "2026-03-16", ActionState.OPEN, None),
    ("2026-03-17", "", "", "2026-03-02", "2026-03-16", ActionState.OPEN, 15),
    ("2026-03-16", "", "", "2026-03-02", "2026-03-16", ActionState.DUE_SOON, 14),
    ("2026-03-03", "", "", "2026-03-02", "2026-03-16", ActionState.DUE_SOON, 1),
    ("2026-03-02", "", "", "2026-03-02", "2026-03-16", ActionState.DUE_SOON, 0),
    ("2026-03-01", "", "", "2026-03-02", "2026-03-16", ActionState.OVERDUE, -1),
    ("2024-02-29", "", "", "2024-02-29", "2024-03-14", ActionState.DUE_SOON, 0),
    ("2024-02-29", "", "", "2024-03-01", "2024-03-15", ActionState.OVERDUE, -1),
    ("2026-12-31", "", "", "2027-01-01", "2027-01-15", ActionState.OVERDUE, -1),
    ("2026-12-31", "", "", "2026-12-31", "2027-01-15", ActionState.DUE_SOON, 0),
    # done: from its day on; before that it was what its due day says
    ("2026-03-10", "2026-03-05", "", "2026-03-04", "2026-03-18", ActionState.DUE_SOON, 6),
    ("2026-03-10", "2026-03-05", "", "2026-03-05", "2026-03-19", ActionState.DONE, None),
    ("2026-03-10", "2026-03-05", "", "2026-03-06", "2026-03-20", ActionState.DONE, None),
    ("2026-03-01", "2026-03-05", "", "2026-03-04", "2026-03-18", ActionState.OVERDUE, -3),
    ("", "2026-03-05", "", "2026-03-05", "2026-03-19", ActionState.DONE, None),
    ("", "2026-03-05", "", "2026-03-04", "2026-03-18", ActionState.OPEN, None),
    # the same for what was given up
    ("2026-03-01", "", "2026-03-05", "2026-03-04", "2026-03-18", ActionState.OVERDUE, -3),
    ("2026-03-01", "", "2026-03-05", "2026-03-05", "2026-03-19", ActionState.DROPPED, None),
    ("2026-03-20", "", "2026-03-05", "2026-03-06", "2026-03-20", ActionState.DROPPED, None),
    ("", "", "2026-03-05", "2026-03-06", "2026-03-20", ActionState.DROPPED, None),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_table_in_plain_python(case):
    due, done, dropped, today, soon, state, left = case
    facts = Facts(day(due), day(done), day(dropped))

    assert action_state(facts, day(today), day(soon)) == state
    assert days_left(facts, day(today)) == left
    assert is_over(facts) == bool(done or dropped)


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_table_in_the_database(case):
    due, done, dropped, today, soon, state, _left = case
    action = make_action(
        due_on=day(due),
        done_on=day(done),
        evidence="Công văn" if done else "",
        cancelled_on=day(dropped),
        cancel_reason="Không cần nữa" if dropped else "",
    )

    row = Action.objects.with_state(day(today), soon_until=day(soon)).get(pk=action.pk)
    still_open = Action.objects.open_on(day(today)).filter(pk=action.pk).exists()

    assert row.state == state
    assert still_open == (state not in {ActionState.DONE, ActionState.DROPPED})


BASE = date(2026, 3, 2)
days = st.none() | st.integers(-4, 4).map(lambda shift: BASE + timedelta(days=shift))


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(due=days, done=days, dropped=days, today=st.integers(-4, 4), soon=st.integers(0, 4))
def test_both_twins_agree_on_any_dates(due, done, dropped, today, soon):
    dropped = None if done else dropped
    now = BASE + timedelta(days=today)
    soon_until = now + timedelta(days=soon)
    action = make_action(
        due_on=due,
        done_on=done,
        evidence="Công văn" if done else "",
        cancelled_on=dropped,
        cancel_reason="Không cần nữa" if dropped else "",
    )

    row = Action.objects.with_state(now, soon_until=soon_until).get(pk=action.pk)

    assert row.state == action_state(Facts(due, done, dropped), now, soon_until)
