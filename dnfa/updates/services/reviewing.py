"""What the Department does: take, accept value by value through the room's services, return with reasons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.attachments.copying import copy_files
from dnfa.core.attachments.holders import has_files
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.text import clean_line
from dnfa.followup import actions
from dnfa.followup.enums import ActionOrigin
from dnfa.updates import proposals
from dnfa.updates.enums import (
    Decision,
    RequestKind,
    RequestState,
    ReturnReason,
    StepKind,
)
from dnfa.updates.models import ChangeRequest
from dnfa.updates.rules import can_review
from dnfa.updates.services.common import clean_text, held, known_subject, needed_line, put_step
from dnfa.updates.subjects import Subject


@transaction.atomic
def request_take(
    *, request: ChangeRequest, base_version: int | None, user: Any, now: datetime
) -> ChangeRequest:
    """Say who reviews it, so that two do not do the same work.

    Side effects: the reviewer, a step. Taken already by this person, nothing happens. Raises `NotAllowed`, `Conflict`.
    """
    row = _waiting(request, base_version, user)
    if row.reviewer_id != user.pk:
        row.reviewer = user
        row.save(update_fields=["reviewer", "updated_at"])
        put_step(row, StepKind.TAKEN, user=user, now=now)
        row.refresh_from_db()
    return row


@transaction.atomic
def request_return(
    *,
    request: ChangeRequest,
    reason: str,
    text: str,
    remarks: Mapping[str, str] | None = None,
    base_version: int | None,
    user: Any,
    now: datetime,
) -> ChangeRequest:
    """Give the whole back with a coded reason and words; `remarks` speak of single values by name.

    Side effects: state, reviewer, remarks, a step; nothing of the record. Raises `NotAllowed`, `Conflict`, `InvalidInput`
    ("reason_needed", "text_needed").
    """
    row = _waiting(request, base_version, user)
    text = _return_words(reason, text)
    given = _remarks(remarks or {})
    for value in row.values.filter(decision=Decision.OPEN):
        value.decision = Decision.RETURNED
        value.remark = given.get(value.name) or text[:500]
        value.save(update_fields=["decision", "remark"])
    _moved(row, RequestState.RETURNED, user=user)
    put_step(row, StepKind.RETURNED, user=user, now=now, reason=reason, text=text)
    row.refresh_from_db()
    return row


@transaction.atomic
def request_accept(
    *,
    request: ChangeRequest,
    accepted: Collection[str] = (),
    reason: str = "",
    text: str = "",
    remarks: Mapping[str, str] | None = None,
    record_version: int | None = None,
    lead_agency: Agency | None = None,
    due_on: date | None = None,
    base_version: int | None,
    user: Any,
    today: date,
    now: datetime,
) -> ChangeRequest:
    """Accept it: the named values of a proposal (the others go back with `reason` and words), else the whole.

    Side effects, all or nothing: values go through the room's own service, as this reviewer, against `record_version` (the
    record as the reviewer saw it); a new record is made; files are copied to the record, or to the row that the agency's word
    became; a difficulty becomes a thing to do of `lead_agency` by `due_on`; decisions, state, a step. Raises `NotAllowed`, `Conflict` ("stale_version" of request or
    record), `InvalidInput` (by field what the form or service refuses; "nothing_accepted"; "whole_only": a
    new record or an agency's word is not taken in part; "text_needed" when values go back without words).
    """
    row = _waiting(request, base_version, user)
    left: list[str] = []
    kept: Any = None
    with because(str(_("Theo cập nhật %(number)s của %(agency)s")) % {"number": row, "agency": row.agency}):
        if proposals.takes_values(row):
            left, kept = _apply_values(row, accepted, record_version, user=user, today=today)
        else:
            _DEEDS.get(row.kind, _keep_as_said)(
                row, lead_agency=lead_agency, due_on=due_on, user=user, today=today
            )
        _copy_files(row, kept, user=user, today=today)
    if left:
        _give_back(row, left, reason, text, remarks or {}, user=user, now=now)
    else:
        _moved(row, RequestState.ACCEPTED, user=user, closed_at=now)
        put_step(row, StepKind.ACCEPTED, user=user, now=now, text=clean_text(text))
    row.refresh_from_db()
    return row


def _apply_values(
    row: ChangeRequest,
    accepted: Collection[str],
    record_version: int | None,
    *,
    user: Any,
    today: date,
) -> tuple[list[str], Any]:
    """Put the accepted values into the register; names what goes back, and gives the row they became."""
    subject = known_subject(row)
    undecided = {value.name: value for value in row.values.exclude(decision=Decision.ACCEPTED)}
    chosen = [name for name in undecided if name in accepted]
    if not chosen:
        raise InvalidInput(
            "nothing_accepted", _("Hãy chọn ít nhất một mục để chấp nhận, hoặc trả lại cả cập nhật.")
        )
    if proposals.is_whole(row) and len(chosen) < len(undecided):
        raise InvalidInput(
            "whole_only", _("Bản ghi mới và lời của cơ quan: hãy chấp nhận cả hoặc trả lại cả.")
        )
    record = _standing(row, subject, record_version, user)
    form = proposals.overlaid(
        proposals.make_form(subject, record=record, user=user),
        {name: undecided[name].proposed for name in chosen},
    )
    if not form.is_valid():
        wrong = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
        raise InvalidInput("unreadable", _("Chưa ghi vào sổ được. Hãy xem các mục được đánh dấu."), wrong)
    if record is None:
        kept = _create(row, subject, form.cleaned_data, user=user, today=today)
    elif subject.save is None:
        raise NotAllowed("may_not_propose", _("Loại bản ghi này không nhận đề nghị sửa của cơ quan."))
    else:
        names = form.cleaned_data if subject.is_whole else chosen
        changed = {name: form.cleaned_data[name] for name in names}
        kept = subject.save(
            record=record, changed=changed, base_version=record.version, user=user, today=today
        )
    row.values.filter(name__in=chosen).update(decision=Decision.ACCEPTED, remark="")
    return [name for name in undecided if name not in chosen], kept


def _standing(row: ChangeRequest, subject: Subject, record_version: int | None, user: Any) -> Any:
    """The record, locked, as the reviewer saw it; None of a new one."""
    if row.record_id is None:
        return None
    record = subject.model._base_manager.select_for_update().get(pk=row.record_id)
    if record_version is not None and record.version != record_version:
        raise Conflict(
            "stale_version",
            _("Bản ghi đã được sửa sau khi bạn mở trang duyệt. Hãy xem lại cột “Hiện nay” rồi quyết định."),
        )
    return subject.visible_to(user).get(pk=record.pk)


def _create(row: ChangeRequest, subject: Subject, cleaned: dict[str, Any], *, user: Any, today: date) -> Any:
    if subject.create is None:
        raise NotAllowed("may_not_propose", _("Loại bản ghi này không nhận bản ghi mới từ cơ quan."))
    record = subject.create(cleaned_data=cleaned, user=user, today=today)
    row.record_type, row.record_id, row.base_version = subject.content_type, record.pk, record.version
    row.save(update_fields=["record_type", "record_id", "base_version", "updated_at"])
    return record


def _keep_as_said(_row: ChangeRequest, **_facts: Any) -> None:
    """A note, a file: accepted, it stands as said, with the record."""


def _make_action(
    row: ChangeRequest, *, lead_agency: Agency | None, due_on: date | None, user: Any, today: date
) -> None:
    """A difficulty becomes something somebody owes by a day."""
    problems: dict[str, list[Any]] = {}
    if lead_agency is None:
        problems["lead_agency"] = [_("Hãy chọn cơ quan giải quyết.")]
    if due_on is None:
        problems["due_on"] = [_("Hãy ghi hạn giải quyết.")]
    elif due_on < today:
        problems["due_on"] = [_("Hạn giải quyết đã qua.")]
    if problems:
        raise InvalidInput("solver_needed", _("Chưa ghi được. Hãy xem các mục được đánh dấu."), problems)
    first = row.text.splitlines()[0]
    action = actions.create_action(
        title=str(_("Giải quyết vướng mắc: %(text)s")) % {"text": first[:400]},
        detail=row.text,
        origin=ActionOrigin.DIFFICULTY,
        lead_agency=lead_agency,
        coordinating=[row.agency] if lead_agency is not None and lead_agency.pk != row.agency_id else [],
        due_on=due_on,
        record=row,
        user=user,
    )
    subject = known_subject(row) if row.record_id is not None else None
    if subject is not None and subject.difficulty is not None:
        subject.difficulty(
            record=subject.visible_to(user).get(pk=row.record_id),
            text=row.text,
            action=action,
            agency=row.agency,
            user=user,
            today=today,
        )


def _note(row: ChangeRequest, *, user: Any, today: date, **_facts: Any) -> None:
    """What happened, kept where the room keeps such things."""
    subject = known_subject(row)
    if subject.note is not None:
        subject.note(
            record=subject.visible_to(user).get(pk=row.record_id),
            text=row.text,
            told_on=row.told_on,
            sent_on=localdate(row.submitted_at),
            agency=row.agency,
            user=user,
            today=today,
        )


_DEEDS: dict[str, Callable[..., None]] = {RequestKind.DIFFICULTY: _make_action, RequestKind.NOTE: _note}


def _copy_files(row: ChangeRequest, kept: Any, *, user: Any, today: date) -> None:
    """The files to the row that the agency's word became, where files hang on such rows, else to the record."""
    for target in (kept, row.record):
        if target is not None and has_files(type(target)):
            copy_files(source=row, target=target, user=user, today=today)
            return


def _give_back(
    row: ChangeRequest,
    left: list[str],
    reason: str,
    text: str,
    remarks: Mapping[str, str],
    *,
    user: Any,
    now: datetime,
) -> None:
    given = _remarks(remarks)
    text = _return_words(reason, text or "; ".join(given.get(name, "") for name in left if given.get(name)))
    for value in row.values.filter(name__in=left):
        value.decision, value.remark = Decision.RETURNED, given.get(value.name) or text[:500]
        value.save(update_fields=["decision", "remark"])
    _moved(row, RequestState.RETURNED, user=user)
    put_step(row, StepKind.PARTLY_ACCEPTED, user=user, now=now, reason=reason, text=text)


def _moved(row: ChangeRequest, state: str, *, user: Any, closed_at: datetime | None = None) -> None:
    row.state, row.reviewer, row.closed_at = state, user, closed_at
    row.save(update_fields=["state", "reviewer", "closed_at", "updated_at"])


def _return_words(reason: str, text: str) -> str:
    if reason not in ReturnReason.values:
        sentence = _("Hãy chọn lý do trả lại.")
        raise InvalidInput("reason_needed", sentence, {"reason": [sentence]})
    if not clean_line(text):
        sentence = _("Hãy ghi cho cơ quan biết cần sửa, bổ sung gì.")
        raise InvalidInput("text_needed", sentence, {"text": [sentence]})
    return clean_text(text)


def _remarks(remarks: Mapping[str, str]) -> dict[str, str]:
    return {
        name: needed_line(remark, f"remark-{name}", "")
        for name, remark in remarks.items()
        if clean_line(remark)
    }


def _waiting(request: ChangeRequest, base_version: int | None, user: Any) -> ChangeRequest:
    """The request, locked, while it waits and this person may decide."""
    row = held(request, base_version=base_version)
    if row.state != RequestState.SUBMITTED:
        raise Conflict(
            "not_waiting", _("Cập nhật này không còn chờ duyệt: cơ quan đã rút hoặc người khác đã xử lý.")
        )
    if not can_review(user, row):
        raise NotAllowed("may_not_review", _("Bạn không duyệt cập nhật này được; người soạn không tự duyệt."))
    return row
