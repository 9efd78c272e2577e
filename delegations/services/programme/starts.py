"""From a line of the programme to the record that carries it out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction, PlanStatus, ProgrammeItemKind, ProgrammeItemState
from delegations.models import Delegation, ProgrammeItem
from delegations.services.trips import plan_delegation, set_plan_status
from dnfa.core.errors import Conflict

DIRECTIONS = {
    ProgrammeItemKind.DELEGATION_OUT: Direction.OUT,
    ProgrammeItemKind.DELEGATION_IN: Direction.IN,
}


def can_start_delegation(item: ProgrammeItem) -> bool:
    """Whether the line plans a delegation and stands in the programme."""
    return item.kind in DIRECTIONS and item.state == ProgrammeItemState.ACCEPTED


@transaction.atomic
def start_delegation(
    *,
    item: ProgrammeItem,
    title_vi: str,
    planned_starts_on: date,
    planned_ends_on: date | None = None,
    planned_persons: int | None = None,
    user: Any,
    today: date,
) -> Delegation:
    """Open the record of the delegation that a line plans, with what the line says, in plan by that line.

    A line may have several (a programme of three visits). Side effects: those of `plan_delegation` and
    `set_plan_status`. Raises what they raise, and `Conflict` ("item_starts_nothing": a conference, or not accepted).
    """
    if not can_start_delegation(item):
        raise Conflict(
            "item_starts_nothing", _("Chỉ mở được hồ sơ đoàn từ mục đoàn ra, đoàn vào có trong chương trình.")
        )
    made = plan_delegation(
        title_vi=title_vi,
        direction=DIRECTIONS[ProgrammeItemKind(item.kind)],
        planned_starts_on=planned_starts_on,
        planned_ends_on=planned_ends_on,
        planned_persons=planned_persons,
        partners=list(item.partners.all()),
        lead_agencies=[item.agency],
        rows={"stops": [{"country": country} for country in item.countries.order_by("code")]},
        head_title=item.head_title,
        head_rank=item.head_rank,
        purpose_vi=item.purpose,
        cost_amount=item.cost_amount,
        cost_currency=item.cost_currency,
        cost_source=item.cost_source,
        user=user,
        today=today,
    )
    planned: Delegation = set_plan_status(
        record=made, plan_status=PlanStatus.IN_PLAN, programme_item=item, base_version=None, user=user
    )
    return planned
