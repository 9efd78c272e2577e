"""Addresses below /thoa-thuan/vien-tro/: what aid comes to, and projects for aid databases."""

from __future__ import annotations

from django.urls import path

from agreements.views.aid import AidTotalsView, IatiView

urlpatterns = [
    path("vien-tro/", AidTotalsView.as_view(), name="aid_totals"),
    path("vien-tro/iati/", IatiView.as_view(), name="iati"),
]
