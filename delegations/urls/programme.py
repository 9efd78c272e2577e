"""Addresses below /doan/: the year's programme and the limits."""

from __future__ import annotations

from django.urls import URLPattern, path

from delegations.views import limits

urlpatterns: list[URLPattern] = [
    path("vuot-han-muc/", limits.OverLimitListView.as_view(), name="over-limits"),
    path("<slug:pk>/giai-trinh/<slug:token>/", limits.JustifyView.as_view(), name="limit-justify"),
    path(
        "<slug:pk>/rut-giai-trinh/<slug:token>/",
        limits.WithdrawJustificationView.as_view(),
        name="limit-withdraw",
    ),
]
