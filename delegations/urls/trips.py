"""Addresses below /doan/: delegations: their record, people, way, days, gifts, moves."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
