"""Who met: delegations in and out, conferences, letters, exchanges, invitations; what was planned and what came of it."""

from __future__ import annotations

from delegations.models.base import ContactRecord, PlannedRecord
from delegations.models.conference import Conference, PressVisit
from delegations.models.delegation import (
    DateChange,
    Delegation,
    DelegationMember,
    DelegationStop,
    Gift,
    ProgrammeEntry,
)
from delegations.models.engagement import Engagement, Invitation
from delegations.models.outcome import Obligation, OutcomeMeeting, OutcomeReport
from delegations.models.programme import (
    LimitJustification,
    ProgrammeItem,
    ProgrammeRevision,
    TripLimit,
    YearProgramme,
)

__all__ = [
    "Conference",
    "ContactRecord",
    "DateChange",
    "Delegation",
    "DelegationMember",
    "DelegationStop",
    "Engagement",
    "Gift",
    "Invitation",
    "LimitJustification",
    "Obligation",
    "OutcomeMeeting",
    "OutcomeReport",
    "PlannedRecord",
    "PressVisit",
    "ProgrammeEntry",
    "ProgrammeItem",
    "ProgrammeRevision",
    "TripLimit",
    "YearProgramme",
]
