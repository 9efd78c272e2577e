"""Addresses below /doan/: statistics of delegations."""

from __future__ import annotations

from django.urls import path

from delegations.views.statistics import DelegationStatisticsView

urlpatterns = [path("thong-ke/", DelegationStatisticsView.as_view(), name="statistics")]
