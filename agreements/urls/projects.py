"""Addresses below /thoa-thuan/du-an/: projects and aid."""

from __future__ import annotations

from django.urls import path

from agreements.views.projects import deeds, money, pages, rows
from dnfa.updates.views.requests import BeginAbout

urlpatterns = [
    path("du-an/", pages.ProjectListView.as_view(), name="projects"),
    path("du-an/them/", pages.ProjectCreateView.as_view(), name="project-add"),
    path("du-an/viec/<int:pk>/bo/", deeds.EventRemoveView.as_view(), name="project-event-remove"),
    path("du-an/bao-cao/<int:pk>/sua/", deeds.ReportCorrectView.as_view(), name="project-report-correct"),
    path("du-an/bao-cao/<int:pk>/bo/", deeds.ReportRemoveView.as_view(), name="project-report-remove"),
    path("du-an/dong-tien/<int:pk>/so-dung/", money.LineSetRightView.as_view(), name="project-line-right"),
    path("du-an/dong-tien/<int:pk>/ty-gia/", money.LineRateView.as_view(), name="project-line-rate"),
    path("du-an/<slug:key>/sua/", pages.ProjectEditView.as_view(), name="project-edit"),
    path("du-an/<slug:key>/cac-ben/", rows.SidesView.as_view(), name="project-sides"),
    path("du-an/<slug:key>/co-quan/", rows.BodiesView.as_view(), name="project-bodies"),
    path("du-an/<slug:key>/ket-qua/", rows.ResultsView.as_view(), name="project-results"),
    path("du-an/<slug:pk>/viec/them/", deeds.EventAddView.as_view(), name="project-event-add"),
    path("du-an/<slug:pk>/so-tien/", money.LineAddView.as_view(), name="project-line-add"),
    path("du-an/<slug:pk>/bao-cao/", deeds.ReportAddView.as_view(), name="project-report-add"),
    path("du-an/<slug:key>/cap-nhat/", BeginAbout.as_view(code="project"), name="project-update"),
    path("du-an/<slug:key>/", pages.ProjectDetailView.as_view(), name="project"),
]
