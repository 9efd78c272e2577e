"""Addresses of making, correcting and continuing a paper."""

from __future__ import annotations

from django.urls import URLPattern, path

from agreements.views.record_events import AddEventView, EditEventView, RemoveEventView
from agreements.views.records import (
    EarlierAttemptsView,
    EditPaperView,
    OpenDraftView,
    ReadTermView,
    RegisterPaperView,
)
from dnfa.updates.views.requests import BeginAbout

urlpatterns: list[URLPattern] = [
    path("ghi-moi/", RegisterPaperView.as_view(), name="register"),
    path("du-thao-moi/", OpenDraftView.as_view(), name="draft"),
    path("du-thao-moi/lan-truoc/", EarlierAttemptsView.as_view(), name="earlier-attempts"),
    path("doc-thoi-han/", ReadTermView.as_view(), name="read-term"),
    path("<slug:key>/cap-nhat/", BeginAbout.as_view(code="agreement"), name="update"),
    path("<slug:key>/sua/", EditPaperView.as_view(), name="edit"),
    path("<slug:key>/su-kien/them/", AddEventView.as_view(), name="event-add"),
    path("<slug:key>/su-kien/<int:pk>/sua/", EditEventView.as_view(), name="event-edit"),
    path("<slug:key>/su-kien/<int:pk>/xoa/", RemoveEventView.as_view(), name="event-remove"),
]
