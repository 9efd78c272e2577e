"""Addresses of attached files; included at tep/."""

from __future__ import annotations

from django.urls import path

from dnfa.accounts import file_views

app_name = "files"
urlpatterns = [
    path("them/<slug:code>/<int:pk>/", file_views.attach, name="attach"),
    path("<int:pk>/", file_views.detail, name="detail"),
    path("<int:pk>/tai-ve/", file_views.download, name="download"),
    path("<int:pk>/xem/", file_views.raw, name="raw"),
    path("<int:pk>/rut/", file_views.withdraw, name="withdraw"),
]
