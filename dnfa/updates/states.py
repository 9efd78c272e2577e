"""Where a round and an agency's answer stand on a day: the same rules as the querysets', one table of cases tests both."""

from __future__ import annotations

from datetime import date

from dnfa.updates.enums import AnswerState, RoundState
from dnfa.updates.models import RoundAgency, UpdateRound


def answer_state(asked: RoundAgency, today: date) -> AnswerState:
    """What an agency still has to do on a day. Late begins the day after its due day."""
    if asked.accepted_at is not None:
        return AnswerState.ACCEPTED
    if asked.submitted_at is not None and asked.returned_at is None:
        return AnswerState.SUBMITTED
    if asked.due_on < today:
        return AnswerState.LATE
    if asked.returned_at is not None:
        return AnswerState.RETURNED
    return AnswerState.WAITING if asked.started_at is None else AnswerState.STARTED


def round_state(held: UpdateRound) -> RoundState:
    """Whether agencies can answer."""
    if held.opened_at is None:
        return RoundState.PREPARED
    return RoundState.OPEN if held.closed_at is None else RoundState.CLOSED
