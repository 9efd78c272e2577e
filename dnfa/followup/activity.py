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

from django.db.models import Case, DateField, F, JSONField, OuterRef, QuerySet, Subquery, When
from django.db.models.expressions import Combinable, Value

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Columns every source's rows() must give, in this order (a UNION needs them alike):
# the partner's id; first and last possible day of the event (dates); the ISO text of its date or "";
# kind and title as text; record kind and key, by which a page links to the record; whether it is
# activity at all, whether it is more than the signing of a text, and whether the source says that it
# recurs or goes on without saying when; the ISO text of the date it ended (of an event of one day, began) or "".
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
    "row_last_date",
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
    """Rows of the outer query's partner, source by source (a UNION cannot be filtered afterwards).

    Annotated with `row_day`: the last possible day, cut at `as_of`; None for undated rows.
    """
    cut = Case(
        When(row_last_day__gt=as_of, then=Value(as_of)), default=F("row_last_day"), output_field=DateField()
    )
    return [
        source.rows(as_of)
        .filter(row_partner_id=OuterRef(partner_ref), **conditions)
        .annotate(row_day=cut)
        .order_by()
        for source in sources()
    ]


def _united(parts: list[QuerySet[Any]], *, distinct: bool = False) -> QuerySet[Any]:
    if not parts:
        raise LookupError("no activity source is registered: is an app missing from INSTALLED_APPS?")
    first, *rest = parts
    return first.union(*rest, all=not distinct) if rest else first


def last_day_expression(as_of: date, *, contacts_only: bool = False, partner_ref: str = "pk") -> Combinable:
    """Latest day of any activity of the outer row's partner, not after `as_of`; NULL when there is none.

    An event known to the year only counts with its last possible day, cut at `as_of`: doubt speaks
    for the partner. `contacts_only` leaves the signing of texts out.
    """
    condition = {"row_is_contact": True} if contacts_only else {"row_is_activity": True}
    parts = _rows_of(partner_ref, as_of, row_last_day__isnull=False, **condition)
    latest = _united([rows.values("row_day") for rows in parts]).order_by("-row_day")
    return Subquery(latest[:1], output_field=DateField())


class ActivitySummary(Subquery):
    """All that the rules need to know of a partner's rows, as one JSON object, in one pass over the sources.

    Keys: `last_activity`, `last_contact` (ISO days or null); `last_activity_record`, `…_kind`, `…_key` and
    `…_date` (ISO text as exact as the source has it) of the row behind the former; `undated_contacts` and `recurring`, numbers of records whose contact has no date, or
    recurs or goes on without saying when (none is counted in both); `has_contact`.
    """

    output_field = JSONField()
    template = """(
        SELECT jsonb_build_object(
            'last_activity', max(row_day) FILTER (WHERE row_is_activity),
            'last_activity_record', (array_agg(row_record ORDER BY row_day DESC, row_key) FILTER (WHERE is_dated))[1],
            'last_activity_kind', (array_agg(row_kind ORDER BY row_day DESC, row_key) FILTER (WHERE is_dated))[1],
            'last_activity_key', (array_agg(row_key ORDER BY row_day DESC, row_key) FILTER (WHERE is_dated))[1],
            'last_activity_date', (array_agg(row_last_date ORDER BY row_day DESC, row_key) FILTER (WHERE is_dated))[1],
            'last_contact', max(row_day) FILTER (WHERE row_is_contact),
            'has_contact', coalesce(bool_or(row_is_contact), false),
            'undated_contacts', count(DISTINCT row_record || ':' || row_key)
                FILTER (WHERE row_is_contact AND row_day IS NULL AND NOT row_is_recurring),
            'recurring', count(DISTINCT row_record || ':' || row_key) FILTER (WHERE row_is_contact AND row_is_recurring)
        ) FROM (SELECT *, row_is_activity AND row_day IS NOT NULL AS is_dated FROM (%(subquery)s) AS found) AS deeds
    )"""


_NOT_SUMMED = {"row_partner_id", "row_first_day", "row_last_day", "row_date", "row_title"}


def summary_expression(as_of: date, *, partner_ref: str = "pk") -> ActivitySummary:
    """`ActivitySummary` of the outer row's partner as of a day."""
    columns = ("row_day", *(column for column in ROW_COLUMNS if column not in _NOT_SUMMED))
    return ActivitySummary(_united([rows.values(*columns) for rows in _rows_of(partner_ref, as_of)]))


def timeline(partner_ids: list[int], as_of: date | None = None) -> QuerySet[Any]:
    """All rows of all sources for these partners, newest first, undated last: one UNION query.

    A record that names both a locality and one of its bodies is one row of the locality.
    """
    parts = [source.rows(as_of).filter(row_partner_id__in=partner_ids).order_by() for source in sources()]
    newest_first = (F(column).desc(nulls_last=True) for column in ("row_last_day", "row_first_day"))
    return _united(parts, distinct=True).order_by(*newest_first, "row_title", "row_key")
