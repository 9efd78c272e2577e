"""Addresses below /doan/: other contacts, invitations, attendance, quick entry."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
