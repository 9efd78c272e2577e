"""Who may see and change what of a delegation, and change what of a conference; a record that is hidden answers 404
before any of this is asked.
"""

from __future__ import annotations

from typing import Any

from delegations.models import Delegation
from delegations.models.base import PlannedRecord
from delegations.rules import can_see_people, can_write_contacts
from delegations.rules.outcomes import is_open


def can_see_members(user: Any, delegation: Delegation) -> bool:
    """Who reads names: those who see the whole register, and focal points of an agency that leads the delegation.

    An agency that only coordinates, or where the delegation works, sees how many and who leads. The same in SQL is
    `DelegationMember.objects.visible_to`.
    """
    return can_see_people(user, delegation)


def can_plan(user: Any) -> bool:
    """Whoever keeps the register opens records of delegations."""
    return can_write_contacts(user)


def can_edit(user: Any, record: PlannedRecord) -> bool:
    """Whoever keeps the register, as long as the record is neither cancelled nor closed."""
    return can_write_contacts(user) and is_open(record)


def can_move(user: Any, delegation: Delegation) -> bool:
    """Planned days move until the delegation has begun."""
    return (
        can_edit(user, delegation)
        and delegation.starts_on is None
        and delegation.planned_starts_on is not None
    )


def can_cancel(user: Any, record: PlannedRecord) -> bool:
    """What has begun is no longer cancelled."""
    return can_edit(user, record) and record.starts_on is None


def can_reinstate(user: Any, record: PlannedRecord) -> bool:
    """What was cancelled may be taken up again."""
    return can_write_contacts(user) and record.cancelled_on is not None


def can_link_agreements(user: Any, delegation: Delegation) -> bool:
    """Papers signed on the trip are added even after the record is closed."""
    return can_write_contacts(user) and delegation.cancelled_on is None


def can_attach(user: Any, delegation: Delegation) -> bool:
    """Whoever keeps the register; papers of a closed or cancelled delegation still come in."""
    return can_write_contacts(user) and can_see_members(user, delegation)
