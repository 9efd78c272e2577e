"""Reads of rounds: who has answered, who is late, what an agency is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from dnfa.updates.enums import AnswerState, AskedRecordState
from dnfa.updates.models import RoundAgency, RoundAnswer, RoundQuestion, RoundRecord, RoundStep, UpdateRound
from dnfa.updates.querysets import changed_since_asked
from dnfa.updates.round_records import still_asked
from dnfa.updates.selectors import visible_records
from dnfa.updates.subjects import subjects


def round_rows(user: Any, today: date) -> QuerySet[UpdateRound]:
    """Rounds this person may see, with how many were asked, have answered, and are late."""
    visible = RoundAgency.objects.visible_to(user).order_by().values("pk")
    seen = Q(agencies__in=visible)
    late = (
        seen
        & Q(agencies__due_on__lt=today)
        & (Q(agencies__submitted_at__isnull=True) | Q(agencies__returned_at__isnull=False))
    )
    return (
        UpdateRound.objects.visible_to(user)
        .with_state()
        .select_related("officer")
        .annotate(
            asked_count=Count("agencies", filter=seen, distinct=True),
            answered_count=Count(
                "agencies",
                filter=seen & Q(agencies__submitted_at__isnull=False, agencies__returned_at__isnull=True),
                distinct=True,
            ),
            late_count=Count("agencies", filter=late, distinct=True),
        )
    )


def asked_rows(user: Any, held: UpdateRound, today: date) -> list[RoundAgency]:
    """The agencies of a round as this person may see them, with their state; those that hurt first."""
    order = [
        AnswerState.LATE, AnswerState.SUBMITTED, AnswerState.RETURNED, AnswerState.WAITING, AnswerState.STARTED,
        AnswerState.ACCEPTED,
    ]  # fmt: skip
    rows = (
        RoundAgency.objects.visible_to(user)
        .filter(round=held)
        .with_state(today)
        .select_related("agency", "round")
        .annotate(
            record_count=Count("records", distinct=True),
            confirmed_count=Count("records", filter=Q(records__confirmation__isnull=False), distinct=True),
        )
    )
    return sorted(rows, key=lambda row: (order.index(row.state), row.due_on, row.agency.name_vi))  # type: ignore[attr-defined]  # annotated


def state_counts(rows: Sequence[Any]) -> list[tuple[AnswerState, int]]:
    """How many agencies stand where, in the order of the states."""
    counted = Counter(row.state for row in rows)
    return [(state, counted[state]) for state in AnswerState if counted[state]]


def open_asks(user: Any, today: date) -> list[Any]:
    """What the person's agency still has to answer, the nearest day first."""
    rows = (
        RoundAgency.objects.visible_to(user)
        .unanswered()
        .with_state(today)
        .select_related("round", "agency")
        .order_by("due_on", "pk")
    )
    return list(rows if user.agency_id is None else rows.filter(agency=user.agency_id))


@dataclass(frozen=True)
class AskedQuestion:
    """One question with what the agency says to it so far."""

    question: RoundQuestion
    answer: RoundAnswer | None


@dataclass(frozen=True)
class AskedRecord:
    """One record to confirm: what became of it."""

    row: RoundRecord
    code: str
    record: Any
    state: AskedRecordState

    @property
    def is_open(self) -> bool:
        return self.state == AskedRecordState.OPEN

    @property
    def word(self) -> str:
        return str(self.state.label)

    @property
    def tone(self) -> str:
        is_done = self.state in {AskedRecordState.CONFIRMED, AskedRecordState.CHANGED}
        return "ok" if is_done else "muted"

    @property
    def begin_value(self) -> str:
        return f"{self.code}:{self.row.object_id}"

    @property
    def field_value(self) -> str:
        return f"{self.code}:{self.row.object_id}:{self.record.version}" if self.record else ""


@dataclass(frozen=True)
class AskedPage:
    """An agency's page of a round."""

    asked: RoundAgency
    questions: list[AskedQuestion]
    records: list[AskedRecord]
    steps: list[RoundStep]

    @property
    def open_records(self) -> int:
        return sum(record.is_open for record in self.records)


def asked_page(
    user: Any, *, round_id: int, agency_key: str, today: date, with_records: bool = True
) -> AskedPage:
    """The page of one agency; what is only kept needs no records. Raises `RoundAgency.DoesNotExist` for one this person may
    not see.
    """
    asked = (
        RoundAgency.objects.visible_to(user)
        .with_state(today)
        .select_related("round__officer", "agency")
        .prefetch_related(
            Prefetch("answers", RoundAnswer.objects.select_related("answered_by")),
            Prefetch("steps", RoundStep.objects.select_related("by").order_by("pk")),
            Prefetch("round__questions", RoundQuestion.objects.order_by("order", "pk")),
        )
        .get(round=round_id, agency__key=agency_key)
    )
    answers = {answer.question_id: answer for answer in asked.answers.all()}
    return AskedPage(
        asked,
        [
            AskedQuestion(question, answers.get(question.pk))
            for question in asked.round.questions.all()
            if question.kind != "confirm"
        ],
        asked_records(asked, user, today) if with_records else [],
        list(asked.steps.all()),
    )


def asked_records(asked: RoundAgency, user: Any, today: date) -> list[AskedRecord]:
    """The records that an agency is asked about, each with what became of it; without its record where this person may not
    see it.
    """
    codes = {subject.content_type.pk: subject.code for subject in subjects()}
    rows: list[Any] = list(asked.records.annotate(is_changed=changed_since_asked()))
    seen = visible_records(((codes.get(row.content_type_id, ""), row.object_id) for row in rows), user)
    undone = [row for row in rows if row.confirmation_id is None and not row.is_changed]
    standing = still_asked(undone, asked.agency_id, today)
    return [
        AskedRecord(
            row,
            codes.get(row.content_type_id, ""),
            seen.get((codes.get(row.content_type_id, ""), row.object_id)),
            _state_of(row, standing),
        )
        for row in rows
    ]


def _state_of(row: Any, standing: set[int]) -> AskedRecordState:
    if row.confirmation_id is not None:
        return AskedRecordState.CONFIRMED
    if row.is_changed:
        return AskedRecordState.CHANGED
    return AskedRecordState.OPEN if row.pk in standing else AskedRecordState.SETTLED


def figures_of(held: UpdateRound) -> list[dict[str, Any]]:
    """Accepted figures by question: how many agencies told one and their sum, for the report."""
    rows: Any = (
        RoundAnswer.objects.filter(asked__round=held, asked__accepted_at__isnull=False, figure__isnull=False)
        .order_by("question__order", "question")
        .values("question", "question__title", "question__unit")
        .annotate(agencies=Count("pk"), total=Sum("figure"))
    )
    return list(rows)
