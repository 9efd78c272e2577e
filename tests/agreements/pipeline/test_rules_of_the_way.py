"""The pure parts: moves, days, the score."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.criteria import Answer, paper_class_of, score, unanswered, unexplained
from agreements.enums import AgreementType, Capacity, PaperClass, Stage
from agreements.pipeline import (
    NO_DAYS,
    Days,
    Move,
    StepFacts,
    days_between,
    days_held,
    is_late,
    move_between,
    stages_from,
    suggested_stage,
)
from dnfa.core.calendar import DayRule, WorkCalendar

CALENDAR = WorkCalendar()
F, B, H, S, X, R, N = (
    Move.FORWARD, Move.BACK, Move.HAND_ON, Move.SIGN, Move.BREAK_OFF, Move.REOPEN, Move.NONE,
)  # fmt: skip
STAGES = ["exploring", "drafting", "consulting", "approval", "ready_to_sign", "signed", "broken_off"]
# From (row) to (column), in the order of STAGES.
MOVES = {
    "exploring": [H, F, F, F, F, N, X],
    "drafting": [B, H, F, F, F, N, X],
    "consulting": [B, B, H, F, F, N, X],
    "approval": [B, B, B, H, F, N, X],
    "ready_to_sign": [B, B, B, B, H, S, X],
    "signed": [N, N, N, N, N, N, N],
    "broken_off": [R, R, R, R, R, N, N],
}


@pytest.mark.parametrize(
    ("origin", "target", "move"),
    [
        (origin, target, move)
        for origin, row in MOVES.items()
        for target, move in zip(STAGES, row, strict=True)
    ],
)
def test_every_pair_of_stages_has_its_move(origin, target, move):
    assert move_between(origin, target) is move


def test_a_word_that_is_no_stage_is_no_move():
    assert move_between("drafting", "archived") is Move.NONE


def test_the_table_knows_every_stage():
    assert list(MOVES) == STAGES
    assert set(Stage.values) == set(STAGES)


@pytest.mark.parametrize(
    ("stage", "targets"),
    [
        ("drafting", ["exploring", "consulting", "approval", "ready_to_sign"]),
        ("broken_off", ["exploring", "drafting", "consulting", "approval", "ready_to_sign"]),
        ("signed", []),
    ],
)
def test_choices_of_the_form(stage, targets):
    assert stages_from(stage) == targets


@pytest.mark.parametrize(
    ("stage", "proposed"),
    [
        ("exploring", "drafting"),
        ("drafting", "consulting"),
        ("consulting", "approval"),
        ("approval", "ready_to_sign"),
        ("ready_to_sign", "approval"),
        ("broken_off", "drafting"),
    ],
)
def test_what_is_proposed_is_one_of_the_choices(stage, proposed):
    assert suggested_stage(stage) == proposed
    assert proposed in stages_from(stage)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), NO_DAYS),
        (date(2026, 3, 3), date(2026, 3, 2), NO_DAYS),
        (date(2026, 3, 2), date(2026, 3, 3), Days(1, 1)),
        (date(2026, 3, 6), date(2026, 3, 9), Days(3, 1)),  # over a weekend
        (date(2024, 2, 28), date(2024, 3, 1), Days(2, 2)),  # a leap day counts
        (date(2026, 4, 29), date(2026, 5, 4), Days(5, 1)),  # 30/4 and 1/5
        (date(2026, 9, 1), date(2026, 9, 3), Days(2, 1)),  # 2/9
        (date(2026, 11, 23), date(2026, 11, 25), Days(2, 1)),  # 24/11
        (date(2026, 12, 31), date(2027, 1, 4), Days(4, 1)),  # over the new year
        (date(2026, 2, 13), date(2026, 2, 23), Days(10, 1)),  # Tết Bính Ngọ, 16 to 20/02
    ],
)
def test_days_over_holidays(start, end, days):
    assert days_between(start, end, CALENDAR) == days


def test_days_follow_the_exceptions_of_the_office():
    worked = WorkCalendar({date(2026, 3, 7): DayRule(is_working=True, name="Làm bù")})

    assert days_between(date(2026, 3, 6), date(2026, 3, 9), worked) == Days(3, 2)


WAY = [
    StepFacts("exploring", date(2026, 3, 2)),
    StepFacts("drafting", date(2026, 3, 4)),
    StepFacts("exploring", date(2026, 3, 9)),
]


@pytest.mark.parametrize(
    ("steps", "today", "held"),
    [
        ([], date(2026, 3, 10), []),
        (WAY, date(2026, 3, 10), [Days(2, 2), Days(5, 3), Days(1, 1)]),
        (WAY, date(2026, 3, 1), [Days(2, 2), Days(5, 3), NO_DAYS]),
        ([*WAY, StepFacts("broken_off", date(2026, 3, 10))], date(2026, 4, 1), [Days(2, 2), Days(5, 3), Days(1, 1), NO_DAYS]),
        ([*WAY, StepFacts("signed", date(2026, 3, 9))], date(2026, 4, 1), [Days(2, 2), Days(5, 3), NO_DAYS, NO_DAYS]),
    ],
)  # fmt: skip
def test_how_long_each_step_lasted(steps, today, held):
    assert days_held(steps, today, CALENDAR) == held


@pytest.mark.parametrize(
    ("expected", "late"),
    [(None, False), (date(2026, 3, 9), True), (date(2026, 3, 10), False), (date(2026, 3, 11), False)],
)
def test_late_is_after_the_day(expected, late):
    assert is_late(expected, date(2026, 3, 10)) is late


def answers(*pairs: tuple[int, str]) -> list[Answer]:
    return [Answer(f"c{number}", weight, value) for number, (weight, value) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("given_answers", "percent"),
    [
        ([], None),
        (answers((1, "")), None),
        (answers((1, "not_applicable"), (5, "not_applicable")), None),
        (answers((1, "yes")), "100.00"),
        (answers((1, "partly")), "50.00"),
        (answers((1, "no")), "0.00"),
        (answers((2, "yes"), (1, "no")), "66.67"),
        (answers((1, "yes"), (2, "no")), "33.33"),
        (answers((1, "partly"), (2, "no")), "16.67"),
        (answers((1, "partly"), (2, "no"), (5, "no")), "6.25"),
        (answers((3, "yes"), (2, "not_applicable")), "100.00"),
        (answers((3, "yes"), (2, "")), "100.00"),
        (answers((3, "yes"), (2, "partly"), (1, "no"), (4, "not_applicable")), "66.67"),
        (answers((1, "partly"), (799, "no")), "0.06"),  # 0.0625 down
        (answers((1, "partly"), (399, "no")), "0.13"),  # 0.125: the half goes up
    ],
)
def test_the_score(given_answers, percent):
    assert score(given_answers) == (None if percent is None else Decimal(percent))


@given(
    st.lists(
        st.tuples(st.integers(1, 100), st.sampled_from(["yes", "partly", "no", "not_applicable", ""])),
        max_size=30,
    )
)
def test_the_score_lies_between_0_and_100_with_two_places(pairs):
    found = score(answers(*pairs))

    if found is None:
        assert not {value for _weight, value in pairs} & {"yes", "partly", "no"}
    else:
        assert Decimal(0) <= found <= Decimal(100)
        assert found.as_tuple().exponent == -2


def test_what_is_missing_and_unexplained():
    given_answers = [
        Answer("a", 1, ""),
        Answer("b", 1, "no", is_required=True),
        Answer("c", 1, "no", is_required=True, note="đang sửa"),
        Answer("d", 1, "not_applicable", is_required=True, note="  "),
        Answer("e", 1, "no"),
        Answer("f", 1, "partly", is_required=True),
    ]

    assert unanswered(given_answers) == ["a"]
    assert unexplained(given_answers) == ["b", "d"]


@pytest.mark.parametrize(
    ("paper_type", "capacity", "expected"),
    [
        (AgreementType.MOU, Capacity.CITY, PaperClass.CITY),
        (AgreementType.AGREEMENT, Capacity.COUNCIL, PaperClass.CITY),
        (AgreementType.MOU, Capacity.DEPARTMENT, PaperClass.UNIT),
        (AgreementType.MOU, Capacity.COMMUNE, PaperClass.UNIT),
        (AgreementType.PROGRAMME, Capacity.UNKNOWN, PaperClass.UNIT),
        (AgreementType.LETTER_OF_INTENT, Capacity.CITY, PaperClass.LETTER),
        (AgreementType.LETTER_OF_INTENT, Capacity.UNIT, PaperClass.LETTER),
        (AgreementType.PLAN, Capacity.CITY, None),
        (AgreementType.MEMBERSHIP, Capacity.CITY, None),
        (AgreementType.LOAN_AGREEMENT, Capacity.CITY, None),
    ],
)
def test_under_which_set_a_paper_is_answered(paper_type, capacity, expected):
    assert paper_class_of(paper_type=paper_type, capacity=capacity) == expected
