"""Every write to one invitation, sent or received: what it is to, what was answered, who came, what followed.

An invitation is no activity and no contact, whatever the answer. That somebody came is (`record_attendance`), and
so is the delegation that followed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import FOLLOWS, DeclineReason, InvitationAnswer, InvitationSide
from delegations.invitation_days import days_of
from delegations.models import Conference, Delegation, Engagement, Invitation
from delegations.rules import is_focal_point
from delegations.rules.engagements import can_record, can_write_invitation
from delegations.services.invitation_checks import (
    Problems,
    wrong_attendance,
    wrong_days,
    wrong_occasion_days,
)
from dnfa.accounts.models import Agency
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.attachments.models import Attachment
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked
from partners.models import Partner

LINES = {"occasion": 500, "document_number": 120}
LONGEST_NOTE = 10_000
ANSWER_LINES = {"answer_document": 120, "reason_note": 500}
DAYS = ("sent_on", "event_from", "event_to", "answer_by")
EDITABLE = (*LINES, *DAYS, "side", "partner", "event", "conference", "agency", "note")


@transaction.atomic
def record_invitation(
    *,
    side: str,
    partner: Partner,
    occasion: str,
    sent_on: date | None,
    agency: Agency | None = None,
    event: Engagement | None = None,
    conference: Conference | None = None,
    user: Any,
    today: date,
    **more: Any,
) -> Invitation:
    """Write down an invitation sent or received, of one partner; `more` are further facts of `EDITABLE`.

    A focal point records those its own agency handles. Its days are those of the event or conference of the register,
    where that knows them to the day. Side effects: the record; its agency then sees the partner. Raises `NotAllowed`; `InvalidInput`
    ("unknown_field", "invalid_invitation", "secret_mark"); `Conflict` ("already_invited").
    """
    if not can_record(user):
        raise NotAllowed("may_not_record", _("Bạn không có quyền ghi lời mời."))
    _refuse_unknown(more)
    facts = {"side": side, "partner": partner, "occasion": occasion, "sent_on": sent_on, "agency": agency}
    facts |= {"event": event, "conference": conference, **more}
    if is_focal_point(user):
        facts["agency"] = user.agency
    record = Invitation(recorded_by=user, **{name: _clean(name, value) for name, value in facts.items()})
    _check(record, facts, user=user, today=today, is_new_partner=True)
    record.save()
    record.refresh_from_db()
    return record


@transaction.atomic
def update_invitation(
    *, invitation: Invitation, changes: Mapping[str, Any], base_version: int | None, user: Any, today: date
) -> Invitation:
    """Change what the invitation says (`EDITABLE`); answer, attendance and delegation have doors of their own.

    Side effects: the record. Raises `NotAllowed`, `Conflict` ("stale_version", "already_invited"), `InvalidInput`.
    """
    _may_write(user, invitation)
    _refuse_unknown(changes)
    record = locked(invitation, base_version=base_version)
    partner_id = record.partner_id
    for name, value in changes.items():
        if not (name == "agency" and is_focal_point(user)):
            setattr(record, name, _clean(name, value))
    _check(record, changes, user=user, today=today, is_new_partner=record.partner_id != partner_id)
    if record.delegation is not None:
        _check_direction(record, record.delegation)
    return _saved(record)


@transaction.atomic
def answer_invitation(
    *,
    invitation: Invitation,
    answer: str,
    answered_on: date | None = None,
    reason: str = "",
    reason_note: str = "",
    answer_document: str = "",
    base_version: int | None = None,
    user: Any,
    today: date,
) -> Invitation:
    """Write down the answer: accepted, somebody else is sent, declined with its reason, or none came.

    Side effects: the record; nothing else wakes: an answer is no activity. Raises `NotAllowed`, `Conflict`
    ("stale_version", "already_answered": use `correct_answer`), `InvalidInput` ("invalid_answer", "secret_mark").
    """
    _may_write(user, invitation)
    record = locked(invitation, base_version=base_version)
    if record.answer not in {"", InvitationAnswer.NO_ANSWER}:
        raise Conflict("already_answered", _("Lời mời này đã có trả lời; hãy dùng “Sửa trả lời”."))
    said = {
        "answer": answer,
        "answered_on": answered_on,
        "reason": reason,
        "reason_note": reason_note,
        "answer_document": answer_document,
    }
    put_answer(record, said, today=today)
    return _saved(record)


@transaction.atomic
def correct_answer(
    *,
    invitation: Invitation,
    answer: str,
    why: str,
    answered_on: date | None = None,
    reason: str = "",
    reason_note: str = "",
    answer_document: str = "",
    base_version: int | None = None,
    user: Any,
    today: date,
) -> Invitation:
    """Change an answer written down wrongly, or taken back by who gave it; an empty `answer` takes it away.

    Side effects: the record; `why` goes into the audit trail. Raises `NotAllowed`, `Conflict` ("stale_version",
    "not_answered"), `InvalidInput` ("reason_missing", "invalid_answer", "secret_mark").
    """
    _may_write(user, invitation)
    why = _reason(why, "why")
    record = locked(invitation, base_version=base_version)
    if not record.answer:
        raise Conflict("not_answered", _("Lời mời này chưa có trả lời để sửa."))
    said = {
        "answer": answer,
        "answered_on": answered_on,
        "reason": reason,
        "reason_note": reason_note,
        "answer_document": answer_document,
    }
    put_answer(record, said, today=today, is_needed=False)
    with because(why):
        return _saved(record)


@transaction.atomic
def record_attendance(
    *,
    invitation: Invitation,
    attended: bool | None,
    persons: int | None = None,
    base_version: int | None = None,
    user: Any,
    today: date,
) -> Invitation:
    """Write down whether the invited side came and with how many; None: not known again.

    Side effects: the record; that somebody came is activity with the partner on the day of the event
    (delegations/activity.py). Raises `NotAllowed`, `Conflict` ("stale_version"), `InvalidInput` ("invalid_attendance":
    the event has not begun, persons without anybody coming).
    """
    _may_write(user, invitation)
    record = locked(invitation, base_version=base_version)
    wrong = wrong_attendance(record, attended=attended, persons=persons, today=today)
    _refuse("invalid_attendance", wrong)
    record.attended, record.attended_persons = attended, persons
    return _saved(record)


@transaction.atomic
def link_delegation(
    *,
    invitation: Invitation,
    delegation: Delegation | None,
    base_version: int | None = None,
    user: Any,
) -> Invitation:
    """Say which delegation followed the invitation; None: none any more.

    Side effects: the record. Raises `NotAllowed`, `Conflict` ("stale_version"), `InvalidInput` ("invalid_delegation":
    hidden from this person, or it travels the other way).
    """
    _may_write(user, invitation)
    record = locked(invitation, base_version=base_version)
    if delegation is not None:
        if not Delegation.objects.visible_to(user).filter(pk=delegation.pk).exists():
            _refuse("invalid_delegation", {"delegation": [_("Không có đoàn này.")]})
        _check_direction(record, delegation)
    record.delegation = delegation
    return _saved(record)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, reason: str, base_version: int | None, user: Any) -> None:
    """Delete an invitation written down by mistake, while it has neither answer nor attendance nor a file.

    The Department only. Side effects: the record is gone; the audit trail keeps it with the reason. Raises
    `NotAllowed`, `InvalidInput` ("reason_missing"), `Conflict` ("stale_version", "invitation_in_use").
    """
    if not keeps_the_register(user):
        raise NotAllowed("may_not_withdraw", _("Chỉ Sở Ngoại vụ được xóa lời mời ghi nhầm."))
    reason = _reason(reason, "reason")
    record = locked(invitation, base_version=base_version)
    has_files = Attachment.objects.of_record(record).exists()
    if record.answer or record.attended is not None or record.delegation_id or has_files:
        raise Conflict(
            "invitation_in_use",
            _("Lời mời này đã có trả lời, người dự, đoàn hoặc tệp; không xóa được. Hãy sửa lại cho đúng."),
        )
    with because(reason):
        record.delete()


# --- inside ----------------------------------------------------------------------
def _may_write(user: Any, invitation: Invitation) -> None:
    if not can_write_invitation(user, invitation):
        raise NotAllowed("may_not_record", _("Bạn không có quyền ghi vào lời mời này."))


def _refuse(code: str, problems: Problems) -> None:
    if problems:
        raise InvalidInput(code, _("Chưa ghi được lời mời."), problems)


def _refuse_unknown(given: Mapping[str, Any]) -> None:
    unknown = sorted(set(given) - set(EDITABLE))
    _refuse("unknown_field", {name: [_("Trường này không ghi được ở đây.")] for name in unknown})


def _reason(text: str, field: str) -> str:
    reason = clean_line(text)
    if not reason:
        raise InvalidInput("reason_missing", _("Hãy ghi lý do."), {field: [_("Hãy ghi lý do.")]})
    refuse_secret(**{field: reason})
    return reason


def _clean(name: str, value: Any) -> Any:
    if name in LINES:
        return clean_line(value or "")
    return (value or "").strip() if name == "note" else value


def _saved(record: Invitation) -> Invitation:
    record.save()
    record.refresh_from_db()
    return record


def _check(
    record: Invitation, given: Mapping[str, Any], *, user: Any, today: date, is_new_partner: bool
) -> None:
    """Refuse what is wrong; days of its own are not kept beside those of the event or conference."""
    refuse_secret(**{name: getattr(record, name) for name in (*LINES, "note")})
    problems = {
        **wrong_days(record, today),
        **wrong_occasion_days(record, given),
        **_wrong_sides(record, user, is_new_partner=is_new_partner),
    }
    if not record.occasion:
        problems["occasion"] = [_("Hãy ghi mời dự việc gì.")]
    for name, most in {**LINES, "note": LONGEST_NOTE}.items():
        if len(getattr(record, name)) > most:
            problems[name] = [_("Dài quá %(most)s ký tự.") % {"most": most}]
    _refuse("invalid_invitation", problems)
    if days_of(record.event or record.conference)[0] is not None:
        record.event_from = record.event_to = None
    for name in ("event", "conference"):
        occasion = getattr(record, name)
        if occasion is None:
            continue
        locked(occasion, base_version=None)  # who invites the same partner to it in this moment waits
        again = Invitation.objects.filter(**{name: occasion}, partner=record.partner).exclude(pk=record.pk)
        if again.exists():
            raise Conflict(
                "already_invited",
                _("Đối tác này đã có lời mời dự việc đó."),
                {"partner": [_("Đối tác này đã có lời mời dự việc đó.")]},
            )


def _wrong_sides(record: Invitation, user: Any, *, is_new_partner: bool) -> Problems:
    problems: Problems = {}
    if record.side not in InvitationSide.values:
        problems["side"] = [_("Hãy chọn bên nào mời.")]
    if is_new_partner and not Partner.objects.visible_to(user).filter(pk=record.partner_id).exists():
        problems["partner"] = [_("Không có đối tác này trong danh sách của bạn.")]
    if record.event_id and record.conference_id:
        problems["conference"] = [_("Chỉ chọn sự kiện hoặc hội nghị, không chọn cả hai.")]
    for name, model in (("event", Engagement), ("conference", Conference)):
        pk = getattr(record, f"{name}_id")
        if pk and is_new_partner and not model.objects.visible_to(user).filter(pk=pk).exists():
            problems[name] = [_("Không có bản ghi này trong danh sách của bạn.")]
    return problems


def _check_direction(record: Invitation, delegation: Delegation) -> None:
    if delegation.direction != FOLLOWS[InvitationSide(record.side)]:
        sentence = _("Theo lời mời này phải là đoàn đi chiều ngược lại.")
        _refuse("invalid_delegation", {"delegation": [sentence]})


def put_answer(record: Invitation, given: Mapping[str, Any], *, today: date, is_needed: bool = True) -> None:
    """Check an answer and put it into the record, unsaved. Raises `InvalidInput` ("invalid_answer", "secret_mark")."""
    answer, answered_on, reason = given["answer"], given["answered_on"], given["reason"]
    said = {name: clean_line(given[name]) for name in ANSWER_LINES}
    refuse_secret(**said)
    problems: Problems = {}
    if answer not in InvitationAnswer.values and (answer or is_needed):
        problems["answer"] = [_("Hãy chọn một câu trả lời.")]
    is_real = answer not in {"", InvitationAnswer.NO_ANSWER}
    if is_real and answered_on is None:
        problems["answered_on"] = [_("Cần đủ ngày, tháng và năm.")]
    if answered_on is not None and answered_on > today:
        problems["answered_on"] = [_("Ngày trả lời chưa tới.")]
    if answered_on is not None and answered_on < record.sent_on:
        problems["answered_on"] = [_("Ngày trả lời không thể trước ngày gửi, ngày nhận lời mời.")]
    if answer == InvitationAnswer.DECLINED and reason not in DeclineReason.values:
        problems["reason"] = [_("Hãy chọn lý do không nhận.")]
    if answer == InvitationAnswer.DECLINED and reason == DeclineReason.OTHER and not said["reason_note"]:
        problems["reason_note"] = [_("Hãy nói rõ lý do.")]
    for name, most in ANSWER_LINES.items():
        if len(said[name]) > most:
            problems[name] = [_("Dài quá %(most)s ký tự.") % {"most": most}]
    _refuse("invalid_answer", problems)
    is_declined = answer == InvitationAnswer.DECLINED
    record.answer = answer
    record.answered_on = answered_on if is_real else None
    record.reason = reason if is_declined else ""
    record.reason_note = said["reason_note"] if is_declined else ""
    record.answer_document = said["answer_document"] if is_real else ""
