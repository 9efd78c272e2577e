"""From a line of the programme to the record that carries it out."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction, PlanStatus, ProgrammeItemKind, ProgrammeItemState
from delegations.models import Conference, Delegation, ProgrammeItem
from delegations.models.base import PlannedRecord
from delegations.services.conferences import plan_conference
from delegations.services.trips import plan_delegation, set_plan_status
from dnfa.core.errors import Conflict
from dnfa.core.versions import locked

Record = TypeVar("Record", bound=PlannedRecord)
DIRECTIONS = {
    ProgrammeItemKind.DELEGATION_OUT: Direction.OUT,
    ProgrammeItemKind.DELEGATION_IN: Direction.IN,
}


def can_start(item: ProgrammeItem) -> bool:
    """Whether a record can be opened from the line: it stands in the programme."""
    return item.state == ProgrammeItemState.ACCEPTED


@transaction.atomic
def start_delegation(
    *,
    item: ProgrammeItem,
    title_vi: str,
    planned_starts_on: date | None,
    planned_ends_on: date | None = None,
    planned_persons: int | None = None,
    user: Any,
    today: date,
) -> Delegation:
    """Open the record of the delegation that a line plans, with what the line says, in plan by that line.

    A line may have several (a programme of three visits). Side effects: those of `plan_delegation` and
    `set_plan_status`. Raises what they raise, and `Conflict` ("item_starts_nothing": another kind, or not accepted).
    """
    item = locked(item, base_version=None)
    direction = DIRECTIONS.get(ProgrammeItemKind(item.kind))
    if direction is None or not can_start(item):
        raise _starts_nothing()
    made = plan_delegation(
        title_vi=title_vi,
        direction=direction,
        planned_starts_on=planned_starts_on,
        planned_ends_on=planned_ends_on,
        planned_persons=planned_persons,
        partners=list(item.partners.all()),
        lead_agencies=[item.agency],
        rows={"stops": [{"country": country} for country in item.countries.order_by("code")]},
        head_title=item.head_title,
        head_rank=item.head_rank,
        user=user,
        today=today,
        **_shared(item),
    )
    return _in_plan(made, item, user)


@transaction.atomic
def start_conference(
    *,
    item: ProgrammeItem,
    part: str,
    title_vi: str,
    planned_starts_on: date | None,
    planned_ends_on: date | None = None,
    planned_persons: int | None = None,
    user: Any,
    today: date,
) -> Conference:
    """Open the record of the conference that a line plans; the line does not say which `part` the city has in it.

    Side effects: those of `plan_conference` and `set_plan_status`. Raises what they raise, and `Conflict`
    ("item_starts_nothing": another kind, or not accepted).
    """
    item = locked(item, base_version=None)
    if item.kind != ProgrammeItemKind.CONFERENCE or not can_start(item):
        raise _starts_nothing()
    made = plan_conference(
        facts={
            "title_vi": title_vi,
            "part": part,
            "planned_starts_on": planned_starts_on,
            "planned_ends_on": planned_ends_on,
            "planned_persons": planned_persons,
            **_shared(item),
        },
        lists={
            "partners": list(item.partners.all()),
            "lead_agencies": [item.agency],
            "countries": list(item.countries.all()),
        },
        user=user,
        today=today,
    )
    return _in_plan(made, item, user)


def _shared(item: ProgrammeItem) -> dict[str, Any]:
    return {
        "purpose_vi": item.purpose,
        "cost_amount": item.cost_amount,
        "cost_currency": item.cost_currency,
        "cost_source": item.cost_source,
    }


def _in_plan(made: Record, item: ProgrammeItem, user: Any) -> Record:
    planned: Record = set_plan_status(
        record=made, plan_status=PlanStatus.IN_PLAN, programme_item=item, base_version=None, user=user
    )
    return planned


def _starts_nothing() -> Conflict:
    return Conflict(
        "item_starts_nothing", _("Chỉ mở được hồ sơ từ mục có trong chương trình và đúng loại của mục.")
    )
