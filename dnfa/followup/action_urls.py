"""Addresses below /viec-phai-lam/."""

from __future__ import annotations

from django.urls import path

from dnfa.followup import action_views as views

app_name = "actions"
urlpatterns = [
    path("", views.ActionListView.as_view(), name="list"),
    path("them/", views.ActionCreateView.as_view(), name="add"),
    path("<int:pk>/", views.ActionDetailView.as_view(), name="detail"),
    path("<int:pk>/sua/", views.ActionEditView.as_view(), name="edit"),
    path("<int:pk>/tien-do/", views.NoteView.as_view(), name="note"),
    path("<int:pk>/hoan-thanh/", views.CompleteView.as_view(), name="complete"),
    path("<int:pk>/thoi-lam/", views.DropView.as_view(), name="drop"),
    path("<int:pk>/mo-lai/", views.ReopenView.as_view(), name="reopen"),
]
