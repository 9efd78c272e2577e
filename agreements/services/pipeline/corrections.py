"""Putting right what was written wrongly on the way to signature."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.enums import Stage
from agreements.models import Agreement, StageStep
from agreements.services.pipeline.common import (
    refuse_ball,
    refuse_day,
    refuse_expected,
    refuse_reader,
    refuse_reason,
    refuse_texts,
    save_step,
    set_stage,
    settle,
    steps_of,
)
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.versions import locked

CORRECTABLE = frozenset(
    {
        "entered_on",
        "document_number",
        "ball",
        "ball_agency",
        "expected_by",
        "break_reason",
        "broken_off_by",
        "justification",
        "note",
    }
)


@transaction.atomic
def correct_step(
    *, step: StageStep, changes: dict[str, Any], base_version: int | None = None, user: Any, today: date
) -> StageStep:
    """Put right what was written wrongly about a step; its stage stays, and so does the order of the steps.

    `changes` names fields of `CORRECTABLE`. Side effects: the step, the paper's version. Raises `NotAllowed`;
    `Conflict` ("stale_version", "already_signed": the steps of a signed paper are history); `InvalidInput`
    ("no_such_field", "day_in_future", "day_out_of_order", "expected_before_entered", "ball_needed",
    "reason_needed", "other_reason_needs_note", "secret_mark", "invalid_step").
    """
    refuse_reader(user)
    strange = sorted(set(changes) - CORRECTABLE)
    if strange:
        raise InvalidInput(
            "no_such_field",
            _("Có trường không sửa được ở đây."),
            {name: [_("Không sửa được trường này.")] for name in strange},
        )
    fresh = locked(step.agreement, base_version=base_version)
    _refuse_signed(fresh)
    steps = steps_of(fresh)
    position = [known.pk for known in steps].index(step.pk)
    corrected = steps[position]
    for name, value in changes.items():
        setattr(corrected, name, value)
    _refuse_out_of_order(steps, position, today=today)
    refuse_expected(corrected.expected_by, corrected.entered_on)
    if corrected.stage == Stage.BROKEN_OFF:
        refuse_reason(corrected)
    else:
        refuse_ball(corrected.ball)
    refuse_texts(
        document_number=corrected.document_number, note=corrected.note, justification=corrected.justification
    )
    save_step(corrected)
    settle(step.agreement)
    return corrected


def _refuse_signed(agreement: Agreement) -> None:
    if agreement.stage == Stage.SIGNED:
        raise Conflict("already_signed", _("Văn bản đã ký: các bước chuẩn bị không sửa nữa."))


def _refuse_out_of_order(steps: list[StageStep], position: int, *, today: date) -> None:
    day = steps[position].entered_on
    refuse_day(day, steps=[], today=today, field="entered_on")
    before = position > 0 and steps[position - 1].entered_on > day
    # Two steps of one day stand in the order they were written in.
    after = position + 1 < len(steps) and steps[position + 1].entered_on < day
    same = [s for s in steps if s.entered_on == day]
    if before or after or [s.pk for s in same] != sorted(s.pk for s in same):
        raise InvalidInput(
            "day_out_of_order",
            _("Ngày này làm các bước sai thứ tự."),
            {"entered_on": [_("Ngày phải nằm giữa bước trước và bước sau.")]},
        )


@transaction.atomic
def remove_last_step(
    *, agreement: Agreement, reason: str, base_version: int | None = None, user: Any
) -> StageStep:
    """Take back the last step, which was written by mistake; the paper stands where it stood before.

    Side effects: the step is deleted (the audit trail keeps it, with `reason`), the paper's stage and version.
    Returns the step that is now the last. Raises `NotAllowed`; `Conflict` ("stale_version", "already_signed",
    "only_step"); `InvalidInput` ("reason_needed", "secret_mark").
    """
    refuse_reader(user)
    if not reason.strip():
        raise InvalidInput("reason_needed", _("Cần ghi vì sao xóa bước này."), {"reason": [_("Ghi lý do.")]})
    refuse_texts(reason=reason)
    fresh = locked(agreement, base_version=base_version)
    _refuse_signed(fresh)
    steps = steps_of(fresh)
    if len(steps) < 2:
        raise Conflict("only_step", _("Đây là bước duy nhất; hãy sửa thay vì xóa."))
    with because(reason):
        steps[-1].delete()
        set_stage(fresh, steps[-2].stage)
    settle(agreement)
    return steps[-2]
