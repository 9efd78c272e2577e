"""Keeping and checking what an agency says to the questions of a round, question by question.

Two people of an agency may write at once: each page says what it showed, and only what was typed over that is written. A
figure that cannot be read, or one beside “nothing in this period”, is kept as typed; sending is what checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from dnfa.core.text import clean_line
from dnfa.core.versions import changed_since
from dnfa.core.windows import Window
from dnfa.updates.enums import AskKind
from dnfa.updates.models import RoundAgency, RoundAnswer, RoundQuestion
from dnfa.updates.round_reports import all_reported
from dnfa.updates.services.common import clean_text

Given = Mapping[int, Mapping[str, Any]]
LONGEST_FIGURE = 200
ANSWERED_MEANWHILE = _("Đồng nghiệp cũng vừa trả lời câu này.")


@dataclass(frozen=True)
class Said:
    """What is said to one question; `figure_typed` is a figure as typed that cannot be read."""

    text: str = ""
    figure: Decimal | None = None
    figure_typed: str = ""
    is_nothing: bool = False

    @property
    def is_something(self) -> bool:
        return bool(self.text or self.figure is not None or self.figure_typed)


def keep_answers(
    row: RoundAgency,
    given: Given,
    *,
    shown: Given | None,
    window: Window | None,
    sees_all: bool,
    user: Any,
) -> bool:
    """Write what differs from what stands; whether anything did. A part that is not given stays as it is.

    `shown` is what the page showed: a question left as shown is left alone, one that a colleague answered otherwise
    meanwhile raises `Conflict` ("stale_version" by "text-<id>") when it was typed over here too. `sees_all`: also when it was
    not, so that nobody sends words it never saw. What this window itself wrote is nobody else's.
    """
    known = {answer.question_id: answer for answer in row.answers.all()}
    questions = {question.pk: question for question in row.round.questions.all()}
    wanted: list[tuple[RoundQuestion, RoundAnswer | None, Said]] = []
    collided = []
    for pk, parts in given.items():
        if pk not in questions:  # it was taken out of the round since the page was opened
            continue
        question, answer = questions[pk], known.get(pk)
        stands, told = _said(answer), _told(question, _said(answer), parts)
        if shown is not None and not _is_own(answer, window):
            before = _told(question, Said(), shown.get(pk, {}))
            typed_over, moved = told != before, stands not in (before, told)
            if moved and (typed_over or sees_all):
                collided.append(pk)
            if not typed_over:
                continue
        if told != stands:
            wanted.append((question, answer, told))
    if collided:
        raise changed_since({f"text-{pk}": [ANSWERED_MEANWHILE] for pk in collided})
    for question, answer, told in wanted:
        _write(row, question, answer, told, window=window, user=user)
    return bool(wanted)


def problems_of(row: RoundAgency, today: date) -> dict[str, list[Any]]:
    """What stands in the way of sending, by field: nothing said to a required question (of a matter answered by reports: one
    is missing), something beside "nothing", a figure that cannot be read.
    """
    answered = {answer.question_id: _said(answer) for answer in row.answers.all()}
    problems: dict[str, list[Any]] = {}
    for question in row.round.questions.exclude(kind=AskKind.CONFIRM):
        said = answered.get(question.pk, Said())
        if said.is_nothing and said.is_something:
            problems[f"text-{question.pk}"] = [
                _("Đã ghi nội dung hoặc số liệu thì không chọn “Không phát sinh”.")
            ]
        elif (
            question.is_required
            and not (said.is_nothing or said.is_something)
            and not all_reported(row, question.kind, today)
        ):
            problems[f"text-{question.pk}"] = [_("Hãy trả lời, hoặc chọn “Không phát sinh trong kỳ”.")]
        if said.figure_typed:
            problems[f"figure-{question.pk}"] = [
                _("Số liệu chỉ ghi bằng số, ví dụ 1.234,5; lời giải thích ghi ở ô trên.")
            ]
    return problems


def _said(answer: RoundAnswer | None) -> Said:
    if answer is None:
        return Said()
    return Said(answer.text, answer.figure, answer.figure_typed, answer.is_nothing)


def _told(question: RoundQuestion, stands: Said, parts: Mapping[str, Any]) -> Said:
    """What is wanted: the given parts over what stands; a figure only where one is asked."""
    text = clean_text(str(parts["text"] or ""), f"text-{question.pk}") if "text" in parts else stands.text
    is_nothing = bool(parts.get("is_nothing", stands.is_nothing))
    if not question.unit:
        return Said(text, is_nothing=is_nothing)
    if "figure" not in parts:
        return Said(text, stands.figure, stands.figure_typed, is_nothing)
    typed = clean_line(str(parts.get("figure_typed") or ""))[:LONGEST_FIGURE]
    return Said(text, parts["figure"], typed, is_nothing)


def _is_own(answer: RoundAnswer | None, window: Window | None) -> bool:
    return answer is not None and window is not None and answer.typed_in == window.key


def _write(
    row: RoundAgency,
    question: RoundQuestion,
    answer: RoundAnswer | None,
    told: Said,
    *,
    window: Window | None,
    user: Any,
) -> None:
    facts = {**asdict(told), "answered_by": user, "typed_in": "" if window is None else window.key}
    if answer is None:
        RoundAnswer.objects.create(asked=row, question=question, **facts)
        return
    for name, value in facts.items():
        setattr(answer, name, value)
    answer.save()
