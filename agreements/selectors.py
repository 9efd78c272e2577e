"""Composed reads of agreements, their events: what lists and pages need, restricted to the reader."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from agreements.models import Agreement, AgreementEvent
from agreements.querysets import AgreementEventQuerySet, AgreementQuerySet
from dnfa.followup.selectors import annotate_open_flags
from partners.models import Partner


def _papers(user: Any) -> AgreementQuerySet:
    """Papers that another record points at: only those `user` may see, else the record points nowhere."""
    return Agreement.objects.visible_to(user)


def _sides(user: Any, path: str = "partners") -> Prefetch:
    partners = Partner.objects.visible_to(user).select_related("country")
    return Prefetch(path, partners.order_by("parties__order", "pk"))


def register_rows(queryset: AgreementQuerySet, as_of: date, user: Any) -> QuerySet[Any]:
    """Agreements with status, end and open flags as of a day, the events so far (`events_so_far`), partners and parent.

    Partners and parent are those `user` may see.
    """
    rows = queryset.with_status(as_of).prefetch_related(
        _sides(user),
        Prefetch("parent", _papers(user)),
        Prefetch("events", AgreementEvent.objects.happened_by(as_of), to_attr="events_so_far"),
    )
    return annotate_open_flags(rows, Agreement)


def event_rows(queryset: AgreementEventQuerySet, user: Any) -> QuerySet[Any]:
    """Events with their agreement, its partners, and the successor where `user` may see it."""
    return queryset.select_related("agreement").prefetch_related(
        _sides(user, "agreement__partners"),
        Prefetch("successor", _papers(user)),
        "signatories__agency",
        "signatories__partner",
    )


def agreement_of_page(*, key: str, user: Any, as_of: date) -> Agreement:
    """One agreement that `user` may see, with all that the parts of its page read of it, in a fixed number of queries.

    Raises `Agreement.DoesNotExist`.
    """
    events = AgreementEvent.objects.prefetch_related("signatories", Prefetch("successor", _papers(user)))
    rows = register_rows(Agreement.objects.visible_to(user), as_of, user).select_related("officer")
    agreement: Agreement = rows.prefetch_related(
        "agency_roles__agency", "fields", "signatories", Prefetch("events", events)
    ).get(key=key)
    return agreement
