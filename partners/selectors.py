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
from dnfa.followup.activity import timeline
from dnfa.followup.models import Flag
from dnfa.followup.selectors import annotate_open_flags, flags_of
from partners.models import Assessment, CountryPriority, NetworkMembership, Partner, Relationship
from partners.querysets import CountryQuerySet, PartnerQuerySet
from partners.sections import visible_deeds


def register_rows(queryset: PartnerQuerySet, as_of: date, user: Any) -> QuerySet[Any]:
    """Partners with country, parent, the ties standing on `as_of` (`standing_ties`), last activity and open flags.

    The parent is there only when `user` may see it; the latest tie stands first.
    """
    ties = Prefetch(
        "relationships",
        Relationship.objects.standing_on(as_of).order_by(F("since").desc(nulls_last=True), "-pk"),
        to_attr="standing_ties",
    )
    parents = Prefetch("parent", Partner.objects.visible_to(user))
    rows = queryset.select_related("country").prefetch_related(parents, ties).with_last_activity(as_of)
    return annotate_open_flags(rows, Partner)


def rough_day(day: date) -> PartialDate:
    """A day that a source may only know roughly, said no more precisely than is safe.

    The timeline keeps the last possible day of an end; "2020" and 31/12/2020 are the same there, so the
    last day of a year is said as the year, the last of a month as the month.
    """
    partial = PartialDate(day.year, day.month, day.day)
    for rougher in (PartialDate(day.year), PartialDate(day.year, day.month)):
        if rougher.last_day() == day:
            return rougher
    return partial


def with_last_deeds(partners: list[Any], as_of: date) -> list[Any]:
    """Hang `last_deed` onto partners: the date of the last activity as its source gives it, or None. One query.

    `last_activity` (a day) is for comparing; this is for reading: "2016" stays 2016.
    """
    latest: dict[int, tuple[date, str]] = {}
    for row in timeline([partner.pk for partner in partners], as_of):
        if not row["row_is_activity"] or row["row_last_day"] is None:
            continue
        deed = (min(row["row_last_day"], as_of), _said_date(row, as_of))
        latest[row["row_partner_id"]] = max(latest.get(row["row_partner_id"], deed), deed)
    for partner in partners:
        partner.last_deed = PartialDate.from_iso(latest[partner.pk][1]) if partner.pk in latest else None
    return partners


def _said_date(row: dict[str, Any], as_of: date) -> str:
    """ISO text of a deed's last day: as printed when that covers the whole deed, else its end, or `as_of` while it goes on."""
    begun = PartialDate.from_iso(row["row_date"])
    ended: date = row["row_last_day"]
    if ended <= begun.last_day():
        return begun.isoformat()
    return rough_day(ended).isoformat() if ended <= as_of else as_of.isoformat()


def countries_with_counts(queryset: CountryQuerySet, as_of: date, user: Any) -> QuerySet[Any]:
    """Countries and territories with `official_ties`: localities with an official tie on `as_of` that `user` may see."""
    localities = Partner.objects.visible_to(user).with_official_tie(as_of).filter(country=OuterRef("pk")).order_by()
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
    with_last_deeds([partner], as_of)
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
