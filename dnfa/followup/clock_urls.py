from __future__ import annotations

from django.urls import path

from dnfa.followup import clock_views

app_name = "clocks"
urlpatterns = [
    path("", clock_views.ClockListView.as_view(), name="list"),
    path("quy-tac/", clock_views.ClockRuleListView.as_view(), name="rules"),
    path("<int:pk>/bo-qua/", clock_views.waive, name="waive"),
    path("<int:pk>/tinh-lai/", clock_views.unwaive, name="unwaive"),
]
