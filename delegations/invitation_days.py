"""On which days that takes place which somebody is invited to."""

from __future__ import annotations

from datetime import date

from delegations import states
from delegations.models import Conference, Engagement, Invitation
from dnfa.core.partial_dates import Precision


def days_of(occasion: Engagement | Conference | None) -> tuple[date | None, date | None]:
    """First and last day of an event or conference, as far as known to the day; of what is only planned, the plan's."""
    if occasion is None:
        return None, None
    told = [day for day in (occasion.starts_on, occasion.ends_on) if day is not None]
    if any(day.precision != Precision.DAY for day in told):
        return None, None
    if isinstance(occasion, Conference):
        return states.first_day(occasion), states.last_day(occasion)
    return (told[0].first_day(), told[-1].last_day()) if occasion.starts_on else (None, None)


def days_on(invitation: Invitation) -> tuple[date | None, date | None]:
    """The days of what an invitation is to, as they stand now (SQL: `selectors_invitations.with_days`)."""
    begins, ends = days_of(invitation.event or invitation.conference)
    if begins is not None:
        return begins, ends
    return invitation.event_from, invitation.event_to or invitation.event_from
