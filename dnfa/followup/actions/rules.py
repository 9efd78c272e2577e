"""Who may do what to a thing to do that they see."""

from __future__ import annotations

from typing import Any

from dnfa.accounts.enums import Role
from dnfa.accounts.rules import keeps_the_register
from dnfa.followup.models import Action


def can_edit_action(user: Any) -> bool:
    """Officer, head of division, administrator: they make, change, complete and drop things to do."""
    return keeps_the_register(user)


def can_note(user: Any, action: Action) -> bool:
    """Who keeps the register, and focal points of the agency that leads or of one that coordinates.

    Reads the coordinating agencies from memory where they were prefetched.
    """
    if can_edit_action(user):
        return True
    if not (user.is_authenticated and user.is_active and user.role == Role.FOCAL_POINT):
        return False
    involved = {action.lead_agency_id, *(link.agency_id for link in action.agency_links.all())}
    return user.agency_id in involved
