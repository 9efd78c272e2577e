"""Addresses below /thong-bao/."""

from __future__ import annotations

from django.urls import path

from dnfa.followup import notice_views as views

app_name = "notices"
urlpatterns = [
    path("", views.NoticeListView.as_view(), name="list"),
    path("da-xem/", views.read_all, name="read_all"),
    path("lua-chon/", views.choices, name="choices"),
    path("<int:pk>/mo/", views.open_notice, name="open"),
]
