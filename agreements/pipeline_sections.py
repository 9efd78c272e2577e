"""What the way to signature shows on the pages of a paper and of a partner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agreements.criteria import paper_class_of
from agreements.enums import PIPELINE, BreakReason, BrokenOffBy, Stage
from agreements.models import Agreement
from agreements.pipeline import NO_DAYS, Days
from agreements.rules import pipeline as rules
from agreements.selectors_criteria import CriteriaState, criteria_states
from agreements.selectors_pipeline import StepRow, broken_off, earlier_attempts, step_rows
from partners.models import Partner


@dataclass(frozen=True)
class StageTask:
    """One line of the task list: a stage, whether it is done, standing or to come, and its steps."""

    stage: Stage
    state: str  # done, here, skipped, ahead
    steps: list[StepRow]
    days: Days

    @property
    def label(self) -> str:
        """The stage in words."""
        return str(self.stage.label)


def stage_tasks(agreement: Agreement, rows: list[StepRow]) -> list[StageTask]:
    """Every stage of the way with its steps; the end (signed, broken off) stands last when it was reached."""
    reached = {row.step.stage for row in rows}
    ends = [
        stage for stage in (Stage.SIGNED, Stage.BROKEN_OFF) if agreement.stage == stage or stage in reached
    ]
    shown = [
        *PIPELINE,
        *([Stage.SIGNED] if Stage.SIGNED not in ends and agreement.stage in PIPELINE else []),
        *ends,
    ]
    here = agreement.stage
    tasks = []
    for stage in shown:
        steps = [row for row in rows if row.step.stage == stage]
        days = sum((row.days for row in steps), NO_DAYS)
        tasks.append(StageTask(stage, _state(stage, here, has_steps=bool(steps)), steps, days))
    return tasks


def _state(stage: Stage, here: str, *, has_steps: bool) -> str:
    if stage == here:
        return "here"
    is_ahead = here in PIPELINE and (
        stage not in PIPELINE or PIPELINE.index(stage) > PIPELINE.index(Stage(here))
    )
    if is_ahead and stage != Stage.BROKEN_OFF:
        return "ahead"
    return "done" if has_steps else "skipped"


def of_agreement(agreement: Agreement, user: Any, as_of: date) -> dict[str, Any] | None:
    """The task list of a draft, or of a paper whose way was recorded; None for papers that came signed."""
    rows = step_rows(agreement, today=as_of)
    is_draft = agreement.stage != Stage.SIGNED
    if not rows and not is_draft:
        return None
    needs_criteria = paper_class_of(paper_type=agreement.type, capacity=agreement.capacity) is not None
    criteria: CriteriaState | None = None
    if needs_criteria and agreement.stage in PIPELINE:
        criteria = criteria_states([agreement], as_of)[agreement.pk]
    attempts = []
    if agreement.stage in PIPELINE:
        attempts = attempt_rows(earlier_attempts(agreement.partners.all(), user, exclude=agreement))
    return {
        "agreement": agreement,
        "tasks": stage_tasks(agreement, rows),
        "has_steps": bool(rows),
        "criteria": criteria,
        "attempts": attempts,
        "can_move": rules.can_move(user, agreement),
        "can_sign": rules.can_sign(user, agreement),
        "can_reopen": rules.can_reopen(user, agreement),
        "can_correct": rules.can_correct_steps(user, agreement),
        "can_remove": len(rows) > 1,
        "needs_criteria": needs_criteria,
    }


def of_partner(partner: Partner, user: Any, as_of: date) -> dict[str, Any]:  # noqa: ARG001 - every part is asked alike
    """Talks with this partner that were not continued, newest first."""
    rows = broken_off(user).filter(parties__partner=partner).order_by("-step_on", "-pk")
    return {"attempts": attempt_rows(rows)}


@dataclass(frozen=True)
class Attempt:
    """One earlier talk in words: still open, or why and by whom it was stopped."""

    agreement: Agreement
    day: date | None
    is_broken_off: bool
    reason: str
    by: str
    note: str


def attempt_rows(rows: Any) -> list[Attempt]:
    """Rows of `earlier_attempts` or `broken_off` in words."""
    return [
        Attempt(
            agreement=row,
            day=row.step_on,
            is_broken_off=row.stage == Stage.BROKEN_OFF,
            reason=reason_words(row),
            by=str(BrokenOffBy(row.broken_off_by).label) if row.broken_off_by else "",
            note=row.step_note,
        )
        for row in rows
    ]


def reason_words(row: Any) -> str:
    """Why a talk was not continued; a talk broken off before steps were kept has no reason in the register."""
    if row.break_reason:
        return str(BreakReason(row.break_reason).label)
    return _("Sổ chưa ghi lý do") if row.stage == Stage.BROKEN_OFF else ""
