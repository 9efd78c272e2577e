"""Addresses below /doan/: reports of results, obligations, their deadlines."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
