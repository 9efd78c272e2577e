"""The activity protocol: rooms above register where meetings, letters, signings … are recorded.

Nothing here knows a delegation or an agreement. A source hands over a queryset of uniform rows; this
module unites them into a partner's timeline and into "last activity", the evidence of dormancy
(design.md section 5). A declined invitation is a row of the timeline but no activity.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, Max, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable, Value
from django.db.models.functions import Cast, Greatest

# Columns every source's rows() must give, in this order (a UNION needs them alike):
# the partner's id; first and last possible day of the event (dates); the ISO text of its date or "";
# kind and title as text; record kind and key, by which a page links to the record; whether it is
# activity at all, and whether it is more than the signing of a text.
ROW_COLUMNS = (
    "row_partner_id",
    "row_first_day",
    "row_last_day",
    "row_date",
    "row_kind",
    "row_title",
    "row_record",
    "row_key",
    "row_is_activity",
    "row_is_contact",
)


@dataclass(frozen=True)
class ActivitySource:
    """One place where activity is recorded.

    `rows(as_of)` returns a queryset `.values(*ROW_COLUMNS)` of everything known to have begun by
    `as_of` (None: everything). Undated rows carry None as days: they show, but prove nothing.
    """

    code: str
    label: str
    rows: Callable[[date | None], QuerySet[Any]]


_sources: dict[str, ActivitySource] = {}


def register_source(source: ActivitySource) -> None:
    """Add a source; called from `AppConfig.ready()`. A code registered twice replaces the first."""
    _sources[source.code] = source


def sources() -> tuple[ActivitySource, ...]:
    return tuple(_sources[code] for code in sorted(_sources))


def last_day_expression(as_of: date, *, contacts_only: bool = False, partner_ref: str = "pk") -> Combinable:
    """Latest day of any activity of the outer row's partner, not after `as_of`; NULL when there is none.

    An event known to the year only counts with its last possible day, cut at `as_of`: doubt speaks
    for the partner. `contacts_only` leaves the signing of texts out.
    """
    condition = {"row_is_contact": True} if contacts_only else {"row_is_activity": True}
    parts: list[Any] = []
    for source in sources():
        rows = source.rows(as_of).filter(row_partner_id=OuterRef(partner_ref), row_last_day__isnull=False, **condition)
        latest = rows.order_by().values("row_partner_id").annotate(latest=Max("row_last_day")).values("latest")[:1]
        parts.append(Subquery(latest, output_field=DateField()))
    if not parts:
        return Cast(Value(None), DateField())
    if len(parts) == 1:
        parts.append(parts[0])
    return Greatest(*parts, output_field=DateField())


def timeline(partner_ids: list[int], as_of: date | None = None) -> QuerySet[Any]:
    """All rows of all sources for these partners, newest first, undated last: one UNION query."""
    querysets = [source.rows(as_of).filter(row_partner_id__in=partner_ids).order_by() for source in sources()]
    if not querysets:
        raise LookupError("no activity source is registered: is an app missing from INSTALLED_APPS?")
    first, *rest = querysets
    union = first.union(*rest, all=True) if rest else first
    return union.order_by("-row_last_day", "-row_first_day", "row_title")
