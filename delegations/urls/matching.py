"""Addresses below /doan/: trip matching and whom to invite."""

from __future__ import annotations

from django.urls import URLPattern, path

from delegations.views import matching, proposals

urlpatterns: list[URLPattern] = [
    path("goi-y/", matching.TripMatchingView.as_view(), name="matching"),
    path(
        "loi-moi/su-kien/<slug:key>/goi-y/",
        proposals.EventProposalsView.as_view(),
        name="event-proposals",
    ),
    path(
        "loi-moi/hoi-nghi/<slug:key>/goi-y/",
        proposals.ConferenceProposalsView.as_view(),
        name="conference-proposals",
    ),
    path("<slug:key>/doi-tac-gan/", matching.NearbyView.as_view(), name="trip-nearby"),
    path("<slug:pk>/doi-tac-gan/<slug:partner>/", matching.AddStopView.as_view(), name="trip-nearby-add"),
]
