"""Addresses below /doan/: delegations: their record, people, way, days, gifts, moves. A key stands last."""

from __future__ import annotations

from django.urls import path

from delegations.views.trips import deeds, pages, rows
from dnfa.updates.views.requests import BeginAbout

urlpatterns = [
    path("", pages.DelegationListView.as_view(), name="list"),
    path("them/", pages.TripCreateView.as_view(), name="add"),
    path("<slug:key>/cap-nhat/", BeginAbout.as_view(code="delegation"), name="trip-update"),
    path("<slug:key>/sua/", pages.TripEditView.as_view(), name="trip-edit"),
    path("<slug:key>/chang/", rows.StopsView.as_view(), name="trip-stops"),
    path("<slug:key>/thanh-vien/", rows.PeopleView.as_view(), name="trip-people"),
    path("<slug:key>/lich-trinh/", rows.ProgrammeView.as_view(), name="trip-programme"),
    path("<slug:key>/qua-tang/", rows.GiftsView.as_view(), name="trip-gifts"),
    path("<slug:key>/van-ban-cho-phep/", deeds.DecisionView.as_view(), name="trip-decision"),
    path("<slug:key>/ke-hoach-nam/", deeds.PlanStatusView.as_view(), name="trip-plan-status"),
    path("<slug:key>/van-ban-ky/", deeds.SignedPapersView.as_view(), name="trip-signed-papers"),
    path("<slug:pk>/thuc-te/", deeds.ActualsView.as_view(), name="trip-actuals"),
    path("<slug:pk>/doi-ngay/", deeds.MoveView.as_view(), name="trip-move"),
    path("<slug:pk>/huy/", deeds.CancelView.as_view(), name="trip-cancel"),
    path("<slug:pk>/khoi-phuc/", deeds.ReinstateView.as_view(), name="trip-reinstate"),
    path("<slug:key>/", pages.DelegationDetailView.as_view(), name="detail"),
]
