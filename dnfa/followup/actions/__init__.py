"""Things to do: what state one is in on a day, who may do what to it, every write, and the composed reads.

Rooms above make actions for what they follow up (a commitment, a decision of a review, a step of a renewal)
through the services here; the pages and the API of all things to do are those of this floor.
"""

from __future__ import annotations

from dnfa.followup.actions.rules import can_edit_action, can_note
from dnfa.followup.actions.services import (
    complete_action,
    create_action,
    drop_action,
    note_progress,
    reopen_action,
    set_progress,
    update_action,
)
from dnfa.followup.actions.state import (
    action_state,
    days_left,
    is_over,
)

__all__ = [
    "action_state",
    "can_edit_action",
    "can_note",
    "complete_action",
    "create_action",
    "days_left",
    "drop_action",
    "is_over",
    "note_progress",
    "reopen_action",
    "set_progress",
    "update_action",
]
