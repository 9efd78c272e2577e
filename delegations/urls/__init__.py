"""Addresses below /doan/: fixed words first, a delegation's key last."""

from __future__ import annotations

from delegations.urls import contacts

app_name = "delegations"
urlpatterns = [
    *contacts.urlpatterns,
]
