"""Whom the law has us ask about a paper, and when its disagreement goes to the Prime Minister.

Law 70/2020/QH14 art. 19 (papers in the name of the city): the Ministry of Foreign Affairs and the bodies directly
concerned; art. 28: when one of them disagrees, the Prime Minister's opinion is asked. Decree 64/2021/NĐ-CP art. 5
(papers of departments, units, border communes, organisations): the Department of Foreign Affairs and those concerned.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from agreements.enums import Capacity, ConsultationPurpose, EventKind, LegalReportKind, OpinionAnswer
from agreements.models import Agreement, AgreementEvent, Opinion

MOFA = "bo-ngoai-giao"
DEPARTMENT = "so-ngoai-vu"
PRIME_MINISTER = "thu-tuong-chinh-phu"

IN_THE_NAME_OF_THE_CITY = frozenset({Capacity.CITY, Capacity.COUNCIL})
IN_THE_NAME_OF_A_UNIT = frozenset(
    {Capacity.DEPARTMENT, Capacity.UNIT, Capacity.DISTRICT, Capacity.COMMUNE, Capacity.ORGANISATION}
)
# Art. 34: what is told to the ministry. A replacement is the signing of another paper, with its own report.
TOLD_AS_ENDING = frozenset({EventKind.TERMINATION, EventKind.SUSPENSION})


def proposed_body(agreement: Agreement, purpose: str) -> str:
    """Key of the agency to ask first; empty where the law names none (Party papers, State papers, unknown)."""
    if purpose == ConsultationPurpose.PRIME_MINISTER:
        return PRIME_MINISTER
    if agreement.capacity in IN_THE_NAME_OF_THE_CITY:
        return MOFA
    return DEPARTMENT if agreement.capacity in IN_THE_NAME_OF_A_UNIT else ""


def wants_prime_minister(agreement: Agreement, opinions: Iterable[Opinion]) -> bool:
    """Whether a body disagreed about a paper in the name of the city, and the Prime Minister was not asked since.

    `opinions` with their `consultation`, all of the paper.
    """
    if agreement.capacity not in IN_THE_NAME_OF_THE_CITY:
        return False
    opinions = list(opinions)
    refusals = [
        opinion.answered_on
        for opinion in opinions
        if opinion.answer == OpinionAnswer.DISAGREE
        and opinion.answered_on
        and opinion.consultation.purpose != ConsultationPurpose.PRIME_MINISTER
    ]
    asked = [
        opinion.consultation.sent_on
        for opinion in opinions
        if opinion.consultation.purpose == ConsultationPurpose.PRIME_MINISTER
    ]
    return bool(refusals) and (not asked or max(asked) < max(refusals))


def default_recipients(kind: str) -> str:
    """To whom the law sends a report: arts. 19 and 34 of Law 70/2020/QH14. Words of a document, not translated."""
    if kind == LegalReportKind.SIGNING:
        return "Thủ tướng Chính phủ; Bộ Ngoại giao (bản sao)"
    return "Bộ Ngoại giao"


def is_first_signing(paper: Agreement, event: AgreementEvent | None) -> bool:
    """Whether the act is the paper's own signing: no event, or its event of signing on the day the paper bears.

    Two days known only to the month or year are the same day when they may be.
    """
    if event is None:
        return True
    if event.kind not in {EventKind.SIGNING, EventKind.LETTER_OF_INTENT}:
        return False
    signed, occurred = paper.signed_on, event.occurred_on
    if signed is None or occurred is None:
        return True
    return occurred.first_day() <= signed.last_day() and signed.first_day() <= occurred.last_day()


def owes_opinion(user: Any, opinion: Opinion) -> bool:
    """Whether this person's agency was asked and has not answered."""
    return bool(user.is_authenticated and user.agency_id == opinion.agency_id and opinion.answered_on is None)
