"""Who decides on the answer of an agency: somebody of the Department that neither wrote nor sent it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.core.errors import Conflict, NotAllowed
from dnfa.updates.models import RoundAgency
from dnfa.updates.rules import can_decide_answer
from dnfa.updates.services import rounds
from tests.factories import make_user
from tests.updates.factories import NOW, Cast, make_cast
from tests.updates.services.test_rounds import asked_of, opened

pytestmark = pytest.mark.django_db
QUESTION = [{"kind": "delegations", "title": "Số đoàn đã đón", "unit": "đoàn"}]


@pytest.fixture
def cast() -> Cast:
    return make_cast(starts_on="2020")


def write(asked: RoundAgency, user, figure: int) -> RoundAgency:
    question = asked.round.questions.get()
    told = {question.pk: {"figure": Decimal(figure)}}
    return rounds.answer_save(asked=asked, answers=told, base_version=None, user=user, now=NOW)


def send(asked: RoundAgency, user, now=NOW) -> RoundAgency:
    return rounds.answer_submit(asked=asked, base_version=None, user=user, now=now)


def give_back(asked: RoundAgency, user) -> RoundAgency:
    told = {"reason": "wrong", "text": "Kiểm tra lại số", "base_version": None, "now": NOW}
    return rounds.answer_return(asked=asked, user=user, **told)


def deciders(asked: RoundAgency, people: dict[str, User]) -> list[str]:
    return [name for name, person in people.items() if can_decide_answer(person, asked)]


@pytest.mark.parametrize(
    ("writer", "sender", "may_decide"),
    [
        ("focal", "focal", ["officer", "other", "head"]),
        ("officer", "officer", ["other", "head"]),
        ("officer", "focal", ["other", "head"]),
        ("focal", "officer", ["other", "head"]),
        ("officer", "other", ["head"]),
    ],
)
def test_nobody_decides_on_what_it_wrote_or_sent_for_an_agency(cast, writer, sender, may_decide):
    people = {
        "focal": cast.focal, "officer": cast.officer, "other": make_user(Role.OFFICER), "head": make_user(Role.HEAD),
    }  # fmt: skip
    asked = write(asked_of(opened(cast, questions=QUESTION), cast.agency), people[writer], 3)

    asked = send(asked, people[sender])

    assert deciders(asked, people) == may_decide


def test_what_the_agency_wrote_and_sent_anew_may_be_decided_by_who_sent_it_first(cast):
    asked = write(asked_of(opened(cast, questions=QUESTION), cast.agency), cast.officer, 3)
    asked = give_back(send(asked, cast.officer), make_user(Role.HEAD))

    asked = send(write(asked, cast.focal, 4), cast.focal, NOW + timedelta(minutes=5))

    assert deciders(asked, {"officer": cast.officer}) == ["officer"]


def take(asked: RoundAgency, user) -> RoundAgency:
    return rounds.answer_accept(asked=asked, base_version=None, user=user, now=NOW)


@pytest.mark.parametrize("decide", [take, give_back])
def test_whoever_sent_it_is_refused_and_nothing_is_written(cast, decide):
    asked = write(asked_of(opened(cast, questions=QUESTION), cast.agency), cast.officer, 3)
    asked = send(asked, cast.officer)

    with pytest.raises(NotAllowed) as refusal:
        decide(asked, cast.officer)

    asked.refresh_from_db()
    assert (refusal.value.code, asked.accepted_at, asked.returned_at) == ("may_not_review", None, None)


def test_of_a_closed_round_an_answer_is_taken_but_not_given_back(cast):
    asked = send(write(asked_of(opened(cast, questions=QUESTION), cast.agency), cast.focal, 3), cast.focal)
    rounds.round_close(held=asked.round, base_version=None, user=cast.officer, now=NOW)

    with pytest.raises(Conflict) as refusal:
        give_back(asked, cast.officer)

    asked.refresh_from_db()
    assert (refusal.value.code, asked.returned_at) == ("round_closed", None)
    assert take(asked, cast.officer).accepted_at == NOW
