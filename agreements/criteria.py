"""The score of a draft against a set of criteria (Scheme task I.6): pure, in decimals, the same everywhere.

An answer earns its share of the weight: đạt all of it, đạt một phần half, không đạt nothing. What does not
apply leaves its weight out of the whole, so that a friendship paper is not punished for having no project money.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from agreements.enums import (
    NOT_SIGNED_WITH_A_PARTNER,
    AgreementType,
    Capacity,
    CriterionAnswerValue,
    PaperClass,
)

SHARE = {
    CriterionAnswerValue.YES: Decimal(1),
    CriterionAnswerValue.PARTLY: Decimal("0.5"),
    CriterionAnswerValue.NO: Decimal(0),
}
HUNDREDTH = Decimal("0.01")
# Papers of the city's highest bodies; all other capacities are answered under the set for units.
CITY_CAPACITIES = frozenset({Capacity.CITY, Capacity.COUNCIL, Capacity.PARTY, Capacity.NATIONAL})


@dataclass(frozen=True)
class Answer:
    """What was said to one criterion, with the weight it had when it was asked; `value` "" is not answered."""

    code: str
    weight: int
    value: str
    is_required: bool = False
    note: str = ""


def score(answers: Iterable[Answer]) -> Decimal | None:
    """Percent of the weight earned, 0 to 100 with two places, half a hundredth rounded up.

    Unanswered criteria are left out, so that the score can be watched while answering. None when nothing
    weighs: no answer yet, or everything said not to apply; such an assessment cannot be completed, for it
    says nothing about the paper.
    """
    weighed = [answer for answer in answers if answer.value in SHARE]
    whole = sum(answer.weight for answer in weighed)
    if not whole:
        return None
    earned = sum(
        (answer.weight * SHARE[CriterionAnswerValue(answer.value)] for answer in weighed), Decimal(0)
    )
    return (100 * earned / whole).quantize(HUNDREDTH, ROUND_HALF_UP)


def unanswered(answers: Iterable[Answer]) -> list[str]:
    """Codes of the criteria without an answer."""
    return [answer.code for answer in answers if not answer.value]


def unexplained(answers: Iterable[Answer]) -> list[str]:
    """Codes of required criteria that are not met, or said not to apply, without a word why."""
    needs_word = {CriterionAnswerValue.NO, CriterionAnswerValue.NOT_APPLICABLE}
    return [a.code for a in answers if a.is_required and a.value in needs_word and not a.note.strip()]


def paper_class_of(*, paper_type: str, capacity: str) -> PaperClass | None:
    """The class of criteria a paper is answered under; None for papers that are not signed with a partner.

    Task I.6 speaks of memoranda and friendship agreements with foreign localities: the city's own plans,
    memberships and loan agreements are decided by other rules.
    """
    if paper_type in NOT_SIGNED_WITH_A_PARTNER:
        return None
    if paper_type == AgreementType.LETTER_OF_INTENT:
        return PaperClass.LETTER
    return PaperClass.CITY if capacity in CITY_CAPACITIES else PaperClass.UNIT
