"""What stands beside the boxes of an answer: the register's figure and what the agency answered last."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dnfa.updates.answer_hints import hints_of
from dnfa.updates.models import RoundAgency
from dnfa.updates.services import rounds
from dnfa.updates.standard_questions import Counted, register_count
from tests.factories import make_agency
from tests.partners.factories import make_delegation
from tests.updates.factories import TODAY, make_cast

pytestmark = pytest.mark.django_db

TRIPS, SHIPS = "Số đoàn nước ngoài đã đón", "Số tàu khách"
QUESTIONS = [
    {"kind": "delegations", "title": TRIPS, "unit": "đoàn"},
    {"kind": "other", "title": SHIPS, "unit": "tàu"},
    {"kind": "other", "title": "Khó khăn"},
]
QUARTERS = {3: (date(2026, 7, 1), date(2026, 9, 30)), 4: (date(2026, 10, 1), date(2026, 12, 31))}


@pytest.fixture
def cast():
    return make_cast()


def moment(month: int) -> datetime:
    return datetime(2026, month, 1, 2, tzinfo=UTC)


def hold(cast, quarter: int | None = 4, month: int = 11, agency=None) -> RoundAgency:
    first, last = QUARTERS.get(quarter, (None, None))
    held = rounds.round_create(
        title=f"Quý {quarter}",
        due_on=date(2026, 12, 20),
        questions=QUESTIONS,
        agencies=[agency or cast.agency],
        period_from=first,
        period_to=last,
        user=cast.officer,
        today=TODAY,
    )
    rounds.round_open(held=held, base_version=None, user=cast.officer, today=TODAY, now=moment(month))
    return RoundAgency.objects.select_related("round", "agency").get(round=held)


def told(cast, asked, *, take: bool = True, **by_title) -> None:
    """An answer in full, sent by the officer for the agency and, with `take`, taken."""
    by = {"base_version": None, "user": cast.focal, "now": moment(11)}
    answers = {
        question.pk: by_title.get(question.title.split()[-1], {"is_nothing": True})
        for question in asked.round.questions.all()
    }
    rounds.answer_save(asked=asked, answers=answers, **by)
    rounds.answer_submit(asked=asked, **by)
    if take:
        rounds.answer_accept(asked=asked, **{**by, "user": cast.officer})


def by_title(asked) -> dict:
    questions = list(asked.round.questions.all())
    hints = hints_of(asked, questions, TODAY)
    return {question.title: hints[question.pk] for question in questions}


def test_the_register_tells_its_own_figure_of_the_period(cast):
    make_delegation(direction="in", starts_on="2026-10-05", agencies=[cast.agency])
    make_delegation(direction="in", starts_on="2026-10-05", agencies=[make_agency()])

    hints = by_title(hold(cast))

    assert {title: hint.counted and hint.counted.value for title, hint in hints.items()} == {
        TRIPS: Decimal(1),
        SHIPS: None,
        "Khó khăn": None,
    }


def test_without_a_period_nothing_is_counted(cast):
    assert by_title(hold(cast, quarter=None))[TRIPS].counted is None


def test_a_figure_nobody_asks_for_is_counted_by_nobody():
    with pytest.raises(LookupError, match="Thời tiết"):
        register_count("Thời tiết", lambda **_scope: Counted(Decimal(0), ""))


def test_what_was_answered_last_stands_beside(cast):
    told(cast, hold(cast, 3, 7), khách={"figure": Decimal(5)}, khăn={"text": "Thiếu bến"})
    told(cast, hold(cast, 3, 9), khách={"figure": Decimal(6)})

    hints = by_title(hold(cast))

    assert {
        title: hint.last and (hint.last.figure, hint.last.is_nothing) for title, hint in hints.items()
    } == {
        TRIPS: (None, True),
        SHIPS: (Decimal(6), False),
        "Khó khăn": (None, True),
    }


def test_only_taken_answers_of_this_agency_and_of_earlier_rounds_count(cast):
    other = make_cast()
    told(cast, hold(cast, 3, 7), take=False, khách={"figure": Decimal(5)})
    told(other, hold(other, 3, 8), khách={"figure": Decimal(7)})
    asked = hold(cast, 3, 9)
    told(cast, hold(cast, 4, 10), khách={"figure": Decimal(8)})

    assert by_title(asked)[SHIPS].last is None
