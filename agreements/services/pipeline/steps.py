"""Moving a paper along the way to signature, one dated step at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.enums import PIPELINE, Stage
from agreements.models import Agreement, StageStep
from agreements.pipeline import Move, move_between
from agreements.services.pipeline.common import (
    refuse_ball,
    refuse_day,
    refuse_ended,
    refuse_expected,
    refuse_reader,
    refuse_reason,
    refuse_texts,
    save_step,
    set_stage,
    settle,
    start_if_unwritten,
    steps_of,
)
from agreements.services.pipeline.gate import pass_gate
from dnfa.accounts.models import Agency
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.versions import locked


@transaction.atomic
def start_pipeline(
    *,
    agreement: Agreement,
    entered_on: date,
    ball: str,
    ball_agency: Agency | None = None,
    document_number: str = "",
    note: str = "",
    user: Any,
    today: date | None = None,
) -> StageStep:
    """Write the first step of a new draft, in the stage the draft is made with.

    Side effects: a step; the paper's version counts. `today` None: the caller has checked the day.
    Raises `NotAllowed`, `Conflict` ("already_signed", "broken_off", "pipeline_started"), `InvalidInput`
    ("day_in_future", "ball_needed", "secret_mark", "invalid_step").
    """
    refuse_reader(user)
    fresh = locked(agreement, base_version=None)
    refuse_ended(fresh)
    if fresh.steps.exists():
        raise Conflict("pipeline_started", _("Văn bản này đã có các bước chuẩn bị."))
    refuse_day(entered_on, steps=[], today=today, field="entered_on")
    refuse_ball(ball)
    refuse_texts(document_number=document_number, note=note)
    step = save_step(
        StageStep(
            agreement=fresh,
            stage=fresh.stage,
            entered_on=entered_on,
            ball=ball,
            ball_agency=ball_agency,
            document_number=document_number,
            note=note,
            recorded_by=user,
        )
    )
    settle(agreement)
    return step


@transaction.atomic
def move_stage(
    *,
    agreement: Agreement,
    stage: str,
    entered_on: date,
    ball: str,
    ball_agency: Agency | None = None,
    document_number: str = "",
    expected_by: date | None = None,
    note: str = "",
    justification: str = "",
    base_version: int | None = None,
    user: Any,
    today: date,
) -> StageStep:
    """Move a draft forward by one or more stages, or back with a note.

    Side effects: a step (and a starting step for a draft that had none), the paper's stage, its version.
    Into "ready to sign" only through the gate (`gate.pass_gate`). Signing, breaking off and reopening have
    services of their own.

    Raises `NotAllowed`; `Conflict` ("stale_version", "already_signed", "broken_off", "criteria_set_missing",
    "criteria_not_answered"); `InvalidInput` ("no_such_move", "note_needed_to_go_back", "day_in_future",
    "day_before_last_step", "expected_before_entered", "ball_needed", "justification_needed", "secret_mark",
    "invalid_step").
    """
    refuse_reader(user)
    fresh = locked(agreement, base_version=base_version)
    refuse_ended(fresh)
    move = move_between(fresh.stage, stage)
    if move not in {Move.FORWARD, Move.BACK}:
        raise _no_such_move(fresh.stage, stage)
    if move is Move.BACK and not note.strip():
        raise InvalidInput(
            "note_needed_to_go_back",
            _("Đưa văn bản về giai đoạn trước thì cần ghi lý do."),
            {"note": [_("Ghi vì sao phải quay lại.")]},
        )
    step = _add_step(
        fresh,
        StageStep(
            stage=stage,
            entered_on=entered_on,
            ball=ball,
            ball_agency=ball_agency,
            document_number=document_number,
            expected_by=expected_by,
            note=note,
            justification=justification,
        ),
        user=user,
        today=today,
    )
    settle(agreement)
    return step


def _no_such_move(origin: str, target: str) -> InvalidInput:
    if target == Stage.SIGNED:
        message = _("Ghi việc ký bằng chức năng Ghi nhận ký kết, khi văn bản đã ở giai đoạn Sẵn sàng ký.")
    elif target == Stage.BROKEN_OFF:
        message = _("Dừng chuẩn bị bằng chức năng Không tiếp tục, có ghi lý do.")
    elif target == origin:
        message = _("Văn bản đang ở giai đoạn này; để ghi bên đang xử lý mới, hãy dùng Chuyển người xử lý.")
    else:
        message = _("Không có giai đoạn này.")
    return InvalidInput("no_such_move", message, {"stage": [message]})


def _add_step(fresh: Agreement, step: StageStep, *, user: Any, today: date) -> StageStep:
    """Check and write a step that leads to a stage before signature."""
    steps = steps_of(fresh)
    refuse_day(step.entered_on, steps=steps, today=today, field="entered_on")
    refuse_expected(step.expected_by, step.entered_on)
    refuse_ball(step.ball)
    refuse_texts(document_number=step.document_number, note=step.note, justification=step.justification)
    if step.stage == Stage.READY_TO_SIGN and fresh.stage != Stage.READY_TO_SIGN:
        pass_gate(fresh, step.entered_on, justification=step.justification)
    start_if_unwritten(fresh, steps, before=step.entered_on, user=user)
    step.agreement, step.recorded_by = fresh, user
    save_step(step)
    set_stage(fresh, step.stage)
    return step


@transaction.atomic
def pass_ball(
    *,
    agreement: Agreement,
    entered_on: date,
    ball: str,
    ball_agency: Agency | None = None,
    document_number: str = "",
    expected_by: date | None = None,
    note: str = "",
    base_version: int | None = None,
    user: Any,
    today: date,
) -> StageStep:
    """Say that somebody else has to act next; the stage stays.

    Side effects: a step in the same stage (and a starting step for a draft that had none), the paper's version.
    Raises as `move_stage`, without those of moves and of the gate.
    """
    refuse_reader(user)
    fresh = locked(agreement, base_version=base_version)
    refuse_ended(fresh)
    step = _add_step(
        fresh,
        StageStep(
            stage=fresh.stage,
            entered_on=entered_on,
            ball=ball,
            ball_agency=ball_agency,
            document_number=document_number,
            expected_by=expected_by,
            note=note,
        ),
        user=user,
        today=today,
    )
    settle(agreement)
    return step


@transaction.atomic
def break_off(
    *,
    agreement: Agreement,
    on: date,
    reason: str,
    by: str,
    note: str = "",
    document_number: str = "",
    base_version: int | None = None,
    user: Any,
    today: date,
) -> StageStep:
    """Record that a talk is not continued: why (a coded reason, `BreakReason`) and which side stopped.

    The draft stays in the register, so that nobody starts the same talk twice. Side effects: a step, the paper's
    stage and version. Raises `NotAllowed`; `Conflict` ("stale_version", "already_signed", "broken_off");
    `InvalidInput` ("day_in_future", "day_before_last_step", "other_reason_needs_note", "secret_mark",
    "invalid_step" also for an unknown or missing reason).
    """
    refuse_reader(user)
    fresh = locked(agreement, base_version=base_version)
    refuse_ended(fresh)
    steps = steps_of(fresh)
    refuse_day(on, steps=steps, today=today, field="on")
    refuse_texts(document_number=document_number, note=note)
    step = StageStep(
        agreement=fresh,
        stage=Stage.BROKEN_OFF,
        entered_on=on,
        break_reason=reason,
        broken_off_by=by,
        document_number=document_number,
        note=note,
        recorded_by=user,
    )
    refuse_reason(step)
    start_if_unwritten(fresh, steps, before=on, user=user)
    save_step(step)
    set_stage(fresh, Stage.BROKEN_OFF)
    settle(agreement)
    return step


@transaction.atomic
def reopen(
    *,
    agreement: Agreement,
    stage: str,
    on: date,
    ball: str,
    ball_agency: Agency | None = None,
    note: str,
    document_number: str = "",
    expected_by: date | None = None,
    justification: str = "",
    base_version: int | None = None,
    user: Any,
    today: date,
) -> StageStep:
    """Take up again a talk that was broken off, in a stage before signature, with a note why.

    The broken-off step stays in the history. Side effects: a step, the paper's stage and version. Raises as
    `move_stage`, and `Conflict` ("not_broken_off"), `InvalidInput` ("note_needed").
    """
    refuse_reader(user)
    fresh = locked(agreement, base_version=base_version)
    if fresh.stage != Stage.BROKEN_OFF:
        raise Conflict("not_broken_off", _("Chỉ mở lại được việc chuẩn bị đã dừng."))
    if stage not in PIPELINE:
        raise _no_such_move(fresh.stage, stage)
    if not note.strip():
        raise InvalidInput(
            "note_needed", _("Mở lại thì cần ghi lý do."), {"note": [_("Ghi vì sao tiếp tục.")]}
        )
    step = _add_step(
        fresh,
        StageStep(
            stage=stage,
            entered_on=on,
            ball=ball,
            ball_agency=ball_agency,
            document_number=document_number,
            expected_by=expected_by,
            note=note,
            justification=justification,
        ),
        user=user,
        today=today,
    )
    settle(agreement)
    return step
