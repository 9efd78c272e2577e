"""Silence on either side of updates and rounds, day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dnfa.updates.flags import answer_late, answer_waits, explain_answer_waits, explain_late
from dnfa.updates.models import RoundAgency
from dnfa.updates.services import rounds
from tests.updates.factories import NOW, Cast, make_cast
from tests.updates.services.test_rounds import DUE, asked_of, opened

pytestmark = pytest.mark.django_db
QUESTION = [{"kind": "other", "title": "Có gì mới", "is_required": False}]
FRIDAY = datetime(2026, 10, 2, 3, 0, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    return make_cast(starts_on="2020")


@pytest.fixture
def sent(cast) -> RoundAgency:
    """An answer of Friday 02/10/2026."""
    asked = asked_of(opened(cast, questions=QUESTION), cast.agency)
    return rounds.answer_submit(asked=asked, base_version=None, user=cast.focal, now=FRIDAY)


# Five working days after it was sent are over with Friday the 9th, three more with Wednesday the 14th.
WAITING = [
    (date(2026, 10, 2), []),
    (date(2026, 10, 9), []),
    (date(2026, 10, 12), ["medium"]),
    (date(2026, 10, 14), ["medium"]),
    (date(2026, 10, 15), ["high"]),
    (date(2026, 12, 31), ["high"]),
]


@pytest.mark.parametrize(("as_of", "severities"), WAITING)
def test_an_answer_that_nobody_takes_is_flagged_and_grows_urgent(sent, as_of, severities):
    assert [row.severity for row in answer_waits(as_of)] == severities


def test_it_stays_flagged_when_the_round_is_closed_and_ends_when_it_is_taken(cast, sent):
    as_of = date(2026, 10, 15)
    rounds.round_close(held=sent.round, base_version=None, user=cast.officer, now=NOW)
    closed = list(answer_waits(as_of))
    rounds.answer_accept(asked=sent, base_version=None, user=cast.officer, now=NOW)

    assert (closed, list(answer_waits(as_of))) == ([sent], [])


def test_one_that_came_back_waits_for_the_agency(cast, sent):
    told = {"reason": "wrong", "text": "Xem lại", "base_version": None, "user": cast.officer, "now": NOW}
    rounds.answer_return(asked=sent, **told)

    assert list(answer_waits(date(2026, 10, 15))) == []


def test_it_says_whose_answer_waits_since_when(cast, sent):
    [row] = answer_waits(date(2026, 10, 15))

    assert (row.reference_date, explain_answer_waits(row.evidence)) == (
        date(2026, 10, 2),
        f"{cast.agency.name_vi} trả lời đợt “Quý IV/2026” ngày 02/10/2026, chưa ai nhận.",
    )


def test_who_is_late_and_asked_for_more_time_without_a_word_is_told_so(cast):
    asked = asked_of(opened(cast, questions=QUESTION), cast.agency)
    until = DUE + timedelta(days=7)
    before = [explain_late(row.evidence) for row in answer_late(DUE + timedelta(days=1))]
    rounds.extension_ask(
        asked=asked, until=until, because="Chờ phường", base_version=None, user=cast.focal, now=NOW
    )
    after = [explain_late(row.evidence) for row in answer_late(DUE + timedelta(days=1))]

    late = f"{cast.agency.name_vi} chưa trả lời đợt “Quý IV/2026”, hạn 15/12/2026"
    assert before == [f"{late}."]
    assert after == [f"{late}; đã xin lùi đến 22/12/2026, chưa được quyết định."]
