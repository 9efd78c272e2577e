"""Addresses of the tables brought in: every kind of table has the same."""

from __future__ import annotations

from django.urls import path

from dnfa.accounts import import_views as views

app_name = "imports"
urlpatterns = [
    path("", views.ImportListView.as_view(), name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/ghi/", views.commit, name="commit"),
    path("<int:pk>/xem-lai/", views.refresh, name="refresh"),
    path("<int:pk>/hoan-tac/", views.undo, name="undo"),
    path("<int:pk>/tai-ve/", views.download, name="download"),
    path("<slug:slug>/", views.KindView.as_view(), name="kind"),
    path("<slug:slug>/mau/", views.template, name="template"),
    path("<slug:slug>/xuat/", views.export, name="export"),
]
