"""Every write to contacts that are no delegation: letters, calls, online meetings, receptions, events, exchanges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import NEVER_AHEAD, EngagementKind, Initiative, MeetingMode
from delegations.models import Engagement
from delegations.rules import is_focal_point
from delegations.rules.engagements import (
    can_cancel_engagement,
    can_correct_engagement,
    can_record,
    can_reinstate_engagement,
)
from delegations.services.trips.cancelling import CANCEL_FACTS, checked_reason, refuse_future
from delegations.services.trips.common import free_key
from dnfa.accounts.models import Agency
from dnfa.core.attachments.models import Attachment
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.partial_dates import PartialDate
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked, touch
from partners.models import Partner

LINES = {
    "title_vi": 500,
    "title_en": 500,
    "place": 300,
    "head_name": 150,
    "head_title": 200,
    "document_number": 120,
}
TEXTS = ("purpose_vi", "outcome_vi")
LONGEST_TEXT = 10_000
MOST_PERSONS = 1_000_000
CHOICES = {"kind": EngagementKind, "initiative": Initiative, "mode": MeetingMode}
SCALARS = (*LINES, *TEXTS, *CHOICES, "starts_on", "ends_on", "is_recurring", "persons")
LISTS = ("partners", "lead_agencies")
# An event for everybody is with nobody in particular: who came is told by the invitations.
WITHOUT_PARTNER = frozenset({EngagementKind.EVENT, EngagementKind.AWARD})

Problems = dict[str, list[Any]]


@transaction.atomic
def record_engagement(
    *,
    title_vi: str,
    kind: str,
    starts_on: PartialDate | date | None,
    partners: Sequence[Partner],
    lead_agencies: Sequence[Agency] = (),
    user: Any,
    today: date,
    **more: Any,
) -> Engagement:
    """Write down one contact; `more` are further facts of `SCALARS` (initiative, ends_on, persons, outcome_vi …).

    A focal point records for its own agency: whatever was given, that one leads. Side effects: the record, its
    partners and agencies; from its day on it is activity with each partner (delegations/activity.py), except an
    invitation not taken up. Raises `NotAllowed`; `InvalidInput` ("unknown_field", "invalid_engagement", "secret_mark").
    """
    if not can_record(user):
        raise NotAllowed("may_not_record", _("Bạn không có quyền ghi tiếp xúc, sự kiện."))
    _refuse_unknown(more, SCALARS)
    facts = {"title_vi": title_vi, "kind": kind, "starts_on": starts_on, **more}
    record = Engagement(recorded_by=user, **{name: _clean(name, value) for name, value in facts.items()})
    agencies = [user.agency] if is_focal_point(user) else list(lead_agencies)
    _check(record, partners, agencies, user=user, today=today)
    begins = record.starts_on.year if record.starts_on else today.year
    record.key = free_key(Engagement, record.title_vi, begins, nameless=record.kind.replace("_", "-"))
    record.save()
    record.partners.set(partners)
    record.lead_agencies.set(agencies)
    record.refresh_from_db()
    return record


@transaction.atomic
def update_engagement(
    *, engagement: Engagement, changes: Mapping[str, Any], base_version: int | None, user: Any, today: date
) -> Engagement:
    """Change what is known of a contact: any of `SCALARS`, `partners`, `lead_agencies`.

    A focal point cannot give the record to another agency. Side effects: the record and its version. Raises
    `NotAllowed`, `Conflict` ("stale_version", "record_cancelled"), `InvalidInput` ("unknown_field", "invalid_engagement",
    "secret_mark").
    """
    if not can_correct_engagement(user, engagement, today):
        raise NotAllowed("may_not_record", _("Bạn không có quyền sửa tiếp xúc, sự kiện này."))
    _refuse_unknown(changes, (*SCALARS, *LISTS))
    record = locked(engagement, base_version=base_version)
    refuse_called_off(record)
    for name, value in changes.items():
        if name in SCALARS:
            setattr(record, name, _clean(name, value))
    held = list(record.partners.all())
    partners = list(changes.get("partners", held))
    led = list(record.lead_agencies.all())
    agencies = (
        led if "lead_agencies" not in changes or is_focal_point(user) else list(changes["lead_agencies"])
    )
    _check(record, partners, agencies, user=user, today=today, known=held)
    record.save()
    record.refresh_from_db()
    if {one.pk for one in held} != {one.pk for one in partners} or led != agencies:
        record.partners.set(partners)
        record.lead_agencies.set(agencies)
        touch(record)
    return record


@transaction.atomic
def withdraw_engagement(
    *, engagement: Engagement, reason: str, base_version: int | None, user: Any, today: date
) -> None:
    """Delete a record made by mistake; who may and until when is `can_edit_engagement`.

    Side effects: the record is gone, its partners' last activity is read anew without it; who, when, why and all it
    said stay in the audit trail. Raises `NotAllowed`, `InvalidInput` ("reason_missing", "secret_mark"), `Conflict`
    ("stale_version", "engagement_in_use": invitations or files hang on it).
    """
    if not can_correct_engagement(user, engagement, today):
        raise NotAllowed(
            "may_not_withdraw",
            _("Chỉ Sở Ngoại vụ được xóa bản ghi nhầm; cơ quan đã ghi chỉ xóa được trong ngày ghi."),
        )
    reason = _reason(reason)
    record = locked(engagement, base_version=base_version)
    if record.invitations.exists() or Attachment.objects.of_record(record).exists():
        raise Conflict(
            "engagement_in_use",
            _("Bản ghi này đã có lời mời hoặc tệp; không xóa được. Hãy sửa lại cho đúng."),
        )
    with because(reason):
        record.partners.clear()
        record.lead_agencies.clear()
        record.delete()


@transaction.atomic
def cancel_engagement(
    *,
    engagement: Engagement,
    reason: str,
    note: str = "",
    cancelled_on: date | None = None,
    base_version: int | None,
    user: Any,
    today: date,
) -> Engagement:
    """Call off an event or another contact from `cancelled_on` (default: today), with the coded reason (`ChangeReason`).

    Side effects: the record, which stays with its invitations, marked in calendar and feeds, and wakes no partner; its
    version. Raises `NotAllowed`; `Conflict` ("stale_version", "record_cancelled", "already_held": somebody came);
    `InvalidInput` ("never_ahead": a letter or a call is not called off, "in_future", "unknown_reason", "note_needed",
    "secret_mark").
    """
    record = locked(engagement, base_version=base_version)
    refuse_called_off(record)
    if record.kind in NEVER_AHEAD or record.starts_on is None:
        sentence = _("Chỉ hủy được việc có ngày dự định; bản ghi nhầm thì xóa.")
        raise InvalidInput("never_ahead", sentence, {"reason": [sentence]})
    if not can_cancel_engagement(user, record, today):
        raise _may_not_call_off()
    if record.invitations.filter(attended=True).exists():
        raise Conflict("already_held", _("Đã ghi có đối tác đến dự nên không hủy được."))
    note = checked_reason(reason, note)
    day = cancelled_on or today
    refuse_future(day, today, "cancelled_on")
    return _given_up(record, day, reason, note)


@transaction.atomic
def reinstate_engagement(
    *, engagement: Engagement, reason: str, base_version: int | None, user: Any, today: date
) -> Engagement:
    """Take up again what was called off; `reason` stays in the audit trail with what stood before.

    Side effects: the record and its version. Raises `NotAllowed`; `Conflict` ("stale_version", "not_cancelled");
    `InvalidInput` ("reason_missing", "secret_mark").
    """
    reason = _reason(reason)
    record = locked(engagement, base_version=base_version)
    if record.cancelled_on is None:
        raise Conflict("not_cancelled", _("Việc này không bị hủy."))
    if not can_reinstate_engagement(user, record, today):
        raise _may_not_call_off()
    with because(reason):
        return _given_up(record, None, "", "")


def refuse_called_off(record: Engagement) -> None:
    """Raise `Conflict` ("record_cancelled"): what was called off is neither changed nor called off again."""
    if record.cancelled_on is not None:
        raise Conflict("record_cancelled", _("Việc này đã hủy; hãy khôi phục trước."))


# --- inside ----------------------------------------------------------------------
def _given_up(record: Engagement, day: date | None, reason: str, note: str) -> Engagement:
    record.cancelled_on, record.cancel_reason, record.cancel_note = day, reason, note
    record.save(update_fields=[*CANCEL_FACTS, "updated_at"])
    record.refresh_from_db()
    return record


def _may_not_call_off() -> NotAllowed:
    sentence = _("Sở Ngoại vụ hủy, khôi phục sự kiện; cơ quan chủ trì làm được trước ngày diễn ra.")
    return NotAllowed("may_not_cancel", sentence)


def _reason(text: str) -> str:
    reason = clean_line(text)
    if not reason:
        raise InvalidInput("reason_missing", _("Hãy ghi lý do."), {"reason": [_("Hãy ghi lý do.")]})
    refuse_secret(reason=reason)
    return reason


def _refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise InvalidInput(
            "unknown_field",
            _("Có trường không ghi được ở đây."),
            {name: [_("Trường này không ghi được.")] for name in unknown},
        )


def _clean(name: str, value: Any) -> Any:
    if name in LINES:
        return clean_line(value or "")
    if name in TEXTS:
        return (value or "").strip()
    if name in {"starts_on", "ends_on"} and isinstance(value, date):
        return PartialDate.of(value)
    if name in CHOICES:
        return value or ""
    return value


def _check(
    record: Engagement,
    partners: Sequence[Partner],
    agencies: Sequence[Agency],
    *,
    user: Any,
    today: date,
    known: Sequence[Partner] = (),
) -> None:
    refuse_secret(**{name: getattr(record, name) for name in (*LINES, *TEXTS)})
    problems = {
        **wrong_words(record),
        **wrong_days(record, today),
        **_wrong_sides(record, partners, user, known),
    }
    if not agencies:
        problems["lead_agencies"] = [_("Hãy chọn cơ quan chủ trì.")]
    if problems:
        raise InvalidInput("invalid_engagement", _("Chưa ghi được tiếp xúc, sự kiện."), problems)


def wrong_words(record: Engagement) -> Problems:
    """What is wrong with texts, choices and numbers, by field; asks the database nothing (tables are checked with it too)."""
    problems: Problems = {}
    if not record.title_vi:
        problems["title_vi"] = [_("Hãy ghi nội dung trong một câu.")]
    for name, most in {**LINES, **dict.fromkeys(TEXTS, LONGEST_TEXT)}.items():
        if len(getattr(record, name)) > most:
            problems[name] = [_("Dài quá %(most)s ký tự.") % {"most": most}]
    for name, choices in CHOICES.items():
        value = getattr(record, name)
        if value not in choices.values and (value or name == "kind"):
            problems[name] = [_("Hãy chọn một giá trị trong danh sách.")]
    if record.persons is not None and not 0 <= record.persons <= MOST_PERSONS:
        problems["persons"] = [_("Số người không hợp lý.")]
    return problems


def wrong_days(record: Engagement, today: date) -> Problems:
    """What is wrong with the days, by field; as above."""
    begins, ends = record.starts_on, record.ends_on
    if record.is_recurring:
        return {"starts_on": [_("Việc định kỳ không ghi ngày; hãy để trống.")]} if begins or ends else {}
    if begins is None:
        return {"starts_on": [_("Hãy ghi ngày; biết đến tháng hoặc năm cũng được.")]}
    if record.kind in NEVER_AHEAD and begins.first_day() > today:
        return {"starts_on": [_("Ngày này chưa tới; chỉ ghi việc đã làm.")]}
    if ends is not None and ends.last_day() < begins.first_day():
        return {"ends_on": [_("Ngày kết thúc không thể trước ngày bắt đầu.")]}
    return {}


def _wrong_sides(
    record: Engagement, partners: Sequence[Partner], user: Any, known: Sequence[Partner]
) -> Problems:
    if not partners:
        if record.kind in WITHOUT_PARTNER:
            return {}
        return {"partners": [_("Hãy chọn ít nhất một đối tác.")]}
    new = {one.pk for one in partners} - {one.pk for one in known}
    if Partner.objects.visible_to(user).filter(pk__in=new).count() != len(new):
        return {"partners": [_("Có đối tác không có trong danh sách của bạn.")]}
    return {}
