"""How records lead to who is in charge of their partners: the pairs that rooms register with `dnfa.followup.charge`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from dnfa.followup.charge import Pairs, register_charge
from partners.models import Partner, PartnerCharge


def through_partner(path: str) -> Pairs:
    """Pairs for a kind of record that names partners: `path` leads from a partner to the keys of its records."""

    def pairs(today: date) -> QuerySet[Any]:
        charges = PartnerCharge.objects.standing_on(today).order_by()
        return charges.filter(**{f"partner__{path}__isnull": False}).values(
            "person", record=F(f"partner__{path}")
        )

    return pairs


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_charge(Partner, through_partner("pk"))
