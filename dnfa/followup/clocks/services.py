"""What a person may do with a clock: say that it need not be followed, and take that back. The rest is derived."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import VersionedModel, locked, touch
from dnfa.followup.clocks.sync import sync_clocks
from dnfa.followup.models import Clock

LONGEST_REASON = 500
# Who may say that a deadline of the law need not be followed here: those who follow them, and their head.
MAY_WAIVE = frozenset({Role.OFFICER, Role.HEAD})


def can_waive(user: Any) -> bool:
    """Whether this person may waive a clock they see, or take that back."""
    return bool(user.is_authenticated and user.is_active and user.role in MAY_WAIVE)


def waive_clock(*, clock: Clock, reason: str, user: User | AnonymousUser, today: date) -> Clock:
    """Stop asking for a duty from `today` on, with the reason why; the clock stays in the record's list.

    Side effects: writes `waived_on`, `waived_by`, `waive_reason`; the reason goes into the audit trail; a versioned
    record counts the change. The sync leaves the waiver alone. Raises `NotAllowed` ("may_not_waive"), `InvalidInput`
    ("invalid_waiver", "secret_mark"), `Conflict` ("clock_done", "clock_waived").
    """
    officer = _allowed(user)
    reason = " ".join(reason.split())
    problem = None
    if not reason:
        problem = _("Hãy ghi lý do bỏ qua thời hạn.")
    elif len(reason) > LONGEST_REASON:
        problem = _("Lý do dài quá 500 ký tự.")
    if problem is not None:
        raise InvalidInput("invalid_waiver", _("Chưa bỏ qua được thời hạn."), {"reason": [problem]})
    refuse_secret(reason=reason)
    with transaction.atomic():
        record = _locked_record(clock)
        clock = Clock.objects.select_for_update().get(pk=clock.pk)
        if clock.done_on is not None:
            raise Conflict("clock_done", _("Việc này đã làm xong, không cần bỏ qua thời hạn."))
        if clock.waived_on is not None:
            raise Conflict("clock_waived", _("Thời hạn này đã được bỏ qua."))
        clock.waived_on, clock.waived_by, clock.waive_reason = today, officer, reason
        _save(clock, record, reason)
    return clock


def unwaive_clock(*, clock: Clock, user: User | AnonymousUser) -> Clock:
    """Ask for the duty again at once.

    Side effects: empties `waived_on`, `waived_by`, `waive_reason` (the audit trail keeps what stood there); a
    versioned record counts the change; then the record's clocks are synced, so that a clock which only its waiver
    kept goes. Raises `NotAllowed` ("may_not_waive"), `Conflict` ("clock_not_waived").
    """
    _allowed(user)
    with transaction.atomic():
        record = _locked_record(clock)
        clock = Clock.objects.select_for_update().get(pk=clock.pk)
        if clock.waived_on is None:
            raise Conflict("clock_not_waived", _("Thời hạn này không ở trạng thái bỏ qua."))
        clock.waived_on, clock.waived_by, clock.waive_reason = None, None, ""
        _save(clock, record, str(_("Tính lại thời hạn đã bỏ qua")))
        if record is not None:
            sync_clocks(record=record)
    return clock


def _allowed(user: User | AnonymousUser) -> User:
    if isinstance(user, User) and can_waive(user):
        return user
    raise NotAllowed("may_not_waive", _("Chỉ chuyên viên và trưởng phòng Sở Ngoại vụ được bỏ qua thời hạn."))


def _locked_record(clock: Clock) -> Any:
    """The record, locked before the clock as every service does; None when it is gone."""
    record = clock.record
    return locked(record, base_version=None) if isinstance(record, VersionedModel) else record


def _save(clock: Clock, record: Any, reason: str) -> None:
    with because(reason):
        clock.save(update_fields=["waived_on", "waived_by", "waive_reason", "updated_at"])
    if isinstance(record, VersionedModel):
        touch(record)
