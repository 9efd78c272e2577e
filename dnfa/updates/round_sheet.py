"""A round as a table to print or to work on: one row an agency, one column a question, sums of what was taken below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dnfa.core.display import display_value
from dnfa.core.exports import Sheet
from dnfa.updates.enums import AnswerState, AskKind
from dnfa.updates.models import RoundAnswer, RoundQuestion, UpdateRound

Answers = dict[tuple[int, int], RoundAnswer]


def round_sheet(held: UpdateRound, rows: Sequence[Any], as_of: date) -> Sheet:
    """The agencies of `rows` (`asked_rows`) with what they sent: two queries; what is still being written is left out."""
    questions = list(held.questions.exclude(kind=AskKind.CONFIRM).order_by("order", "pk"))
    sent = [row.pk for row in rows if row.submitted_at is not None]
    answers: Answers = {
        (answer.asked_id, answer.question_id): answer for answer in RoundAnswer.objects.filter(asked__in=sent)
    }
    columns = [column for question in questions for column in _columns(question, answers)]
    heads = [
        _("STT"), _("Cơ quan"), _("Trạng thái"), _("Hạn"), _("Gửi lúc"), _("Nhận lúc"), _("Bản ghi đã xác nhận"),
        _("Bản ghi được hỏi"), *(head for _question, head, _is_note in columns),
    ]  # fmt: skip
    lines = [
        [
            number,
            *_standing(row),
            *(_cell(answers.get((row.pk, one.pk)), one, is_note) for one, _head, is_note in columns),
        ]
        for number, row in enumerate(rows, 1)
    ]
    return Sheet(held.title, _notes(held, as_of), heads, [*lines, _sums(rows, columns, answers)])


def _notes(held: UpdateRound, as_of: date) -> list[str]:
    notes = [_("Tính đến ngày %(day)s") % {"day": display_value(as_of)}]
    if held.period_from and held.period_to:
        period = {"first": display_value(held.period_from), "last": display_value(held.period_to)}
        notes.append(_("Kỳ %(first)s - %(last)s") % period)
    return [*notes, _("Dòng cộng chỉ gồm số liệu của các cơ quan đã được nhận trả lời.")]


def _columns(question: RoundQuestion, answers: Answers) -> list[tuple[RoundQuestion, str, bool]]:
    """The column of a question; one that asks a figure has another for words, where somebody wrote some."""
    head = f"{question.title} ({question.unit})" if question.unit else question.title
    columns = [(question, head, False)]
    wrote = any(pk == question.pk and answer.text for (_asked, pk), answer in answers.items())
    if question.unit and wrote:
        columns.append((question, _("%(question)s: ghi chú") % {"question": question.title}, True))
    return columns


def _standing(row: Any) -> list[Any]:
    return [
        row.agency.name_vi,
        str(AnswerState(row.state).label),
        row.due_on,
        row.submitted_at,
        row.accepted_at,
        row.confirmed_count,
        row.record_count,
    ]


def _cell(answer: RoundAnswer | None, question: RoundQuestion, is_note: bool) -> Any:
    if answer is None:
        return ""
    if is_note or (answer.text and not question.unit):
        return answer.text
    if answer.figure is not None:
        return answer.figure
    return _("Không phát sinh") if answer.is_nothing else ""


def _sums(
    rows: Sequence[Any], columns: Sequence[tuple[RoundQuestion, str, bool]], answers: Answers
) -> list[Any]:
    taken = [row.pk for row in rows if row.accepted_at is not None]
    sums: list[Any] = []
    for question, _head, is_note in columns:
        told = [answers[pk, question.pk] for pk in taken if (pk, question.pk) in answers]
        figures = [answer.figure for answer in told if answer.figure is not None]
        sums.append(sum(figures, Decimal(0)) if question.unit and told and not is_note else "")
    return ["", _("Cộng"), "", "", "", "", "", "", *sums]
