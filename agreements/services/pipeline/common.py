"""What every step on the way to signature checks and writes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from agreements.enums import BallHolder, BreakReason, Stage
from agreements.models import Agreement, StageStep
from agreements.rules import can_write_papers
from dnfa.core.clock import VIETNAM
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import touch
from dnfa.followup.clocks import sync_clocks

# Stored with the step, so Vietnamese whatever language the page had.
STARTING_NOTE = "Giai đoạn khi bắt đầu ghi các bước; ngày là ngày văn bản được đưa vào sổ."


def refuse_reader(user: Any) -> None:
    """Raise `NotAllowed` ("may_not_write_papers") for who only reads."""
    if not can_write_papers(user):
        raise NotAllowed("may_not_write_papers", _("Bạn không có quyền ghi vào hồ sơ thỏa thuận."))


def refuse_texts(**texts: str) -> None:
    """Raise `InvalidInput` ("secret_mark") for a text with a mark of state secrecy."""
    refuse_secret(**{name: text for name, text in texts.items() if text})


def steps_of(agreement: Agreement) -> list[StageStep]:
    """The steps in their order; the agreement is locked by the caller."""
    return list(agreement.steps.order_by("entered_on", "pk"))


def refuse_day(day: date, *, steps: list[StageStep], today: date | None, field: str) -> None:
    """Raise `InvalidInput`: a day to come ("day_in_future") or before the last step ("day_before_last_step")."""
    if today is not None and day > today:
        raise InvalidInput(
            "day_in_future",
            _("Ngày của bước không thể ở tương lai."),
            {field: [_("Ngày này chưa tới.")]},
        )
    if steps and day < steps[-1].entered_on:
        last = steps[-1].entered_on.strftime("%d/%m/%Y")
        raise InvalidInput(
            "day_before_last_step",
            _("Ngày của bước không thể trước bước gần nhất."),
            {field: [_("Bước gần nhất ghi ngày %(day)s.") % {"day": last}]},
        )


def refuse_ball(ball: str) -> None:
    """Raise `InvalidInput` ("ball_needed") when it is not said who has to act next."""
    if ball not in BallHolder.values:
        raise InvalidInput(
            "ball_needed",
            _("Cần ghi đang chờ ai xử lý."),
            {"ball": [_("Chọn bên đang xử lý.")]},
        )


def refuse_expected(expected_by: date | None, entered_on: date) -> None:
    """Raise `InvalidInput` ("expected_before_entered")."""
    if expected_by is not None and expected_by < entered_on:
        raise InvalidInput(
            "expected_before_entered",
            _("Ngày dự kiến xong không thể trước ngày của bước."),
            {"expected_by": [_("Ngày này trước ngày bắt đầu bước.")]},
        )


def refuse_reason(step: StageStep) -> None:
    """Raise `InvalidInput`: no reason or side ("reason_needed"), "other" unsaid ("other_reason_needs_note")."""
    needed = [name for name in ("break_reason", "broken_off_by") if not getattr(step, name)]
    if needed:
        raise InvalidInput(
            "reason_needed",
            _("Cần ghi lý do và bên dừng."),
            {name: [_("Chọn một mục.")] for name in needed},
        )
    if step.break_reason == BreakReason.OTHER and not step.note.strip():
        raise InvalidInput(
            "other_reason_needs_note",
            _("Lý do khác thì cần ghi rõ."),
            {"note": [_("Ghi rõ lý do.")]},
        )


def refuse_ended(agreement: Agreement) -> None:
    """Raise `Conflict`: signed ("already_signed") or broken off ("broken_off")."""
    if agreement.stage == Stage.SIGNED:
        raise Conflict("already_signed", _("Văn bản đã ký, không còn ở giai đoạn chuẩn bị."))
    if agreement.stage == Stage.BROKEN_OFF:
        raise Conflict("broken_off", _("Việc chuẩn bị văn bản này đã dừng; hãy mở lại trước."))


def start_if_unwritten(agreement: Agreement, steps: list[StageStep], *, before: date, user: Any) -> None:
    """Give a paper that came without steps (loaded, imported) the step it stands on.

    Nobody wrote down since when it stands there: the day it came into the register is taken, or the day of
    the move when that is earlier.
    """
    if steps:
        return
    known_since = agreement.created_at.astimezone(VIETNAM).date()
    steps.append(
        save_step(
            StageStep(
                agreement=agreement,
                stage=agreement.stage,
                entered_on=min(known_since, before),
                note=STARTING_NOTE,
                recorded_by=user,
            )
        )
    )


def save_step(step: StageStep) -> StageStep:
    """Check every field and write. Raises `InvalidInput` ("invalid_step") by field."""
    clean_record(step, code="invalid_step", message=_("Bước này ghi chưa đúng."), exclude=("agreement",))
    step.save()
    return step


def set_stage(agreement: Agreement, stage: str) -> None:
    """Let the paper stand where its last step stands."""
    if agreement.stage != stage:
        agreement.stage = stage
        agreement.save(update_fields=["stage", "updated_at"])


def settle(agreement: Agreement) -> None:
    """After a step: let the clocks follow the facts, and count a version (`agreement` then carries the new number)."""
    sync_clocks(record=agreement)
    touch(agreement)


def clean_record(record: Model, *, code: str, message: Any, exclude: tuple[str, ...] = ()) -> None:
    """Let the model check itself, constraints too, and say what is wrong as a refusal by field."""
    try:
        record.full_clean(exclude=set(exclude))
    except ValidationError as error:
        fields = dict(error.message_dict)
        of_all = fields.pop(NON_FIELD_ERRORS, [])
        raise InvalidInput(code, " ".join(of_all) or message, fields) from error
