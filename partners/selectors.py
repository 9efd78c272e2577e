"""Composed reads of partners: the list's annotations, the detail page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dnfa.core.models import Provenance
from dnfa.core.partial_dates import PartialDate
from dnfa.core.provenance import provenance_of
from dnfa.followup.activity import last_day_expression, summary_expression, timeline
from dnfa.followup.models import Flag
from dnfa.followup.selectors import annotate_open_flags, flags_of
from partners.charge_selectors import with_charges
from partners.models import Assessment, CountryPriority, NetworkMembership, Partner, Relationship
from partners.querysets import CountryQuerySet, PartnerQuerySet
from partners.sections import visible_deeds


def register_rows(queryset: PartnerQuerySet, as_of: date, user: Any) -> QuerySet[Any]:
    """Partners with country, parent, ties and charges standing on `as_of` (`standing_ties`, `standing_charges`), last
    activity and open flags.

    The parent is there only when `user` may see it; the latest tie stands first.
    """
    ties = Prefetch(
        "relationships",
        Relationship.objects.standing_on(as_of).order_by(F("since").desc(nulls_last=True), "-pk"),
        to_attr="standing_ties",
    )
    parents = Prefetch("parent", Partner.objects.visible_to(user))
    rows = queryset.select_related("country").prefetch_related(parents, ties)
    rows = rows.annotate(last_activity=last_day_expression(as_of), activity=summary_expression(as_of))
    return with_charges(annotate_open_flags(rows, Partner), as_of)


def last_deed(partner: Any) -> PartialDate | None:
    """Date of the last activity of a row of `register_rows`, as exact as its source has it; None when none is known.

    `last_activity` (a day) is for comparing; this is for reading: "2016" stays 2016. What still goes on after
    the day asked about is said with that day.
    """
    text = partner.activity["last_activity_date"]
    if not text:
        return None
    ended = PartialDate.from_iso(text)
    return PartialDate.of(partner.last_activity) if ended.first_day() > partner.last_activity else ended


def countries_with_counts(queryset: CountryQuerySet, as_of: date, user: Any) -> QuerySet[Any]:
    """Countries and territories with `official_ties`: localities with an official tie on `as_of` that `user` may see."""
    localities = (
        Partner.objects.visible_to(user).with_official_tie(as_of).filter(country=OuterRef("pk")).order_by()
    )
    counted = localities.values("country").annotate(number=Count("pk")).values("number")
    return queryset.select_related("part_of").annotate(official_ties=Coalesce(Subquery(counted), 0))


@dataclass(frozen=True)
class PartnerPage:
    """Everything the page of one partner shows, read in a fixed number of queries."""

    partner: Partner
    relationships: list[Relationship]
    timeline: list[dict[str, Any]]
    flags: list[Flag]
    assessments: list[Assessment]
    children: list[Partner]
    memberships: list[NetworkMembership]
    priorities: list[CountryPriority]
    provenance: list[Provenance]


def partner_page(*, key: str, user: Any, as_of: date) -> PartnerPage:
    """Read one partner that `user` may see. Raises `Partner.DoesNotExist`.

    The timeline holds everything known to have begun by `as_of` that `user` may see; flags are the ones now open.
    """
    visible = Partner.objects.visible_to(user)
    partner = register_rows(visible, as_of, user).prefetch_related("names").get(key=key)
    relationships = list(partner.relationships.select_related("inherited_from"))
    memberships = list(partner.memberships.all())
    assessments = list(partner.assessments.all())
    wishes = CountryPriority.objects.filter(countries=partner.country_id).prefetch_related("fields")
    return PartnerPage(
        partner=partner,
        relationships=relationships,
        timeline=visible_deeds(timeline([partner.pk], as_of), user),
        flags=list(flags_of(partner)),
        assessments=assessments,
        children=list(visible.filter(parent=partner).in_vietnamese_order()),
        memberships=memberships,
        priorities=list(wishes) if partner.country_id else [],
        provenance=list(provenance_of([partner, *relationships, *memberships, *assessments])),
    )
