"""What state a thing to do is in on a day: pure; its twin in the database is `ActionQuerySet.with_state`."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from dnfa.followup.enums import ActionState


class ActionFacts(Protocol):
    """The dates that decide; an `Action` has them."""

    due_on: date | None
    done_on: date | None
    cancelled_on: date | None


def action_state(facts: ActionFacts, today: date, soon_until: date) -> ActionState:
    """The state on `today`. What was done or dropped after `today` was still open then.

    The due day itself is not late. `soon_until` is the last due day that counts as soon (`dnfa.followup.clocks.soon_until`:
    one measure of "soon" for legal deadlines and for things to do).
    """
    if facts.done_on is not None and facts.done_on <= today:
        return ActionState.DONE
    if facts.cancelled_on is not None and facts.cancelled_on <= today:
        return ActionState.DROPPED
    if facts.due_on is None:
        return ActionState.OPEN
    if facts.due_on < today:
        return ActionState.OVERDUE
    return ActionState.DUE_SOON if facts.due_on <= soon_until else ActionState.OPEN


def days_left(facts: ActionFacts, today: date) -> int | None:
    """Calendar days from `today` to the due day, negative when it is past; None without a due day or when it is over."""
    over = (day for day in (facts.done_on, facts.cancelled_on) if day is not None and day <= today)
    if facts.due_on is None or any(over):
        return None
    return (facts.due_on - today).days


def is_over(facts: ActionFacts) -> bool:
    """Whether it has been written down as done or given up, on whatever day."""
    return facts.done_on is not None or facts.cancelled_on is not None
