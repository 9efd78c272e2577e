"""Composed reads of delegations and other contacts, restricted to the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from delegations.models import ContactRecord
from delegations.querysets import ContactQuerySet
from dnfa.core.models import Provenance
from dnfa.core.provenance import provenance_of
from partners.models import Partner


def contact_rows(queryset: ContactQuerySet, user: Any) -> QuerySet[Any]:
    """Contacts with the partners `user` may see and the agencies that led them."""
    partners = Partner.objects.visible_to(user).select_related("country").in_vietnamese_order()
    return queryset.prefetch_related(Prefetch("partners", partners), "lead_agencies")


@dataclass(frozen=True)
class ContactPage:
    """Everything the page of one delegation or other contact shows."""

    contact: Any
    provenance: list[Provenance]


def contact_page(model: type[ContactRecord], *, key: str, user: Any) -> ContactPage:
    """Read one contact that `user` may see. Raises `model.DoesNotExist`."""
    contact = contact_rows(model.objects.visible_to(user), user).get(key=key)
    return ContactPage(contact, list(provenance_of([contact])))
