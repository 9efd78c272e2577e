"""Whether a delegation or conference is in the year's programme, or outside it and why."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction, PlanStatus, ProgrammeItemKind, ProgrammeItemState
from delegations.models import Delegation, PlannedRecord, ProgrammeItem
from delegations.rules import can_write_contacts
from delegations.services.programme.common import Problems, refuse, too_long
from dnfa.core.errors import NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked

LONGEST = {"reason": 500, "document": 120}
Record = TypeVar("Record", bound=PlannedRecord)


def item_kind_of(record: PlannedRecord) -> str:
    """The kind of line that plans such a record."""
    if not isinstance(record, Delegation):
        return ProgrammeItemKind.CONFERENCE
    is_out = record.direction == Direction.OUT
    return ProgrammeItemKind.DELEGATION_OUT if is_out else ProgrammeItemKind.DELEGATION_IN


@transaction.atomic
def set_plan_status(
    *,
    record: Record,
    status: str,
    programme_item: ProgrammeItem | None = None,
    reason: str = "",
    document: str = "",
    base_version: int | None = None,
    user: Any,
    today: date,
) -> Record:
    """Say that a delegation or conference carries out a line of the programme, or stands outside it with a reason and the
    document that allowed it; `status` empty takes both back.

    The document may follow later: out of plan is told at once, the approval when it comes. Side effects: the record.
    Raises `NotAllowed` ("may_not_plan"), `Conflict` ("stale_version"), `InvalidInput` ("invalid_plan": no line or one
    of another kind or not in the programme, no reason; "secret_mark").
    """
    del today
    if not can_write_contacts(user):
        raise NotAllowed("may_not_plan", _("Chỉ Sở Ngoại vụ ghi việc trong hay ngoài chương trình năm."))
    lines = {"reason": clean_line(reason), "document": clean_line(document)}
    refuse(
        "invalid_plan",
        {**_wrong(record, status, programme_item, lines["reason"]), **too_long(lines, LONGEST)},
    )
    refuse_secret(**lines)
    fresh = locked(record, base_version=base_version)
    is_outside = status == PlanStatus.OUT_OF_PLAN
    fresh.plan_status = status
    fresh.programme_item = programme_item if status == PlanStatus.IN_PLAN else None
    fresh.out_of_plan_reason = lines["reason"] if is_outside else ""
    fresh.out_of_plan_document = lines["document"] if is_outside else ""
    fresh.save()
    fresh.refresh_from_db()
    return fresh


def _wrong(record: PlannedRecord, status: str, item: ProgrammeItem | None, reason: str) -> Problems:
    if status not in {"", *PlanStatus.values}:
        return {"status": [_("Hãy chọn trong kế hoạch hay ngoài kế hoạch.")]}
    if status == PlanStatus.OUT_OF_PLAN and not reason:
        return {"reason": [_("Hãy ghi lý do ngoài kế hoạch.")]}
    if status != PlanStatus.IN_PLAN:
        return {}
    if item is None:
        return {"programme_item": [_("Hãy chọn mục trong chương trình năm.")]}
    if item.kind != item_kind_of(record):
        return {"programme_item": [_("Mục này thuộc loại khác.")]}
    if item.state != ProgrammeItemState.ACCEPTED:
        return {"programme_item": [_("Mục này không có trong chương trình.")]}
    return {}
