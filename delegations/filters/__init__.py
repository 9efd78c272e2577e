"""What can be asked of the records of this room, by area."""

from __future__ import annotations

from delegations.filters.engagements import EngagementFilter
from delegations.filters.trips import DelegationFilter

__all__ = ["DelegationFilter", "EngagementFilter"]
