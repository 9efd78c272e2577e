"""Every change of a delegation: planned, decided, moved, carried out, given up; one door for each (docs/delegations.md)."""

from __future__ import annotations

from delegations.services.trips.deeds import (
    cancel_delegation,
    decide,
    link_agreements,
    move_delegation,
    record_actuals,
    reinstate_delegation,
)
from delegations.services.trips.plan_status import set_plan_status
from delegations.services.trips.record import plan_delegation, update_delegation
from delegations.services.trips.rows import set_gifts, set_people, set_programme, set_stops

__all__ = [
    "cancel_delegation",
    "decide",
    "link_agreements",
    "move_delegation",
    "plan_delegation",
    "record_actuals",
    "reinstate_delegation",
    "set_gifts",
    "set_people",
    "set_plan_status",
    "set_programme",
    "set_stops",
    "update_delegation",
]
