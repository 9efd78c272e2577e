from __future__ import annotations

from django.urls import path

from agreements import import_views as views

app_name = "imports"
urlpatterns = [
    path("", views.ImportListView.as_view(), name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/ghi/", views.commit, name="commit"),
    path("<int:pk>/xem-lai/", views.refresh, name="refresh"),
    path("<int:pk>/hoan-tac/", views.undo, name="undo"),
    path("<int:pk>/tai-ve/", views.download, name="download"),
]
