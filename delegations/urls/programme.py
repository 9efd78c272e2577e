"""Addresses below /doan/: the year's programme and the limits."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
