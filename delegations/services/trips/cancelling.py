"""Giving a delegation or conference up, and taking it up again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import ChangeReason
from delegations.models.base import PlannedRecord
from delegations.services.trips.common import opened, refuse_reader, refused, settle
from dnfa.core.audit import because
from dnfa.core.errors import Conflict
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked

CANCEL_FACTS = ("cancelled_on", "cancel_reason", "cancel_note")
LONGEST_NOTE = 500


@transaction.atomic
def cancel(
    *,
    record: PlannedRecord,
    cancelled_on: date,
    reason: str,
    note: str,
    base_version: int | None,
    user: Any,
    today: date,
) -> Any:
    """Give a delegation or conference up, with the coded reason (`ChangeReason`; "other" says which).

    Side effects: the record, which stays readable and counts nowhere as held; the version; clocks end. Raises
    `NotAllowed`; `Conflict` ("stale_version", "record_cancelled", "record_closed", "already_held"); `InvalidInput`
    ("in_future", "unknown_reason", "note_needed", "secret_mark").
    """
    refuse_reader(user)
    fresh = opened(record, base_version=base_version)
    refuse_held(fresh)
    note = checked_reason(reason, note)
    refuse_future(cancelled_on, today, "cancelled_on")
    return _settled(fresh, cancelled_on, reason, note)


@transaction.atomic
def reinstate(*, record: PlannedRecord, reason: str, base_version: int | None, user: Any) -> Any:
    """Take up again what was cancelled; `reason` stays in the audit trail with what stood before.

    Side effects: the record and its version; clocks run again. Raises `NotAllowed`; `Conflict` ("stale_version",
    "not_cancelled"); `InvalidInput` ("reason_needed", "secret_mark").
    """
    refuse_reader(user)
    fresh = locked(record, base_version=base_version)
    if fresh.cancelled_on is None:
        raise Conflict("not_cancelled", _("Hồ sơ này không bị hủy."))
    reason = clean_line(reason)
    if not reason:
        raise refused("reason_needed", _("Cần nêu lý do khôi phục."), "reason")
    refuse_secret(reason=reason)
    with because(reason):
        return _settled(fresh, None, "", "")


def refuse_held(record: PlannedRecord) -> None:
    """Raise `Conflict` ("already_held"): what has begun is neither moved nor given up."""
    if record.starts_on is not None:
        raise Conflict("already_held", _("Hồ sơ này ghi đã diễn ra; ngày thực tế sửa ở “Ghi nhận thực tế”."))


def refuse_future(day: date, today: date, field: str) -> None:
    """Raise `InvalidInput` ("in_future") at the field of a day that has not come."""
    if day > today:
        raise refused("in_future", _("Ngày này chưa tới."), field)


def checked_reason(reason: str, note: str) -> str:
    """The note as it is stored, after the reason was found to be one of the list, and told if it is another."""
    note = clean_line(note)[:LONGEST_NOTE]
    refuse_secret(note=note)
    if reason not in ChangeReason.values:
        raise refused("unknown_reason", _("Hãy chọn lý do."), "reason")
    if reason == ChangeReason.OTHER and not note:
        raise refused("note_needed", _("Lý do khác thì cần nói rõ."), "note")
    return note


def _settled(record: Any, cancelled_on: date | None, reason: str, note: str) -> Any:
    record.cancelled_on, record.cancel_reason, record.cancel_note = cancelled_on, reason, note
    record.save(update_fields=[*CANCEL_FACTS, "updated_at"])
    settle(record)
    record.refresh_from_db()
    return record
