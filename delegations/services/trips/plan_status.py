"""Whether the year's programme holds a delegation or conference; out of plan with reason and document."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction, PlanStatus, ProgrammeItemKind, ProgrammeItemState
from delegations.models import Delegation, ProgrammeItem
from delegations.models.base import PlannedRecord
from delegations.services.trips.common import cleaned, opened, refuse_reader, refused, settle
from dnfa.core.secrecy import refuse_secret

PLAN_STATUS_FACTS = ("plan_status", "programme_item", "out_of_plan_reason", "out_of_plan_document")


@transaction.atomic
def set_plan_status(
    *,
    record: PlannedRecord,
    plan_status: str,
    base_version: int | None,
    user: Any,
    programme_item: ProgrammeItem | None = None,
    reason: str = "",
    document: str = "",
) -> Any:
    """Say that a delegation or conference is in the year's programme, by the line that plans it, or out of plan, with
    the reason and the document that approved it; "" takes the statement back.

    Side effects: the four facts, the version, clocks. Nothing differing, nothing happens. Raises `NotAllowed`;
    `Conflict` ("stale_version", "record_cancelled", "record_closed"); `InvalidInput` ("unknown_plan_status",
    "item_needed", "item_of_another_kind", "item_not_accepted", "reason_needed", "secret_mark").
    """
    refuse_reader(user)
    fresh = opened(record, base_version=base_version)
    if plan_status not in {"", *PlanStatus.values}:
        raise refused("unknown_plan_status", _("Hãy chọn trong hoặc ngoài kế hoạch."), "plan_status")
    is_out = plan_status == PlanStatus.OUT_OF_PLAN
    facts: dict[str, Any] = {
        "plan_status": plan_status,
        "programme_item": programme_item if plan_status == PlanStatus.IN_PLAN else None,
        "out_of_plan_reason": cleaned("out_of_plan_reason", reason) if is_out else "",
        "out_of_plan_document": cleaned("out_of_plan_document", document) if is_out else "",
    }
    refuse_secret(reason=facts["out_of_plan_reason"], document=facts["out_of_plan_document"])
    if plan_status == PlanStatus.IN_PLAN:
        _check_item(fresh, programme_item)
    if is_out and not facts["out_of_plan_reason"]:
        raise refused("reason_needed", _("Ngoài kế hoạch cần nêu lý do."), "reason")
    if all(getattr(fresh, name) == value for name, value in facts.items()):
        return fresh
    for name, value in facts.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=[*facts, "updated_at"])
    return settle(fresh)


def item_kind(record: PlannedRecord) -> ProgrammeItemKind:
    """What kind of line of the programme plans such a record."""
    if not isinstance(record, Delegation):
        return ProgrammeItemKind.CONFERENCE
    is_out = record.direction == Direction.OUT
    return ProgrammeItemKind.DELEGATION_OUT if is_out else ProgrammeItemKind.DELEGATION_IN


def _check_item(record: PlannedRecord, item: ProgrammeItem | None) -> None:
    if item is None:
        raise refused(
            "item_needed", _("Trong kế hoạch thì cần chọn mục trong chương trình năm."), "programme_item"
        )
    if item.kind != item_kind(record):
        raise refused(
            "item_of_another_kind", _("Mục này trong chương trình năm là loại khác."), "programme_item"
        )
    if item.state != ProgrammeItemState.ACCEPTED:
        raise refused("item_not_accepted", _("Mục này chưa được đưa vào chương trình năm."), "programme_item")
