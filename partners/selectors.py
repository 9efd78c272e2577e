"""Composed reads of partners: the list's annotations, the detail page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from dnfa.core.models import Provenance
from dnfa.core.provenance import provenance_of
from dnfa.followup.activity import timeline
from dnfa.followup.models import Flag
from dnfa.followup.selectors import annotate_open_flags, flags_of
from partners.models import Assessment, CountryPriority, Partner, Relationship
from partners.querysets import PartnerQuerySet


def register_rows(queryset: PartnerQuerySet, as_of: date) -> QuerySet[Any]:
    """Partners with country, the ties standing on `as_of` (`standing_ties`), last activity and open flags."""
    ties = Prefetch(
        "relationships",
        Relationship.objects.standing_on(as_of).order_by("-since", "-pk"),
        to_attr="standing_ties",
    )
    rows = queryset.select_related("country", "parent").prefetch_related(ties).with_last_activity(as_of)
    return annotate_open_flags(rows, Partner)


@dataclass(frozen=True)
class PartnerPage:
    """Everything the page of one partner shows, read in a fixed number of queries."""

    partner: Partner
    relationships: list[Relationship]
    timeline: list[dict[str, Any]]
    flags: list[Flag]
    assessments: list[Assessment]
    children: list[Partner]
    priorities: list[CountryPriority]
    provenance: list[Provenance]


def partner_page(*, key: str, user: Any, as_of: date) -> PartnerPage:
    """Read one partner that `user` may see. Raises `Partner.DoesNotExist`.

    The timeline holds everything known to have begun by `as_of`; flags are the ones now open.
    """
    visible = Partner.objects.visible_to(user)
    partner = register_rows(visible, as_of).prefetch_related("names", "memberships").get(key=key)
    relationships = list(partner.relationships.select_related("inherited_from"))
    return PartnerPage(
        partner=partner,
        relationships=relationships,
        timeline=list(timeline([partner.pk], as_of)),
        flags=list(flags_of(partner)),
        assessments=list(partner.assessments.all()),
        children=list(visible.filter(parent=partner).in_vietnamese_order()),
        priorities=list(CountryPriority.objects.filter(countries=partner.country_id)) if partner.country_id else [],
        provenance=list(provenance_of([partner, *relationships])),
    )
