"""Addresses below /doan/: conferences and visits of the foreign press."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
