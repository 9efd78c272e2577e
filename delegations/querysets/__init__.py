"""Verbs on meetings and contacts, by area."""

from __future__ import annotations

from delegations.querysets.contacts import (
    ContactQuerySet,
    EngagementQuerySet,
    InvitationQuerySet,
    PlannedQuerySet,
    ProgrammeItemQuerySet,
)
from delegations.querysets.limits import TripLimitQuerySet
from delegations.querysets.outcomes import OutcomeReportQuerySet
from delegations.querysets.trips import MemberQuerySet

__all__ = [
    "ContactQuerySet",
    "EngagementQuerySet",
    "InvitationQuerySet",
    "MemberQuerySet",
    "OutcomeReportQuerySet",
    "PlannedQuerySet",
    "ProgrammeItemQuerySet",
    "TripLimitQuerySet",
]
