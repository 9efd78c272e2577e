"""Addresses below /lich/."""

from __future__ import annotations

from django.urls import path

from dnfa.followup.calendar import views

app_name = "calendar"
urlpatterns = [
    path("", views.MonthView.as_view(), name="month"),
    path("dia-chi/", views.addresses, name="addresses"),
    path("dia-chi/<int:pk>/thu-hoi/", views.revoke, name="revoke"),
    path("nguon/<str:secret>.ics", views.feed, name="feed"),
]
