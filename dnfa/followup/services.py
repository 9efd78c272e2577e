"""Every write to a flag that a person makes. What the rules do to flags is in dnfa/followup/sync.py."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import User
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.followup.models import Flag
from dnfa.followup.rules import can_snooze

LONGEST_REASON = 500


def snooze_flag(*, flag: Flag, until: date, reason: str, user: User | AnonymousUser, today: date) -> Flag:
    """Put a flag off until the end of a day; it counts in no tile and no reminder before it is over.

    Side effects: writes `snoozed_until`, `snooze_reason`, `snoozed_by`; the reason goes into the audit trail.
    Same day and reason again: nothing happens. The flag stays open: if its cause goes, it closes; if the
    cause returns later, a new flag opens, not put off. Raises `NotAllowed`, `InvalidInput`, `Conflict`.
    """
    officer = _allowed(user)
    reason = " ".join(reason.split())
    problems = {}
    if until < today:
        problems["until"] = [_("Ngày hoãn đến phải từ hôm nay trở đi.")]
    if not reason:
        problems["reason"] = [_("Hãy ghi lý do hoãn.")]
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = [_("Lý do dài quá 500 ký tự.")]
    if problems:
        raise InvalidInput("invalid_snooze", _("Chưa hoãn được cảnh báo."), problems)
    with transaction.atomic():
        flag = _locked_open(flag)
        if (flag.snoozed_until, flag.snooze_reason) != (until, reason):
            _write(flag, until=until, reason=reason, user=officer)
    return flag


def unsnooze_flag(*, flag: Flag, user: User | AnonymousUser) -> Flag:
    """Let a flag ask for attention again at once.

    Side effects: empties `snoozed_until`, `snooze_reason`, `snoozed_by`; the audit trail keeps what stood there.
    A flag that is not put off stays as it is. Raises `NotAllowed`, `Conflict`.
    """
    _allowed(user)
    with transaction.atomic():
        flag = _locked_open(flag)
        if flag.snoozed_until is not None:
            _write(flag, until=None, reason="", user=None)
    return flag


def _allowed(user: User | AnonymousUser) -> User:
    if isinstance(user, User) and can_snooze(user):
        return user
    raise NotAllowed(
        "may_not_snooze", _("Chỉ chuyên viên và trưởng phòng Sở Ngoại vụ được hoãn nhắc cảnh báo.")
    )


def _locked_open(flag: Flag) -> Flag:
    locked = Flag.objects.select_for_update().get(pk=flag.pk)
    if locked.closed_on is not None:
        raise Conflict("flag_closed", _("Cảnh báo này đã đóng vì nguyên nhân không còn."))
    return locked


def _write(flag: Flag, *, until: date | None, reason: str, user: User | None) -> None:
    flag.snoozed_until, flag.snooze_reason, flag.snoozed_by = until, reason, user
    with because(reason):
        flag.save(update_fields=["snoozed_until", "snooze_reason", "snoozed_by", "updated_at"])
