"""One table of cases for what a round and an agency's answer are on a day: the function and the queryset."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dnfa.updates.enums import AnswerState, RoundState
from dnfa.updates.models import RoundAgency, UpdateRound
from dnfa.updates.states import answer_state, round_state
from tests.factories import make_agency, make_user
from tests.updates.factories import NOW

pytestmark = pytest.mark.django_db

DUE = date(2028, 2, 29)  # a leap day
DAY = timedelta(days=1)
STARTED = {"started_at": NOW}
SENT = {"started_at": NOW, "submitted_at": NOW}
ANSWERS = [
    ({}, DUE - DAY, AnswerState.WAITING),
    ({}, DUE, AnswerState.WAITING),
    ({}, DUE + DAY, AnswerState.LATE),
    (STARTED, DUE, AnswerState.STARTED),
    (STARTED, DUE + DAY, AnswerState.LATE),
    (SENT, DUE, AnswerState.SUBMITTED),
    (SENT, DUE + DAY, AnswerState.SUBMITTED),
    ({**SENT, "returned_at": NOW}, DUE, AnswerState.RETURNED),
    ({**SENT, "returned_at": NOW}, DUE + DAY, AnswerState.LATE),
    ({**SENT, "accepted_at": NOW}, DUE, AnswerState.ACCEPTED),
    ({**SENT, "accepted_at": NOW}, date(2028, 12, 31), AnswerState.ACCEPTED),
]
ROUNDS = [
    ({}, RoundState.PREPARED),
    ({"opened_at": NOW}, RoundState.OPEN),
    ({"opened_at": NOW, "closed_at": NOW}, RoundState.CLOSED),
]


@pytest.mark.parametrize(("values", "today", "expected"), ANSWERS)
def test_an_answer_on_a_day(values, today, expected):
    held = UpdateRound.objects.create(title="Quý I", due_on=DUE, officer=make_user())
    asked = RoundAgency.objects.create(round=held, agency=make_agency(), due_on=DUE, **values)

    in_sql = RoundAgency.objects.with_state(today).get(pk=asked.pk)

    assert (answer_state(asked, today), in_sql.state) == (expected, expected)


@pytest.mark.parametrize(("values", "expected"), ROUNDS)
def test_a_round(values, expected):
    held = UpdateRound.objects.create(title="Quý I", due_on=DUE, officer=make_user(), **values)

    in_sql = UpdateRound.objects.with_state().get(pk=held.pk)

    assert (round_state(held), in_sql.state) == (expected, expected)
