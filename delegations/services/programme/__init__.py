"""The doors of the year's programme: years and editions, lines, decisions.

What a delegation or conference has to do with it is said through `delegations.services.trips.set_plan_status`.
"""

from __future__ import annotations

from delegations.services.programme.decisions import decide_items, remove_item, restore_item
from delegations.services.programme.items import propose_item, update_item, withdraw_item
from delegations.services.programme.starts import can_start, start_conference, start_delegation
from delegations.services.programme.years import approve_revision, open_programme, update_programme

__all__ = [
    "approve_revision",
    "can_start",
    "decide_items",
    "open_programme",
    "propose_item",
    "remove_item",
    "restore_item",
    "start_conference",
    "start_delegation",
    "update_item",
    "update_programme",
    "withdraw_item",
]
