"""Pages of projects and aid: list and page, forms, lists of one, deeds, money, reports."""

from __future__ import annotations

from agreements.views.projects.pages import ProjectDetailView, ProjectListView

__all__ = ["ProjectDetailView", "ProjectListView"]
