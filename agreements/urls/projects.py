"""Addresses below /thoa-thuan/du-an/: projects and aid."""

from __future__ import annotations

from django.urls import path

from agreements.views.projects import ProjectDetailView, ProjectListView

urlpatterns = [
    path("du-an/", ProjectListView.as_view(), name="projects"),
    path("du-an/<slug:key>/", ProjectDetailView.as_view(), name="project"),
]
