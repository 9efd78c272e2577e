"""API: other contacts, invitations, attendance, quick entry."""

from __future__ import annotations

from rest_framework.routers import DefaultRouter


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
