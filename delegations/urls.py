from __future__ import annotations

from django.urls import path

from delegations.views import DelegationListView, EngagementListView

app_name = "delegations"
urlpatterns = [
    path("", DelegationListView.as_view(), name="list"),
    path("tiep-xuc/", EngagementListView.as_view(), name="engagements"),
]
