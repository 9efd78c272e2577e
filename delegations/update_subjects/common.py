"""What the kinds of this room share: who proposes, what is unfinished, sums with their currency."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from delegations.enums import TripState
from delegations.rules import can_write_contacts, leads
from delegations.rules.outcomes import is_open

UNFINISHED = (TripState.PLANNED, TripState.UNCONFIRMED, TripState.UNDER_WAY, TripState.AWAITING_REPORT)
COST = ("cost_amount", "cost_currency", "cost_source", "cost_note")


def may_propose(user: Any, record: Any) -> bool:
    """The agency that leads it, while it is neither given up nor closed; the Department for it."""
    return is_open(record) and (can_write_contacts(user) or leads(user, record))


def unfinished(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    """What is planned, under way, or still owes its report."""
    planned: Any = rows
    return planned.with_state(today).filter(state__in=UNFINISHED).prefetch_related("lead_agencies")


def with_currency(record: Any, changed: dict[str, Any]) -> dict[str, Any]:
    """An amount goes with its currency."""
    if "cost_amount" not in changed:
        return dict(changed)
    return {"cost_currency": record.cost_currency or "VND", **changed}
