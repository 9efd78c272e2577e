"""Addresses below /doan/: conferences and visits of the foreign press."""

from __future__ import annotations

from django.urls import URLPattern, path

from delegations.views.conferences import (
    ConferenceDetailView,
    ConferenceListView,
    PressVisitDetailView,
    PressVisitListView,
)

urlpatterns: list[URLPattern] = [
    path("hoi-nghi/", ConferenceListView.as_view(), name="conferences"),
    path("hoi-nghi/<slug:key>/", ConferenceDetailView.as_view(), name="conference"),
    path("phong-vien/", PressVisitListView.as_view(), name="press_visits"),
    path("phong-vien/<slug:key>/", PressVisitDetailView.as_view(), name="press_visit"),
]
