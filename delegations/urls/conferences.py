"""Addresses below /doan/: conferences and visits of the foreign press; deeds name the key `pk` (DeedView)."""

from __future__ import annotations

from django.urls import URLPattern, path

from delegations.views import conference_forms as forms
from delegations.views import conferences as pages
from dnfa.updates.views.requests import BeginAbout

ONE = "hoi-nghi/<slug:key>/"
DEED = "hoi-nghi/<slug:pk>/"

urlpatterns: list[URLPattern] = [
    path("hoi-nghi/", pages.ConferenceListView.as_view(), name="conferences"),
    path("hoi-nghi/them/", forms.ConferenceCreateView.as_view(), name="conference-add"),
    path(f"{ONE}cap-nhat/", BeginAbout.as_view(code="conference"), name="conference-update"),
    path(f"{ONE}sua/", forms.ConferenceEditView.as_view(), name="conference-edit"),
    path(f"{ONE}giay-phep/", forms.ConferencePermitView.as_view(), name="conference-permit"),
    path(f"{ONE}ke-hoach-nam/", forms.ConferencePlanStatusView.as_view(), name="conference-plan-status"),
    path(f"{DEED}thuc-te/", forms.ConferenceActualsView.as_view(), name="conference-actuals"),
    path(f"{DEED}huy/", forms.ConferenceCancelView.as_view(), name="conference-cancel"),
    path(f"{DEED}khoi-phuc/", forms.ConferenceReinstateView.as_view(), name="conference-reinstate"),
    path(ONE, pages.ConferenceDetailView.as_view(), name="conference"),
    path("phong-vien/", pages.PressVisitListView.as_view(), name="press_visits"),
    path("phong-vien/them/", forms.PressVisitCreateView.as_view(), name="press_visit-add"),
    path("phong-vien/<slug:key>/sua/", forms.PressVisitEditView.as_view(), name="press_visit-edit"),
    path("phong-vien/<slug:key>/", pages.PressVisitDetailView.as_view(), name="press_visit"),
]
