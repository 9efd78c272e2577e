"""What agencies want changed of the Scheme, and what the Department decides on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.errors import Conflict, NotAllowed
from dnfa.core.partial_dates import PartialDate
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import locked
from reports.scheme.enums import SchemeProposalKind, SchemeProposalState
from reports.scheme.models import SchemeProposal, SchemeTask
from reports.scheme.rules import (
    can_keep_scheme,
    can_send_again,
    can_withdraw,
    is_replaced,
)
from reports.scheme.services.common import (
    LONGEST_LINE,
    LONGEST_TEXT,
    clean_line,
    clean_text,
    each_once,
    refuse,
    require_keeper,
    too_long,
    wrong_order,
)
from reports.scheme.services.tasks import add_task


@transaction.atomic
def propose_task(
    *,
    title_vi: str,
    reason: str,
    lead_agency: Agency | None,
    group_code: str = "",
    task: SchemeTask | None = None,
    coordinating: Iterable[Agency] = (),
    starts_on: PartialDate | None = None,
    ends_on: PartialDate | None = None,
    agency: Agency | None = None,
    follows: SchemeProposal | None = None,
    user: Any,
    today: date,
) -> SchemeProposal:
    """Propose a task for the Scheme; with `task` another wording that takes its place. `follows`: sent again.

    The Department writes it down for `agency`; what agencies send comes through the queue. Side effects: the proposal, waiting; its
    coordinating agencies. Raises `NotAllowed` ("may_not_propose"), `Conflict` ("task_replaced",
    "proposal_settled": not returned, or sent again already), `InvalidInput` ("invalid_proposal", "secret_mark").
    """
    if not can_keep_scheme(user):
        raise NotAllowed(
            "may_not_propose", _("Chỉ Sở Ngoại vụ ghi thẳng đề xuất; cơ quan gửi đề xuất để Sở duyệt.")
        )
    if task is not None and is_replaced(task, today):
        raise Conflict("task_replaced", _("Nhiệm vụ này đã được thay bằng nhiệm vụ khác."))
    if follows is not None and not can_send_again(user, locked(follows, base_version=None), today):
        raise Conflict("proposal_settled", _("Chỉ gửi lại một lần đề xuất đã bị trả lại."))
    texts = {"title_vi": clean_text(title_vi), "reason": clean_text(reason)}
    group = task.group_code if task is not None else group_code
    problems = too_long(texts, dict.fromkeys(texts, LONGEST_TEXT)) | wrong_order(starts_on, ends_on)
    if not texts["title_vi"]:
        problems["title_vi"] = [_("Hãy ghi nội dung nhiệm vụ.")]
    if not texts["reason"]:
        problems["reason"] = [_("Hãy ghi vì sao cần bổ sung, sửa đổi.")]
    if lead_agency is None:
        problems["lead_agency"] = [_("Hãy chọn cơ quan chủ trì.")]
    if agency is None:
        problems["agency"] = [_("Hãy chọn cơ quan đề xuất.")]
    if not SchemeTask.objects.filter(group_code=group).exists():
        problems["group_code"] = [_("Hãy chọn nhóm nhiệm vụ của Đề án.")]
    refuse("invalid_proposal", problems)
    refuse_secret(**texts)
    sides: dict[str, Any] = {"lead_agency": lead_agency, "agency": agency}  # both there, or refused above
    made: SchemeProposal = SchemeProposal.objects.create(
        kind=SchemeProposalKind.ADDITION if task is None else SchemeProposalKind.AMENDMENT,
        task=task,
        group_code=group,
        **texts,
        starts_on=starts_on,
        ends_on=ends_on,
        **sides,
        author=user,
        proposed_on=today,
        follows=follows,
    )
    made.coordinating.set(each_once(coordinating))
    return made


@transaction.atomic
def accept_proposal(
    *,
    proposal: SchemeProposal,
    code: str,
    deciding_document: str,
    decided_on: date,
    base_version: int | None,
    user: Any,
    today: date,
) -> SchemeProposal:
    """Take a proposal into the Scheme by the document that decided it.

    Side effects: a task of its own (an amendment takes the place of the task it amends from that day on), with the
    agencies proposed; the proposal is settled and leads to it. Raises `NotAllowed`, `Conflict` ("stale_version",
    "proposal_settled", "task_replaced"), `InvalidInput` ("invalid_task", "secret_mark").
    """
    require_keeper(user)
    record = _waiting(proposal, base_version)
    task = add_task(
        code=code,
        group_code=record.group_code,
        title_vi=record.title_vi,
        deciding_document=deciding_document,
        decided_on=decided_on,
        leads=[record.lead_agency],
        coordinating=record.coordinating.all(),
        with_all_relevant_units=record.task is not None and record.task.with_all_relevant_units,
        starts_on=record.starts_on,
        ends_on=record.ends_on,
        replaces=record.task,
        user=user,
        today=today,
    )
    record.result = task
    return _settled(record, SchemeProposalState.ACCEPTED, task.deciding_document, user=user, today=today)


@transaction.atomic
def return_proposal(
    *, proposal: SchemeProposal, reason: str, base_version: int | None, user: Any, today: date
) -> SchemeProposal:
    """Give a proposal back to its agency with the reason; it stays, and may be sent again.

    Side effects: the proposal is settled. Raises `NotAllowed`, `Conflict` ("stale_version", "proposal_settled"),
    `InvalidInput` ("invalid_decision", "secret_mark").
    """
    require_keeper(user)
    why = _words(reason, is_needed=True)
    record = _waiting(proposal, base_version)
    return _settled(record, SchemeProposalState.RETURNED, why, user=user, today=today)


@transaction.atomic
def withdraw_proposal(
    *, proposal: SchemeProposal, reason: str = "", base_version: int | None, user: Any, today: date
) -> SchemeProposal:
    """Take a waiting proposal back: its agency, or the Department.

    Side effects: the proposal is settled. Raises `NotAllowed` ("may_not_propose"), `Conflict` ("stale_version",
    "proposal_settled"), `InvalidInput` ("invalid_decision", "secret_mark").
    """
    why = _words(reason, is_needed=False)
    record = _waiting(proposal, base_version)
    if not can_withdraw(user, record, today):
        raise NotAllowed("may_not_propose", _("Chỉ cơ quan đề xuất và Sở Ngoại vụ rút được đề xuất này."))
    return _settled(record, SchemeProposalState.WITHDRAWN, why, user=user, today=today)


def _words(reason: str, *, is_needed: bool) -> str:
    why = clean_line(reason)
    problems = too_long({"reason": why}, {"reason": LONGEST_LINE})
    if is_needed and not why:
        problems["reason"] = [_("Hãy ghi lý do.")]
    refuse("invalid_decision", problems)
    refuse_secret(reason=why)
    return why


def _waiting(proposal: SchemeProposal, base_version: int | None) -> SchemeProposal:
    record = locked(proposal, base_version=base_version)
    if record.state != SchemeProposalState.WAITING:
        raise Conflict("proposal_settled", _("Đề xuất này đã được xử lý hoặc đã rút."))
    return record


def _settled(record: SchemeProposal, state: str, note: str, *, user: Any, today: date) -> SchemeProposal:
    record.state, record.decided_on, record.decision_note = state, today, note
    record.decided_by = user if can_keep_scheme(user) else None
    record.save(update_fields=["state", "decided_on", "decision_note", "decided_by", "result", "updated_at"])
    record.refresh_from_db(fields=["version"])
    return record
