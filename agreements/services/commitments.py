"""Every write to the commitments of a paper: what was promised, and its action, always together.

A draft may list what it will promise; those commitments count in no figure and raise no flag before the paper is
signed (`CommitmentQuerySet.counting`), and their actions are no open work (`dnfa.followup.expected`). Who does it by when, and whether it is done, is the action's; the commitment is told
apart from what another has saved by the version of its action.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from agreements.commitments import first_sentence, percent_reached
from agreements.enums import CommitmentSide, Stage
from agreements.models import Agreement, Commitment
from agreements.rules.carrying_out import can_report, can_write_commitments
from dnfa.accounts.models import Agency, User
from dnfa.core.attachments.models import Attachment
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.numbers import format_number
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked, touch
from dnfa.followup.actions import (
    complete_action,
    create_action,
    drop_action,
    is_over,
    note_progress,
    reopen_action,
    update_action,
)
from dnfa.followup.actions.services import clean_text
from dnfa.followup.enums import ActionOrigin
from dnfa.followup.models import ProgressNote

LONGEST_TEXT = 10_000
LONGEST = {"clause": 60, "target": 300, "target_unit": 60}
LARGEST = Decimal("999999999999.99")  # twelve digits before the point fit the column
OWN_FIELDS = ("text", "side", "clause", "target", "target_value", "target_unit", "order")
ACTION_FIELDS = ("lead_agency", "coordinating", "due_on", "assignee", "progress")


def commitment_add(
    *,
    agreement: Agreement,
    text: str,
    side: str,
    clause: str = "",
    lead_agency: Agency | None = None,
    coordinating: Iterable[Agency] = (),
    due_on: date | None = None,
    target: str = "",
    target_value: Decimal | None = None,
    target_unit: str = "",
    assignee: User | None = None,
    user: Any,
) -> Commitment:
    """Write down a promise of a paper and the action that keeps it, titled with the first sentence of the promise.

    Side effects: writes the commitment (last in the paper's order) and its action, counts a version of the agreement; the
    agencies named then see the paper (docs/roles.md). Raises `NotAllowed`, `Conflict` ("paper_broken_off"), `InvalidInput`
    ("invalid_commitment", "invalid_action" by field, "secret_mark").
    """
    _require_writer(user)
    given = {
        "text": text,
        "side": side,
        "clause": clause,
        "target": target,
        "target_value": target_value,
        "target_unit": target_unit,
    }
    with transaction.atomic():
        paper = locked(agreement, base_version=None)
        _refuse_broken_off(paper)
        last = paper.commitments.aggregate(last=Max("order"))["last"]
        commitment = Commitment(agreement=paper, order=0 if last is None else last + 1)
        _put(commitment, given)
        _check(commitment)
        commitment.action = create_action(
            title=first_sentence(commitment.text),
            origin=ActionOrigin.COMMITMENT,
            lead_agency=lead_agency,
            coordinating=coordinating,
            due_on=due_on,
            assignee=assignee,
            record=paper,
            user=user,
        )
        commitment.save()
        touch(paper)
    return commitment


def commitment_update(
    *,
    commitment: Commitment,
    changes: Mapping[str, Any],
    base_version: int | None,
    user: Any,
) -> Commitment:
    """Change what was promised (`OWN_FIELDS`) and who does it by when (`ACTION_FIELDS`); `base_version` is the action's.

    Side effects: writes the commitment and its action, counts a version of both the action and the agreement when anything
    changed. A title that came from the promise follows it; one that somebody gave stays. Raises `NotAllowed`, `Conflict`
    ("stale_version", "action_over"), `InvalidInput` ("unknown_field", "invalid_commitment", "invalid_action", "secret_mark").
    """
    _require_writer(user)
    unknown = sorted(set(changes) - {*OWN_FIELDS, *ACTION_FIELDS})
    if unknown:
        raise InvalidInput(
            "unknown_field",
            _("Có trường không sửa được ở đây."),
            {name: [_("Trường này không sửa được.")] for name in unknown},
        )
    with transaction.atomic():
        paper, fresh = _locked(commitment)
        before = fresh.action.version
        old_title = first_sentence(fresh.text)
        changed = _put(fresh, {name: value for name, value in changes.items() if name in OWN_FIELDS})
        _check(fresh)
        action_changes = {name: value for name, value in changes.items() if name in ACTION_FIELDS}
        if fresh.action.title == old_title:
            action_changes["title"] = first_sentence(fresh.text)
        fresh.action = update_action(
            action=fresh.action,
            changes=action_changes,
            base_version=base_version,
            user=user,
        )
        if changed:
            fresh.save(update_fields=[*changed, "updated_at"])
            touch(fresh.action)
        if fresh.action.version != before:
            touch(paper)
    return fresh


def record_reached(
    *,
    commitment: Commitment,
    value: Decimal,
    noted_on: date,
    text: str = "",
    user: Any,
    today: date,
) -> ProgressNote:
    """Say how much of the measurable target has been reached; the lead and coordinating agencies may, for their own.

    Side effects: writes `reached_value` and a progress note with from, to and the percentage of the target, which stays as
    written; counts a version of the agreement. Raises `NotAllowed` ("may_not_note"), `Conflict` ("action_over"),
    `InvalidInput` ("invalid_reached": a number below 0 or the same as before, no unit to count in, a day to come).
    """
    with transaction.atomic():
        paper, fresh = _locked(commitment)
        if not can_report(user, fresh):
            raise NotAllowed(
                "may_not_note",
                _("Chỉ Sở Ngoại vụ và đầu mối của cơ quan chủ trì, phối hợp được ghi mức đã đạt."),
            )
        _refuse("invalid_reached", _wrong_reached(fresh, value))
        said = _reached_sentence(fresh, value)
        fresh_note = note_progress(
            action=fresh.action,
            text=f"{said}\n{text}" if text.strip() else said,
            noted_on=noted_on,
            percent=percent_reached(fresh.target_value, value),
            user=user,
            today=today,
        )
        fresh.reached_value = value
        fresh.save(update_fields=["reached_value", "updated_at"])
        touch(paper)
    return fresh_note


def commitment_complete(
    *,
    commitment: Commitment,
    done_on: date,
    evidence: str,
    user: Any,
    today: date,
    base_version: int | None = None,
) -> Commitment:
    """Write down that the promise was kept: `complete_action` of its action, and a version of the agreement.

    Raises `Conflict` ("paper_not_signed") besides: what is not promised yet cannot be kept.
    """
    with transaction.atomic():
        paper, fresh = _locked(commitment)
        if paper.stage != Stage.SIGNED:
            raise Conflict(
                "paper_not_signed",
                _("Văn bản chưa ký nên cam kết mới là dự kiến; chưa ghi hoàn thành được."),
            )
        fresh.action = complete_action(
            action=fresh.action,
            done_on=done_on,
            evidence=evidence,
            user=user,
            today=today,
            base_version=base_version,
        )
        touch(paper)
    return fresh


def commitment_drop(
    *,
    commitment: Commitment,
    reason: str,
    on: date,
    user: Any,
    today: date,
    base_version: int | None = None,
) -> Commitment:
    """Write down that the promise is not followed up any more: `drop_action`, and a version of the agreement."""
    with transaction.atomic():
        paper, fresh = _locked(commitment)
        fresh.action = drop_action(
            action=fresh.action, reason=reason, on=on, user=user, today=today, base_version=base_version
        )
        touch(paper)
    return fresh


def commitment_reopen(
    *,
    commitment: Commitment,
    reason: str,
    user: Any,
    today: date,
    base_version: int | None = None,
) -> Commitment:
    """Take back that it was kept or dropped: `reopen_action`, and a version of the agreement."""
    with transaction.atomic():
        paper, fresh = _locked(commitment)
        fresh.action = reopen_action(
            action=fresh.action, reason=reason, user=user, today=today, base_version=base_version
        )
        touch(paper)
    return fresh


def commitment_remove(
    *, commitment: Commitment, reason: str, user: Any, base_version: int | None = None
) -> None:
    """Take away a commitment that was written down by mistake.

    Side effects: deletes the commitment and its action; the audit trail keeps both and the reason; counts a version of the
    agreement. Raises `NotAllowed`, `InvalidInput` (no reason), `Conflict` ("stale_version", "commitment_has_notes": with a
    note, a file, a reached number or an end it has a history and is dropped instead).
    """
    _require_writer(user)
    reason = clean_line(reason)
    if not reason:
        _refuse("invalid_removal", {"reason": [_("Hãy ghi lý do.")]})
    refuse_secret(reason=reason)
    with transaction.atomic(), because(reason):
        paper, fresh = _locked(commitment)
        action = locked(fresh.action, base_version=base_version)
        has_files = Attachment.objects.of_record(action).exists()
        if is_over(action) or fresh.reached_value is not None or has_files or action.notes.exists():
            raise Conflict(
                "commitment_has_notes",
                _("Cam kết đã có ghi chú tiến độ, tệp hoặc kết quả nên không xóa được; hãy ghi “Thôi làm”."),
            )
        fresh.delete()
        action.delete()
        touch(paper)


def _require_writer(user: Any) -> None:
    if not can_write_commitments(user):
        raise NotAllowed(
            "may_not_write_commitments",
            _("Chỉ chuyên viên, trưởng phòng Sở Ngoại vụ và quản trị được thêm, sửa cam kết."),
        )


def _refuse_broken_off(paper: Agreement) -> None:
    if paper.stage == Stage.BROKEN_OFF:
        raise Conflict(
            "paper_broken_off", _("Văn bản này không tiếp tục đàm phán nên không ghi thêm cam kết.")
        )


def _locked(commitment: Commitment) -> tuple[Agreement, Commitment]:
    """The paper first, then its commitment: the one order in which this room locks."""
    paper = locked(commitment.agreement, base_version=None)
    fresh = Commitment.objects.select_for_update(of=("self",)).select_related("action").get(pk=commitment.pk)
    return paper, fresh


def _put(commitment: Commitment, given: Mapping[str, Any]) -> list[str]:
    """Set the fields and name those that changed."""
    changed = []
    for name, raw in given.items():
        value = raw
        if name == "text":
            value = clean_text(raw)
        elif name in LONGEST:
            value = clean_line(raw)
        if getattr(commitment, name) != value:
            setattr(commitment, name, value)
            changed.append(name)
    return changed


def _check(commitment: Commitment) -> None:
    problems: dict[str, list[Any]] = {}
    if not commitment.text:
        problems["text"] = [_("Hãy ghi nội dung cam kết.")]
    elif len(commitment.text) > LONGEST_TEXT:
        problems["text"] = [_("Nội dung dài quá 10.000 ký tự.")]
    for name, longest in LONGEST.items():
        if len(getattr(commitment, name)) > longest:
            problems[name] = [_("Dài quá %(count)s ký tự.") % {"count": longest}]
    if commitment.side not in CommitmentSide.values:
        problems["side"] = [_("Hãy chọn bên cam kết.")]
    value = commitment.target_value
    if value is not None and not 0 < value <= LARGEST:
        problems["target_value"] = [_("Mức phải đạt là số lớn hơn 0.")]
    if (value is not None or commitment.reached_value is not None) and not commitment.target_unit:
        problems["target_unit"] = [_("Hãy ghi đơn vị tính của mức phải đạt.")]
    _refuse("invalid_commitment", problems)
    refuse_secret(
        text=commitment.text,
        clause=commitment.clause,
        target=commitment.target,
        target_unit=commitment.target_unit,
    )


def _wrong_reached(commitment: Commitment, value: Decimal) -> dict[str, list[Any]]:
    if not commitment.target_unit:
        return {"value": [_("Cam kết này chưa có đơn vị tính; hãy ghi đơn vị tính trước.")]}
    if not 0 <= value <= LARGEST:
        return {"value": [_("Mức đã đạt là số từ 0 trở lên.")]}
    if value == commitment.reached_value:
        return {"value": [_("Mức này đã được ghi.")]}
    return {}


def _reached_sentence(commitment: Commitment, value: Decimal) -> str:
    """What the note says: data of the register, so Vietnamese for everybody."""
    unit = commitment.target_unit
    old = commitment.reached_value
    start = "chưa ghi" if old is None else format_number(old)
    said = f"Đã đạt: {start} → {format_number(value)} {unit}"
    if commitment.target_value is None:
        return said
    return f"{said} (phải đạt {format_number(commitment.target_value)} {unit})"


def _refuse(code: str, problems: dict[str, list[Any]]) -> None:
    if problems:
        raise InvalidInput(code, _("Chưa ghi được. Hãy xem các mục được đánh dấu."), problems)
