"""Composed reads of delegations, restricted to the reader: rows of lists, the page of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from agreements.models import Agreement
from delegations.models import Delegation, DelegationMember, DelegationStop, Gift
from delegations.selectors import contact_rows
from partners.models import Partner


def trip_rows(user: Any, as_of: date) -> QuerySet[Any]:
    """Delegations that `user` may see and the register knows on the day, with state, partners, way and agencies."""
    seen = Delegation.objects.visible_to(user).known_by(as_of).with_state(as_of)
    stops = DelegationStop.objects.select_related("country")
    rows: QuerySet[Any] = contact_rows(seen, user)
    return rows.select_related("result").prefetch_related(Prefetch("stops", stops), "coordinating")


def trip_in_full(user: Any, as_of: date) -> QuerySet[Any]:
    """As `trip_rows` for one page or answer: all its lists besides, members only where this person may read names.

    A day before the record was known does not hide the page itself.
    """
    partners = Partner.objects.visible_to(user)
    stops = DelegationStop.objects.select_related("country").prefetch_related(Prefetch("partner", partners))
    members = DelegationMember.objects.visible_to(user).select_related("agency")
    seen = Delegation.objects.visible_to(user).with_state(as_of)
    rows: QuerySet[Any] = contact_rows(seen, user)
    return rows.select_related("result", "programme_item__programme", "recorded_by").prefetch_related(
        Prefetch("stops", stops),
        Prefetch("members", members),
        Prefetch("gifts", Gift.objects.select_related("kept_by")),
        Prefetch("signed_agreements", Agreement.objects.visible_to(user).order_by("signed_on", "pk")),
        "coordinating",
        "programme",
        "date_changes__recorded_by",
    )


def countries_of(delegation: Any) -> list[Any]:
    """Countries and territories of the way, else of the partners, each once, in order; reads what is prefetched."""
    stops = [stop.country for stop in delegation.stops.all()]
    partners = [partner.country for partner in delegation.partners.all() if partner.country]
    return list(dict.fromkeys(stops or partners))
