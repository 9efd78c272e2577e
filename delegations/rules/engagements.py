"""Who may record contacts and invitations; which of them a person sees is the querysets' matter."""

from __future__ import annotations

from datetime import date
from typing import Any

from delegations.models import Engagement, Invitation
from dnfa.accounts.enums import Role
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.clock import VIETNAM


def is_focal_point(user: Any) -> bool:
    """The focal point of an agency: writes for that agency only."""
    return bool(
        user.is_authenticated
        and user.is_active
        and user.role == Role.FOCAL_POINT
        and user.agency_id is not None
    )


def can_record(user: Any) -> bool:
    """The Department records every contact and invitation, a focal point those of its own agency."""
    return keeps_the_register(user) or is_focal_point(user)


def can_edit_engagement(user: Any, engagement: Engagement, today: date) -> bool:
    """Change it, take it away: the Department at any time; a focal point what its own agency wrote down on the same day.

    After that day the record may already stand in a report or be the evidence of a living tie, so the agency sends what it
    wants changed as an update (delegations/update_subjects), and the Department decides.
    """
    if keeps_the_register(user):
        return True
    author = engagement.recorded_by
    return (
        is_focal_point(user)
        and engagement.lead_agencies.filter(pk=user.agency_id).exists()
        and author is not None
        and author.agency_id == user.agency_id
        and engagement.created_at.astimezone(VIETNAM).date() == today
    )


def can_write_invitation(user: Any, invitation: Invitation) -> bool:
    """The Department, and the focal point of the agency that handles it."""
    return keeps_the_register(user) or (is_focal_point(user) and invitation.agency_id == user.agency_id)


def can_invite_many(user: Any) -> bool:
    """Lists of invitations are the Department's: it sees all partners, an agency only its own."""
    return keeps_the_register(user)
