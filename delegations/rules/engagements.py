"""Who may record contacts and invitations; which of them a person sees is the querysets' matter."""

from __future__ import annotations

from datetime import date
from typing import Any

from delegations.enums import NEVER_AHEAD
from delegations.models import Engagement, Invitation
from delegations.rules import is_focal_point, leads
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.clock import VIETNAM


def can_record(user: Any) -> bool:
    """The Department records every contact and invitation, a focal point those of its own agency."""
    return keeps_the_register(user) or is_focal_point(user)


def can_correct_engagement(user: Any, engagement: Engagement, today: date) -> bool:
    """Take it away, attach files: the Department at any time; a focal point what its own agency wrote down on the same day.

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


def can_edit_engagement(user: Any, engagement: Engagement, today: date) -> bool:
    """Change it: the same, unless it was called off; what takes place after all is reinstated first."""
    return engagement.cancelled_on is None and can_correct_engagement(user, engagement, today)


def can_cancel_engagement(user: Any, engagement: Engagement, today: date) -> bool:
    """Call off what could lie ahead: the Department, and until its first day the agency that leads it."""
    may_lie_ahead = engagement.kind not in NEVER_AHEAD and engagement.starts_on is not None
    return may_lie_ahead and engagement.cancelled_on is None and _may_call_off(user, engagement, today)


def can_reinstate_engagement(user: Any, engagement: Engagement, today: date) -> bool:
    """Take up again what was called off: whoever may call it off."""
    return engagement.cancelled_on is not None and _may_call_off(user, engagement, today)


def _may_call_off(user: Any, engagement: Engagement, today: date) -> bool:
    begins = engagement.starts_on
    is_ahead = begins is not None and begins.first_day() > today
    return keeps_the_register(user) or (is_ahead and leads(user, engagement))


def can_write_invitation(user: Any, invitation: Invitation) -> bool:
    """The Department, and the focal point of the agency that handles it."""
    return keeps_the_register(user) or (is_focal_point(user) and invitation.agency_id == user.agency_id)


def can_invite_many(user: Any) -> bool:
    """Lists of invitations are the Department's: it sees all partners, an agency only its own."""
    return keeps_the_register(user)
