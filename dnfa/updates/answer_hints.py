"""What stands beside the boxes of an answer: the register's own figure, the agency's last answer, the reports to send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dnfa.updates.enums import AskKind
from dnfa.updates.models import RoundAgency, RoundAnswer, RoundQuestion
from dnfa.updates.round_reports import AskedReport, asked_reports
from dnfa.updates.selectors_rounds import asked_records
from dnfa.updates.standard_questions import Counted, count_of


@dataclass(frozen=True)
class Hint:
    """Of one question: what the register counts in the period, what the agency answered last time, which reports it asks for."""

    counted: Counted | None = None
    last: RoundAnswer | None = None
    reports: list[AskedReport] = field(default_factory=list)


def hints_of(asked: RoundAgency, questions: Sequence[RoundQuestion], today: date) -> dict[int, Hint]:
    """By question. The reports of a matter stand with its first question."""
    last = _last_answers(asked, questions)
    reports = asked_reports(asked, {question.kind for question in questions}, today)
    return {
        question.pk: Hint(
            _counted(asked, question, today),
            last.get((question.title, question.unit)),
            reports.pop(question.kind, []),
        )
        for question in questions
    }


def hang_page(asked: Any, user: Any, today: date) -> None:
    """Hang `asked_questions`, each with its `hint`, and `asked_records` onto an agency's page, as this person may see them."""
    questions: list[Any] = [
        question
        for question in asked.round.questions.order_by("order", "pk")
        if question.kind != AskKind.CONFIRM
    ]
    hints = hints_of(asked, questions, today)
    for question in questions:
        question.hint = hints[question.pk]
    asked.asked_questions = questions
    asked.asked_records = asked_records(asked, user, today)


def _counted(asked: RoundAgency, question: RoundQuestion, today: date) -> Counted | None:
    first, last = asked.round.period_from, asked.round.period_to
    if not question.unit or first is None or last is None:
        return None
    return count_of(question.title, agency=asked.agency, first=first, last=last, today=today)


def _last_answers(
    asked: RoundAgency, questions: Sequence[RoundQuestion]
) -> dict[tuple[str, str], RoundAnswer]:
    """The agency's newest accepted answers of earlier rounds to questions of the same name and unit."""
    if asked.round.opened_at is None:
        return {}
    rows = (
        RoundAnswer.objects.filter(
            asked__agency=asked.agency_id,
            asked__accepted_at__isnull=False,
            asked__round__opened_at__lt=asked.round.opened_at,
            question__title__in=[question.title for question in questions],
        )
        .exclude(asked=asked)
        .select_related("asked__round", "question")
        .order_by("question__title", "question__unit", "-asked__round__opened_at", "-pk")
        .distinct("question__title", "question__unit")
    )
    return {(row.question.title, row.question.unit): row for row in rows}
