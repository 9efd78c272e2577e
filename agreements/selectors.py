"""Composed reads of agreements: the list's annotations, the detail page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from agreements.models import Agreement, AgreementEvent
from agreements.querysets import AgreementQuerySet
from dnfa.core.models import Provenance
from dnfa.core.provenance import provenance_of
from dnfa.followup.models import Flag
from dnfa.followup.selectors import annotate_open_flags, flags_of
from partners.models import Partner


def register_rows(queryset: AgreementQuerySet, as_of: date, user: Any) -> QuerySet[Any]:
    """Agreements with status, end and open flags as of a day, the partners `user` may see, and all events."""
    rows = (
        queryset.with_status(as_of)
        .select_related("parent")
        .prefetch_related(
            Prefetch("partners", Partner.objects.visible_to(user).select_related("country").order_by("parties__order")),
            Prefetch("events", AgreementEvent.objects.happened_by(as_of), to_attr="events_so_far"),
        )
    )
    return annotate_open_flags(rows, Agreement)


@dataclass(frozen=True)
class AgreementPage:
    """Everything the page of one agreement shows, read in a fixed number of queries."""

    agreement: Agreement
    events: list[AgreementEvent]
    flags: list[Flag]
    children: list[Agreement]
    replaces: list[AgreementEvent]
    provenance: list[Provenance]


def agreement_page(*, key: str, user: Any, as_of: date) -> AgreementPage:
    """Read one agreement that `user` may see. Raises `Agreement.DoesNotExist`."""
    visible = Agreement.objects.visible_to(user)
    agreement = register_rows(visible, as_of, user).prefetch_related("agency_roles__agency", "fields").get(key=key)
    events = list(agreement.events.select_related("successor"))
    return AgreementPage(
        agreement=agreement,
        events=events,
        flags=list(flags_of(agreement)),
        children=list(register_rows(visible.filter(parent=agreement), as_of, user)),
        replaces=list(
            AgreementEvent.objects.visible_to(user).filter(successor=agreement).select_related("agreement")
        ),
        provenance=list(provenance_of([agreement, *events])),
    )

