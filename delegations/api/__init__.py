"""Addresses of this room below /api/v1/."""

from __future__ import annotations

from rest_framework.routers import DefaultRouter

from delegations.api import conferences, engagements, matching, outcomes, programme, statistics, trips


def register(router: DefaultRouter) -> None:
    """Put this room's resources under /api/v1/."""
    for area in (trips, programme, outcomes, conferences, engagements, statistics, matching):
        area.register(router)
