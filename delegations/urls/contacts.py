from __future__ import annotations

from django.urls import path

from delegations.views.contacts import (
    DelegationDetailView,
    DelegationListView,
)

urlpatterns = [
    path("", DelegationListView.as_view(), name="list"),
    path("<slug:key>/", DelegationDetailView.as_view(), name="detail"),
]
