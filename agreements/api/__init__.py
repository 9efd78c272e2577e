"""Addresses of this room below /api/v1/."""

from __future__ import annotations

from rest_framework.routers import DefaultRouter

from agreements.api import (
    aid,
    aid_doors,
    carrying_out,
    consultation,
    expiry,
    papers,
    pipeline,
    projects,
    rates,
    records,
    reviews,
)


def register(router: DefaultRouter) -> None:
    """Put this room's resources under /api/v1/."""
    for area in (
        papers,
        records,
        pipeline,
        consultation,
        carrying_out,
        reviews,
        expiry,
        aid,
        aid_doors,
        projects,
        rates,
    ):
        area.register(router)
