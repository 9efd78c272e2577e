"""Verbs on agencies."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from dnfa.core.functions import vi_order

if TYPE_CHECKING:
    from dnfa.accounts.models import Agency  # noqa: F401  (names the model for the type checker only)


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies as of a day."""

    def existing_on(self, day: date) -> AgencyQuerySet:
        """Agencies that existed on `day`; an unknown start or end does not exclude."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__first__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__last__gte=day),
        )

    def in_vietnamese_order(self) -> AgencyQuerySet:
        return self.order_by(vi_order("name_vi"), "pk")

    def visible_to(self, user: Any) -> AgencyQuerySet:
        """Every signed-in person may read the list of agencies; nobody else may."""
        return self if user.is_authenticated and user.is_active else self.none()
