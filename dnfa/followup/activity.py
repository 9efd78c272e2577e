"""The activity protocol: rooms above register where meetings, letters, signings … are recorded.

Nothing here knows a delegation or an agreement. A source hands over a queryset of uniform rows; this
module unites them into a partner's timeline and into "last activity", the evidence of dormancy
(design.md section 5). A declined invitation is a row of the timeline but no activity.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    DateField,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.expressions import Combinable, Value
from django.db.models.functions import Cast, Concat, Least

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Columns every source's rows() must give, in this order (a UNION needs them alike):
# the partner's id; first and last possible day of the event (dates); the ISO text of its date or "";
# kind and title as text; record kind and key, by which a page links to the record; whether it is
# activity at all, whether it is more than the signing of a text, and whether the source says that it
# recurs or goes on without saying when.
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
    "row_is_recurring",
)


@dataclass(frozen=True)
class ActivitySource:
    """One place where activity is recorded.

    `rows(as_of)` returns a queryset `.values(*ROW_COLUMNS)` of everything known to have begun by
    `as_of` (None: everything). Undated rows carry None as days: they show, but prove nothing.
    `kinds` gives the word for each `row_kind`; `record` is the `row_record` of all its rows.
    """

    code: str
    label: StrOrPromise
    rows: Callable[[date | None], QuerySet[Any]]
    record: str = ""
    kinds: Mapping[str, StrOrPromise] = field(default_factory=dict)


_sources: dict[str, ActivitySource] = {}


def register_source(source: ActivitySource) -> None:
    """Add a source; called from `AppConfig.ready()`. A code registered twice replaces the first."""
    _sources[source.code] = source


def sources() -> tuple[ActivitySource, ...]:
    """All sources, in the order of their codes."""
    return tuple(_sources[code] for code in sorted(_sources))


def kind_label(record: str, kind: str) -> str:
    """The word for a row's kind in the active language; a kind nobody described shows itself."""
    for source in sources():
        if source.record == record and kind in source.kinds:
            return str(source.kinds[kind])
    return kind


def _rows_of(partner_ref: str, as_of: date, **conditions: Any) -> list[QuerySet[Any]]:
    """Rows of the outer query's partner, source by source (a UNION cannot be filtered afterwards)."""
    return [
        source.rows(as_of).filter(row_partner_id=OuterRef(partner_ref), **conditions).order_by()
        for source in sources()
    ]


def _dated(as_of: date, partner_ref: str, *, contacts_only: bool) -> list[QuerySet[Any]]:
    """Dated activity, annotated with `row_day`: its last possible day, cut at `as_of`."""
    condition = {"row_is_contact": True} if contacts_only else {"row_is_activity": True}
    cut = Least(F("row_last_day"), Value(as_of, DateField()), output_field=DateField())
    return [
        rows.annotate(row_day=cut)
        for rows in _rows_of(partner_ref, as_of, row_last_day__isnull=False, **condition)
    ]


def _united(parts: list[QuerySet[Any]], *, distinct: bool = False) -> QuerySet[Any]:
    first, *rest = parts
    return first.union(*rest, all=not distinct) if rest else first.distinct() if distinct else first


def last_day_expression(as_of: date, *, contacts_only: bool = False, partner_ref: str = "pk") -> Combinable:
    """Latest day of any activity of the outer row's partner, not after `as_of`; NULL when there is none.

    An event known to the year only counts with its last possible day, cut at `as_of`: doubt speaks
    for the partner. `contacts_only` leaves the signing of texts out.
    """
    parts = [rows.values("row_day") for rows in _dated(as_of, partner_ref, contacts_only=contacts_only)]
    if not parts:
        return Cast(Value(None), DateField())
    return Subquery(_united(parts).order_by("-row_day")[:1], output_field=DateField())


def last_deed_expression(as_of: date, *, partner_ref: str = "pk") -> Combinable:
    """The latest dated activity as a JSON list `[day, row_record, row_kind, row_key]`; NULL when there is none.

    The same row as `last_day_expression` finds, for the evidence of a flag.
    """
    # The day leads the list and all days are of one length, so that the order of the lists is that of the days.
    deed = Func(
        "row_day", "row_record", "row_kind", "row_key", function="jsonb_build_array", output_field=JSONField()
    )
    parts = [
        rows.annotate(row_deed=deed).values("row_deed")
        for rows in _dated(as_of, partner_ref, contacts_only=False)
    ]
    if not parts:
        return Cast(Value(None), JSONField())
    return Subquery(_united(parts).order_by("-row_deed")[:1], output_field=JSONField())


def count_expression(as_of: date, *, partner_ref: str = "pk", **conditions: Any) -> Combinable:
    """How many records of the outer row's partner satisfy `conditions` on the row columns; 0 when none does."""
    name = Concat("row_record", Value(":"), "row_key", output_field=CharField())
    parts = [
        rows.annotate(row_name=name).values("row_name") for rows in _rows_of(partner_ref, as_of, **conditions)
    ]
    if not parts:
        return Value(0, IntegerField())
    names = ArraySubquery(_united(parts, distinct=True))
    return Func(names, function="cardinality", output_field=IntegerField())


def timeline(partner_ids: list[int], as_of: date | None = None) -> QuerySet[Any]:
    """All rows of all sources for these partners, newest first, undated last: one UNION query.

    A record that names both a locality and one of its bodies is one row of the locality.
    """
    querysets = [source.rows(as_of).filter(row_partner_id__in=partner_ids).order_by() for source in sources()]
    if not querysets:
        raise LookupError("no activity source is registered: is an app missing from INSTALLED_APPS?")
    newest_first = (F(column).desc(nulls_last=True) for column in ("row_last_day", "row_first_day"))
    return _united(querysets, distinct=True).order_by(*newest_first, "row_title", "row_key")
