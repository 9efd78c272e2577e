"""For whom a deed counts: the partner it names, and the locality that the named body belongs to.

Sub-agreements by units and universities, exchanges with the partner's police, a gift of its citizens'
association are signals of a live tie with the locality (thesis p.117-125), so the deeds of an agency,
university, company or association count for its locality as well. A locality that is part of
another one does not: Gold Coast is a partner of its own, not evidence about Queensland.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from dnfa.followup.activity import ROW_COLUMNS, ActivitySource, register_source
from partners.enums import PartnerKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BODIES = sorted(set(PartnerKind) - {PartnerKind.LOCALITY})


def begun_by(as_of: date | None, field: str) -> Q:
    """The deed had begun by `as_of`, from the first possible day of `field`; an undated one is known, not when."""
    if as_of is None:
        return Q()
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__first__lte": as_of})


def iso_text(*fields: str) -> Coalesce:
    """ISO text of the first of these partial dates that is known, as exact as it is known; "" when none is."""
    return Coalesce(*(Cast(field, TextField()) for field in fields), Value(""), output_field=TextField())


def register_partner_source(
    *,
    code: str,
    label: StrOrPromise,
    record: str,
    kinds: Mapping[str, StrOrPromise],
    deeds: Callable[[date | None], QuerySet[Any]],
    partner: str,
) -> None:
    """Register deeds twice: for the partner at the path `partner`, and for the locality of that body.

    `deeds(as_of)` returns a queryset annotated with all of `ROW_COLUMNS` but `row_partner_id`.
    """

    def of_the_partner(as_of: date | None) -> QuerySet[Any]:
        return deeds(as_of).annotate(row_partner_id=F(partner)).values(*ROW_COLUMNS)

    def of_its_locality(as_of: date | None) -> QuerySet[Any]:
        bodies = {f"{partner}__kind__in": BODIES, f"{partner}__parent__kind": PartnerKind.LOCALITY}
        rows = deeds(as_of).filter(**bodies).annotate(row_partner_id=F(f"{partner}__parent"))
        return rows.values(*ROW_COLUMNS)

    register_source(ActivitySource(code, label, of_the_partner, record, kinds))
    register_source(ActivitySource(f"{code}_of_bodies", label, of_its_locality, record, kinds))
