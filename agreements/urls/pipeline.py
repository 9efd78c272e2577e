"""Addresses of the way to signature, and the criteria."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
