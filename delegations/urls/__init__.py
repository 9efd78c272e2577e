"""Addresses below /doan/: fixed words first, a delegation's key last."""

from __future__ import annotations

from delegations.urls import (
    conferences,
    engagements,
    exchange,
    matching,
    outcomes,
    programme,
    statistics,
    trips,
)

app_name = "delegations"
urlpatterns = [
    *programme.urlpatterns,
    *outcomes.urlpatterns,
    *conferences.urlpatterns,
    *engagements.urlpatterns,
    *statistics.urlpatterns,
    *matching.urlpatterns,
    *exchange.urlpatterns,
    *trips.urlpatterns,
]
