"""Pages of this room."""

from __future__ import annotations

from agreements.views.papers import (
    AgreementDetailView,
    AgreementListView,
    SigningListView,
    country_names,
    partner_names,
    status_label,
)

__all__ = [
    "AgreementDetailView",
    "AgreementListView",
    "SigningListView",
    "country_names",
    "partner_names",
    "status_label",
]
