"""Addresses below /doan/: conferences and visits of the foreign press."""

from __future__ import annotations

from django.urls import URLPattern, path

from delegations.views.conference_forms import (
    ConferenceActualsView,
    ConferenceCancelView,
    ConferenceCreateView,
    ConferenceEditView,
    ConferencePermitView,
    PressVisitCreateView,
    PressVisitEditView,
)
from delegations.views.conferences import (
    ConferenceDetailView,
    ConferenceListView,
    PressVisitDetailView,
    PressVisitListView,
)

urlpatterns: list[URLPattern] = [
    path("hoi-nghi/", ConferenceListView.as_view(), name="conferences"),
    path("hoi-nghi/them/", ConferenceCreateView.as_view(), name="conference-add"),
    path("hoi-nghi/<slug:key>/sua/", ConferenceEditView.as_view(), name="conference-edit"),
    path("hoi-nghi/<slug:key>/thuc-te/", ConferenceActualsView.as_view(), name="conference-actuals"),
    path("hoi-nghi/<slug:key>/giay-phep/", ConferencePermitView.as_view(), name="conference-permit"),
    path("hoi-nghi/<slug:key>/huy/", ConferenceCancelView.as_view(), name="conference-cancel"),
    path("hoi-nghi/<slug:key>/", ConferenceDetailView.as_view(), name="conference"),
    path("phong-vien/", PressVisitListView.as_view(), name="press_visits"),
    path("phong-vien/them/", PressVisitCreateView.as_view(), name="press_visit-add"),
    path("phong-vien/<slug:key>/sua/", PressVisitEditView.as_view(), name="press_visit-edit"),
    path("phong-vien/<slug:key>/", PressVisitDetailView.as_view(), name="press_visit"),
]
