"""API: conferences and visits of the foreign press."""

from __future__ import annotations

from rest_framework.routers import DefaultRouter


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
