"""Composed reads of delegations and other contacts, restricted to the reader."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from delegations.querysets import ContactQuerySet
from partners.models import Partner


def contact_rows(queryset: ContactQuerySet, user: Any) -> QuerySet[Any]:
    """Contacts with the partners `user` may see and the agencies that led them."""
    partners = Partner.objects.visible_to(user).select_related("country").in_vietnamese_order()
    return queryset.prefetch_related(Prefetch("partners", partners), "lead_agencies")
