"""The addresses of the house."""

from __future__ import annotations

from django.urls import path

from dnfa.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
]
