from __future__ import annotations

from django.urls import path

from delegations.views.contacts import (
    DelegationDetailView,
    DelegationListView,
    EngagementDetailView,
    EngagementListView,
)

urlpatterns = [
    path("", DelegationListView.as_view(), name="list"),
    path("tiep-xuc/", EngagementListView.as_view(), name="engagements"),
    path("tiep-xuc/<slug:key>/", EngagementDetailView.as_view(), name="engagement"),
    path("<slug:key>/", DelegationDetailView.as_view(), name="detail"),
]
