"""API: delegations: their record, people, way, days, gifts, moves."""

from __future__ import annotations

from rest_framework.routers import DefaultRouter


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
