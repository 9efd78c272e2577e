from __future__ import annotations

from django.urls import path

from dnfa.followup import views

app_name = "followup"
urlpatterns = [
    path("", views.FlagListView.as_view(), name="list"),
    path("<int:pk>/hoan/", views.snooze, name="snooze"),
    path("<int:pk>/nhac-lai/", views.unsnooze, name="unsnooze"),
]
