"""Verbs on meetings and contacts, by area."""

from __future__ import annotations

from delegations.querysets.contacts import (
    ContactQuerySet,
    InvitationQuerySet,
    PlannedQuerySet,
    ProgrammeItemQuerySet,
)

__all__ = ["ContactQuerySet", "InvitationQuerySet", "PlannedQuerySet", "ProgrammeItemQuerySet"]
