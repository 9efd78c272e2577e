"""Registrations as lists, pages and the API read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from agreements.models import NgoRegistration
from agreements.project_flags import NGO_EXPIRING_DAYS
from dnfa.core.policy import parameter


def registration_rows(user: Any, as_of: date) -> QuerySet[Any]:
    """Registrations that `user` may see with `state` and `ends` as of a day."""
    soon = parameter(NGO_EXPIRING_DAYS, as_of)
    seen = NgoRegistration.objects.visible_to(user).with_state(as_of, expiring_days=soon)
    return seen.select_related("partner__country", "legal_basis")
