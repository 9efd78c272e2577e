"""Pages of this room."""

from __future__ import annotations

from agreements.views.papers import (
    AgreementDetailView,
    AgreementListView,
    ProjectDetailView,
    ProjectListView,
    SigningListView,
    country_names,
    partner_names,
    side_names,
    status_label,
)

__all__ = [
    "AgreementDetailView",
    "AgreementListView",
    "ProjectDetailView",
    "ProjectListView",
    "SigningListView",
    "country_names",
    "partner_names",
    "side_names",
    "status_label",
]
