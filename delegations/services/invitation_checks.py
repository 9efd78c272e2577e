"""What can be wrong with an invitation, by field, told without asking the database: services and tables check with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from delegations.enums import InvitationSide
from delegations.invitation_days import days_of, days_on
from delegations.models import Invitation
from dnfa.core.display import display_value

MOST_PERSONS = 100_000

Problems = dict[str, list[Any]]


def first_day(invitation: Invitation) -> date | None:
    """The first day on which somebody can have come."""
    occasion = invitation.event or invitation.conference
    if occasion is not None and occasion.starts_on is not None:
        begins: date = occasion.starts_on.first_day()
        return begins
    return days_on(invitation)[0]


def wrong_days(record: Invitation, today: date) -> Problems:
    """What is wrong with the days."""
    problems: Problems = {}
    sent_on: date | None = record.sent_on  # a form may leave it empty, whatever the column says
    if sent_on is None:
        problems["sent_on"] = [_("Cần đủ ngày, tháng và năm.")]
        return problems
    if record.sent_on > today and record.side == InvitationSide.RECEIVED:
        problems["sent_on"] = [_("Ngày nhận thư mời chưa tới.")]
    if record.answer_by and record.answer_by < record.sent_on:
        problems["answer_by"] = [_("Hạn trả lời không thể trước ngày gửi, ngày nhận.")]
    if record.event_from and record.event_to and record.event_to < record.event_from:
        problems["event_to"] = [_("Ngày kết thúc không thể trước ngày bắt đầu.")]
    if record.answered_on and record.answered_on < record.sent_on:
        problems["sent_on"] = [_("Lời mời này đã được trả lời trước ngày đó.")]
    return problems


def wrong_occasion_days(record: Invitation, given: Mapping[str, Any]) -> Problems:
    """Days that were typed otherwise than the event or conference has them, where these are already read."""
    begins, ends = days_of(record.event or record.conference)
    held = {"event_from": begins, "event_to": ends}
    wrong = [name for name, day in held.items() if given.get(name) not in (None, day)]
    if begins is None or not wrong:
        return {}
    sentence = _("Ngày lấy theo sự kiện, hội nghị trong sổ (%(days)s); dời ngày thì sửa ở đó.")
    days = " – ".join(dict.fromkeys(display_value(day) for day in (begins, ends)))
    return {name: [sentence % {"days": days}] for name in wrong}


def wrong_attendance(
    record: Invitation, *, attended: bool | None, persons: int | None, today: date
) -> Problems:
    """What is wrong with who came, where event and conference are already read."""
    problems: Problems = {}
    begins = first_day(record)
    if attended and begins is not None and begins > today:
        problems["attended"] = [_("Sự kiện chưa diễn ra nên chưa ghi được ai đã dự.")]
    occasion = record.event or record.conference
    if attended and occasion is not None and occasion.cancelled_on is not None:
        problems["attended"] = [_("Việc này đã hủy.")]
    if persons is not None and not attended:
        problems["attended_persons"] = [_("Chỉ ghi số người khi có dự.")]
    elif persons is not None and not 1 <= persons <= MOST_PERSONS:
        problems["attended_persons"] = [_("Số người không hợp lý.")]
    return problems
