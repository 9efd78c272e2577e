"""Verbs on the city's limits on delegations abroad."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q


class TripLimitQuerySet(models.QuerySet[Any]):
    """Limits with the days from and to which they hold."""

    def visible_to(self, user: Any) -> TripLimitQuerySet:
        """All for whoever is signed in: they are the city's rules for every agency."""
        return self if user.is_authenticated and user.is_active else self.none()

    def holding_on(self, day: date) -> TripLimitQuerySet:
        """Those in force on the day, its first and last day included."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)
