"""Who may do what with the year's programme and the limits."""

from __future__ import annotations

from typing import Any

from delegations.enums import ProgrammeItemState
from delegations.models import Delegation, ProgrammeItem
from delegations.rules import can_write_contacts, is_focal_point


def can_keep_programme(user: Any) -> bool:
    """Who keeps the register opens a year, decides on lines, and records editions."""
    return can_write_contacts(user)


def can_propose(user: Any) -> bool:
    """The Department proposes for any agency, a focal point for its own."""
    return can_write_contacts(user) or is_focal_point(user)


def can_propose_for(user: Any, agency_id: int | None) -> bool:
    """Whether this person may propose a line of that agency."""
    return can_write_contacts(user) or (is_focal_point(user) and user.agency_id == agency_id)


def can_change_item(user: Any, item: ProgrammeItem) -> bool:
    """A line not in an edition yet is the Department's and, while only proposed, its agency's; later it is nobody's:
    an edition was approved with those words.
    """
    if item.state == ProgrammeItemState.PROPOSED:
        return can_propose_for(user, item.agency_id)
    waits = item.state == ProgrammeItemState.ACCEPTED and item.accepted_in_id is None
    return waits and can_write_contacts(user)


def can_decide(user: Any, item: ProgrammeItem) -> bool:
    """Accept or refuse, and decide anew until an edition holds the line."""
    return can_write_contacts(user) and item.accepted_in_id is None and item.state in UNDECIDED


UNDECIDED = frozenset({ProgrammeItemState.PROPOSED, ProgrammeItemState.ACCEPTED, ProgrammeItemState.REFUSED})


def can_remove(user: Any, item: ProgrammeItem) -> bool:
    """Take out at the next adjustment what an edition holds."""
    return (
        can_write_contacts(user)
        and item.accepted_in_id is not None
        and item.state == ProgrammeItemState.ACCEPTED
    )


def can_restore(user: Any, item: ProgrammeItem) -> bool:
    """Put back what was taken out, until an adjustment holds that."""
    return (
        can_write_contacts(user) and item.state == ProgrammeItemState.REMOVED and item.removed_in_id is None
    )


def can_justify(user: Any, delegation: Delegation) -> bool:
    """Who keeps delegations says why one goes over a limit, as long as it stands."""
    return can_write_contacts(user) and delegation.cancelled_on is None
