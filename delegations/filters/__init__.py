"""What can be asked of the records of this room, by area."""

from __future__ import annotations

from delegations.filters.contacts import DelegationFilter
from delegations.filters.engagements import EngagementFilter

__all__ = ["DelegationFilter", "EngagementFilter"]
