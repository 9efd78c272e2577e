"""Reads of the way to signature: the board, the lists, one paper's steps, earlier attempts. All in constant queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate

from agreements.enums import PIPELINE, BallHolder, Stage
from agreements.models import Agreement, Opinion, StageStep
from agreements.pipeline import ASKED_BEFORE_SIGNING, Days, StepFacts, days_between, days_held, is_late
from agreements.querysets import AgreementQuerySet
from agreements.selectors_criteria import CriteriaState, criteria_states
from dnfa.accounts.models import Agency
from dnfa.core.calendar import WorkCalendar, load_calendar
from dnfa.core.clock import VIETNAM
from partners.models import Partner

UNDER_WAY = sorted(PIPELINE)


def _last(field: str, **more: Any) -> Subquery:
    steps = StageStep.objects.filter(agreement=OuterRef("pk")).order_by("-entered_on", "-pk")
    return Subquery(steps.values(field)[:1], **more)


def _later() -> Q:
    """Steps after the outer one, in the order of the way."""
    return Q(entered_on__gt=OuterRef("entered_on")) | Q(
        entered_on=OuterRef("entered_on"), pk__gt=OuterRef("pk")
    )


def _stage_since() -> Subquery:
    """The first step of the visit that a paper is on now: no later step is of another stage."""
    left_again = StageStep.objects.filter(_later(), agreement=OuterRef("agreement")).exclude(
        stage=OuterRef("stage")
    )
    visit = StageStep.objects.filter(agreement=OuterRef("pk"), stage=OuterRef("stage"))
    first = visit.exclude(Exists(left_again)).order_by("entered_on", "pk")
    return Subquery(first.values("entered_on")[:1])


def with_last_step(queryset: AgreementQuerySet) -> QuerySet[Any]:
    """Annotate what the last step says: `step_on`, `step_document`, `ball`, `ball_agency_id`, `expected_by`, `step_note`,
    `break_reason`, `broken_off_by`; and `stage_since`, the day this visit to the stage began.

    A draft without steps has empty ones, and stands there since the day it came into the register.
    """
    return queryset.annotate(
        step_on=_last("entered_on"),
        step_document=Coalesce(_last("document_number"), Value("")),
        ball=Coalesce(_last("ball"), Value("")),
        ball_agency_id=_last("ball_agency_id"),
        expected_by=_last("expected_by"),
        step_note=Coalesce(_last("note"), Value("", TextField())),
        break_reason=Coalesce(_last("break_reason"), Value("")),
        broken_off_by=Coalesce(_last("broken_off_by"), Value("")),
        stage_since=Coalesce(
            _stage_since(), TruncDate("created_at", tzinfo=VIETNAM), output_field=DateField()
        ),
    )


def with_sides(queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Bring the officer and the partners that `user` may see, in the order of the paper."""
    partners = Partner.objects.visible_to(user).select_related("country").order_by("parties__order", "pk")
    return queryset.select_related("officer").prefetch_related(Prefetch("partners", partners))


def drafts(user: Any) -> QuerySet[Any]:
    """Drafts under way that `user` may see, with what their last step says."""
    return with_last_step(Agreement.objects.visible_to(user).filter(stage__in=UNDER_WAY))


def broken_off(user: Any) -> QuerySet[Any]:
    """Talks that were not continued and that `user` may see, with reason, side and day of the last step."""
    return with_last_step(Agreement.objects.visible_to(user).filter(stage=Stage.BROKEN_OFF))


@dataclass(frozen=True)
class Card:
    """One draft on the board."""

    agreement: Agreement
    days: Days
    ball: str
    ball_agency: Agency | None
    is_late: bool
    criteria: CriteriaState
    open_opinions: int

    @property
    def ball_words(self) -> str:
        """Who has to act next."""
        return ball_words(self.ball, self.ball_agency)


@dataclass(frozen=True)
class BoardColumn:
    """One stage of the board with its drafts, the longest waiting first."""

    stage: Stage
    cards: list[Card]


def ball_words(ball: str, agency: Agency | None) -> str:
    """Who has to act next, with the agency where one is named."""
    holder = str(BallHolder(ball).label) if ball in BallHolder.values else ""
    return ": ".join(filter(None, [holder, agency.name_vi if agency else ""]))


def board(*, user: Any, today: date, rows: QuerySet[Any] | None = None) -> list[BoardColumn]:
    """The drafts that `user` may see, by stage; `rows` narrows them (filtered from `drafts(user)`)."""
    cards = draft_cards(drafts(user) if rows is None else rows, user=user, today=today)
    return [
        BoardColumn(stage, [card for card in cards if card.agreement.stage == stage]) for stage in PIPELINE
    ]


def draft_cards(rows: QuerySet[Any], *, user: Any, today: date) -> list[Card]:
    """Cards of these drafts, the longest in its stage first."""
    found: list[Any] = list(with_sides(rows, user).order_by("stage_since", "pk"))
    return hang_cards(found, user=user, today=today)


def hang_cards(found: list[Any], *, user: Any, today: date) -> list[Card]:
    """A card for each row of `drafts(user)`, in their order: five queries, however many rows."""
    calendar = load_calendar()
    criteria = criteria_states(found, today)
    opinions = _open_opinions([row.pk for row in found], user)
    agencies = Agency.objects.in_bulk({row.ball_agency_id for row in found if row.ball_agency_id})
    return [
        Card(
            agreement=row,
            days=days_between(row.stage_since, today, calendar),
            ball=row.ball,
            ball_agency=agencies.get(row.ball_agency_id),
            is_late=is_late(row.expected_by, today),
            criteria=criteria[row.pk],
            open_opinions=opinions.get(row.pk, 0),
        )
        for row in found
    ]


def _open_opinions(pks: list[int], user: Any) -> dict[int, int]:
    asked = Opinion.objects.visible_to(user).filter(
        answered_on__isnull=True,
        consultation__agreement__in=pks,
        consultation__purpose__in=ASKED_BEFORE_SIGNING,
    )
    counted = asked.order_by().values_list("consultation__agreement").annotate(n=Count("pk"))
    return dict(counted)


@dataclass(frozen=True)
class StepRow:
    """One step with how long it lasted."""

    step: StageStep
    days: Days
    is_last: bool
    is_late: bool

    @property
    def ball_words(self) -> str:
        """Who had to act."""
        return ball_words(self.step.ball, self.step.ball_agency)


def step_rows(agreement: Agreement, *, today: date, calendar: WorkCalendar | None = None) -> list[StepRow]:
    """The steps of one paper in their order, each with its days; the last one is counted until `today`."""
    steps = list(
        StageStep.objects.filter(agreement=agreement)
        .select_related("ball_agency", "recorded_by")
        .order_by("entered_on", "pk")
    )
    if not steps:
        return []
    facts = [StepFacts(step.stage, step.entered_on) for step in steps]
    held = days_held(facts, today, calendar or load_calendar())
    last = len(steps) - 1
    return [
        StepRow(
            step,
            days,
            is_last=position == last,
            is_late=position == last and step.stage in PIPELINE and is_late(step.expected_by, today),
        )
        for position, (step, days) in enumerate(zip(steps, held, strict=True))
    ]


def earlier_attempts(
    partners: Iterable[Partner], user: Any, *, exclude: Agreement | None = None
) -> QuerySet[Any]:
    """Talks with any of these partners that were broken off or are still open, newest first, as `user` may see them.

    Rows carry the last step (`with_last_step`) and their partners: shown where a new draft is begun, so that
    nobody starts the same talk twice.
    """
    wanted = [partner.pk for partner in partners]
    with_them = Agreement.objects.filter(parties__partner__in=wanted).values("pk")
    stages = [*UNDER_WAY, Stage.BROKEN_OFF]
    found = Agreement.objects.visible_to(user).filter(pk__in=with_them, stage__in=stages)
    if exclude is not None:
        found = found.exclude(pk=exclude.pk)
    return with_sides(with_last_step(found), user).order_by(F("step_on").desc(nulls_last=True), "-pk")


def visible_steps(user: Any) -> QuerySet[StageStep]:
    """Steps of the papers that `user` may see."""
    return StageStep.objects.filter(agreement__in=Agreement.objects.visible_to(user))


def steps_out_of_line() -> QuerySet[Agreement]:
    """Papers whose stage is not that of their last step: there must be none; papers without steps are not asked."""
    return Agreement.objects.annotate(last_stage=_last("stage")).filter(
        ~Q(stage=F("last_stage")), last_stage__isnull=False
    )


def ball_agencies(user: Any) -> QuerySet[Agency]:
    """Agencies that have to act on a draft `user` may see: the choices of the board's filter."""
    holding = drafts(user).filter(ball_agency_id__isnull=False).order_by().values("ball_agency_id")
    return Agency.objects.filter(pk__in=holding).in_vietnamese_order()
