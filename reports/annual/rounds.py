"""What agencies answered to the rounds of a year: what the Department had taken by the cut-off, and whose answer is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DateField, Prefetch, Q
from django.db.models.functions import Coalesce, TruncDate

from dnfa.core.partial_dates import add_months
from dnfa.core.text import sort_key
from dnfa.updates.enums import AskKind
from dnfa.updates.models import RoundAgency, RoundAnswer, RoundQuestion, UpdateRound
from reports.annual.words import short_date
from reports.figures import Scope

MONTHS_OF_QUARTER = 3
QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Occasion:
    """Which round: its name, the period it speaks of, its day."""

    pk: int
    title: str
    period_from: date | None
    period_to: date | None
    due_on: date

    @property
    def period(self) -> str:
        """01/01/2026 - 30/06/2026; empty when the round speaks of no period."""
        return " - ".join(short_date(day) for day in (self.period_from, self.period_to) if day)

    @property
    def quarter(self) -> int | None:
        """Which quarter its period is exactly; None for any other period."""
        first, last = self.period_from, self.period_to
        if first is None or last is None or first.day != 1 or first.month % MONTHS_OF_QUARTER != 1:
            return None
        whole = last == add_months(first, MONTHS_OF_QUARTER) - timedelta(days=1)
        return (first.month + 2) // MONTHS_OF_QUARTER if whole else None


@dataclass(frozen=True)
class Told:
    """What one agency says to a question."""

    agency: str
    text: str
    figure: Decimal | None
    is_nothing: bool


@dataclass(frozen=True)
class Question:
    """One question of a round with the answers taken by the cut-off, agencies in Vietnamese order."""

    occasion: Occasion
    kind: str
    title: str
    unit: str
    told: list[Told]

    @property
    def texts(self) -> list[Told]:
        return [one for one in self.told if one.text]

    @property
    def figures(self) -> list[Told]:
        return [one for one in self.told if one.figure is not None]

    @property
    def nothing(self) -> list[Told]:
        """Who said that nothing happened in the period."""
        return [one for one in self.told if one.is_nothing]

    @property
    def total(self) -> Decimal:
        """The figures of all agencies added up; nothing happened counts as nought."""
        return sum((one.figure for one in self.told if one.figure is not None), Decimal(0))


@dataclass(frozen=True)
class Missing:
    """An agency whose answer was not taken by the cut-off, and where it stood."""

    occasion: Occasion
    agency: str
    due_on: date
    state: str


@dataclass(frozen=True)
class HeldRound:
    """A round of the year as it stood at the cut-off."""

    occasion: Occasion
    questions: list[Question]
    taken: list[str]
    missing: list[Missing]
    records: int
    records_confirmed: int

    @property
    def asked(self) -> int:
        return len(self.taken) + len(self.missing)


@dataclass(frozen=True)
class RoundFacts:
    """The rounds of the year, in the order of their periods."""

    rounds: list[HeldRound]

    @property
    def questions(self) -> Iterator[Question]:
        return (question for held in self.rounds for question in held.questions)

    @property
    def missing(self) -> list[Missing]:
        return [one for held in self.rounds for one in held.missing]

    def of_kind(self, *kinds: str) -> list[Question]:
        """The questions about certain matters, in the order asked."""
        return [question for question in self.questions if question.kind in kinds]


def gather(scope: Scope, year: int) -> RoundFacts:
    """Read the rounds whose period ends in `year` and that were open by the cut-off: four queries.

    A round that names no period belongs to the year of its day. Answers taken after the cut-off are not read at all.
    """
    rounds = (
        UpdateRound.objects.visible_to(scope.user)
        .annotate(told_of=Coalesce("period_to", "period_from", "due_on"))
        .filter(opened_at__date__lte=scope.as_of, told_of__year=year)
        .prefetch_related(Prefetch("questions", RoundQuestion.objects.order_by("order", "pk")))
        .order_by("told_of", "due_on", "pk")
    )
    asked = _asked(scope, [held.pk for held in rounds])
    answers = _answers([row.pk for rows in asked.values() for row in rows if _is_taken(row, scope.as_of)])
    return RoundFacts([_held(row, asked[row.pk], answers, scope.as_of) for row in rounds])


def _asked(scope: Scope, rounds: list[int]) -> dict[int, list[Any]]:
    """The agencies of each round in Vietnamese order, with the days of their answer and their records."""
    rows = (
        RoundAgency.objects.visible_to(scope.user)
        .filter(round__in=rounds)
        .select_related("agency")
        .annotate(
            sent_on=TruncDate("submitted_at", output_field=DateField()),
            returned_on=TruncDate("returned_at", output_field=DateField()),
            taken_on=TruncDate("accepted_at", output_field=DateField()),
            record_count=Count("records", distinct=True),
            confirmed_count=Count(
                "records", filter=Q(records__confirmation__confirmed_on__lte=scope.as_of), distinct=True
            ),
        )
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (sort_key(row.agency.name_vi), row.agency_id)):
        found[row.round_id].append(row)
    return found


def _answers(asked: Iterable[int]) -> dict[tuple[int, int], RoundAnswer]:
    return {(row.asked_id, row.question_id): row for row in RoundAnswer.objects.filter(asked__in=asked)}


def _is_taken(row: Any, cutoff: date) -> bool:
    return row.taken_on is not None and row.taken_on <= cutoff


def _held(
    row: UpdateRound, asked: list[Any], answers: dict[tuple[int, int], RoundAnswer], cutoff: date
) -> HeldRound:
    occasion = Occasion(row.pk, row.title, row.period_from, row.period_to, row.due_on)
    taken = [one for one in asked if _is_taken(one, cutoff)]
    return HeldRound(
        occasion,
        questions=[
            Question(occasion, one.kind, one.title, one.unit, _told(one, taken, answers))
            for one in row.questions.all()
            if one.kind != AskKind.CONFIRM
        ],
        taken=[one.agency.name_vi for one in taken],
        missing=[
            Missing(occasion, one.agency.name_vi, one.due_on, _state(one, cutoff))
            for one in asked
            if not _is_taken(one, cutoff)
        ],
        records=sum(one.record_count for one in asked),
        records_confirmed=sum(one.confirmed_count for one in asked),
    )


def _told(
    question: RoundQuestion, taken: list[Any], answers: dict[tuple[int, int], RoundAnswer]
) -> list[Told]:
    """What the agencies taken said to the question; one left unanswered by choice says nothing."""
    found = ((one.agency.name_vi, answers.get((one.pk, question.pk))) for one in taken)
    return [
        Told(agency, answer.text, answer.figure, answer.is_nothing)
        for agency, answer in found
        if answer is not None
    ]


def _state(row: Any, cutoff: date) -> str:
    """Where the answer stood at the cut-off, as far as its days tell."""
    if row.taken_on is not None:
        return f"Nhận ngày {short_date(row.taken_on)}, sau ngày chốt"
    if row.returned_on is not None and row.returned_on <= cutoff:
        return f"Trả lại ngày {short_date(row.returned_on)}, chưa gửi lại"
    if row.sent_on is not None:
        late = ", sau ngày chốt" if row.sent_on > cutoff else ", chờ duyệt"
        return f"Gửi ngày {short_date(row.sent_on)}{late}"
    return "Chưa gửi" if row.due_on < cutoff else "Chưa gửi, còn trong hạn"
