"""Addresses below /thoa-thuan/du-an/: projects and aid."""

from __future__ import annotations

from django.urls import path

from agreements.views.aid import AidTotalsView
from agreements.views.projects import ProjectDetailView, ProjectListView

urlpatterns = [
    path("vien-tro/", AidTotalsView.as_view(), name="aid_totals"),
    path("du-an/", ProjectListView.as_view(), name="projects"),
    path("du-an/<slug:key>/", ProjectDetailView.as_view(), name="project"),
]
