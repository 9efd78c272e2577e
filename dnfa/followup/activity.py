"""The activity protocol: rooms above register where meetings, letters, signings … are recorded.

Nothing here knows a delegation or an agreement. A source hands over a queryset of uniform rows; this
module unites them into a partner's timeline and into "last activity", the evidence of dormancy
(design.md section 5). A declined invitation is a row of the timeline but no activity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BooleanField, DateField, F, Field, Func, JSONField, QuerySet
from django.db.models.expressions import Combinable

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

Rows = Callable[[date | None], QuerySet[Any]]


@dataclass(frozen=True)
class ActivitySource:
    """One place where activity is recorded.

    `rows(as_of)` returns a queryset `.values(*ROW_COLUMNS)` of everything known to have begun by
    `as_of` (None: everything), and of nothing but `as_of`: its SQL is kept. Undated rows carry None as days: they
    show, but prove nothing.
    `kinds` gives the word for each `row_kind`; `record` is the `row_record` of all its rows.
    """

    code: str
    label: StrOrPromise
    rows: Rows
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


def _known_sources() -> tuple[ActivitySource, ...]:
    """All sources. Raises `LookupError` without any: nobody would be active, and everybody asleep."""
    known = sources()
    if not known:
        raise LookupError("no activity source is registered: is an app missing from INSTALLED_APPS?")
    return known


@lru_cache(maxsize=64)
def _all_rows(rows: tuple[Rows, ...], as_of: date, columns: tuple[str, ...]) -> str:
    """SQL of these columns of the rows of these sources together, its values written in.

    Kept, because Django takes longer to write a dozen joined querysets than PostgreSQL takes to read them, and a page
    asks several times. It is the text of a question, never an answer.
    """
    queries = [source(as_of).values(*columns).order_by().query for source in rows]
    parts = [query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False).as_sql() for query in queries]
    united = " UNION ALL ".join(f"({sql})" for sql, _params in parts)
    operations: Any = connection.ops  # the stubs know no PostgreSQL
    written: str = operations.compose_sql(united, [value for _sql, params in parts for value in params])
    return written.replace("%", "%%")


class _OfDeeds(Func):
    """A question about the rows of one partner, begun by `as_of`: SQL in which `{deeds}` stands for the rows with
    `columns`, `{cut}` for the last possible day of a row, not after `as_of` and NULL for undated ones.

    Arguments are the partner, then what else the question names by `{1}`. The union knows nothing of the query it stands
    in: PostgreSQL carries the partner into each of its parts, and Django need not resolve them all again at every level
    that a queryset is nested in.
    """

    def __init__(
        self,
        *arguments: Any,
        question: str,
        columns: tuple[str, ...],
        as_of: date,
        output_field: Field[Any, Any],
    ) -> None:
        super().__init__(*arguments, output_field=output_field)
        self.question = question
        self.columns = ("row_partner_id", "row_last_day", *columns)
        self.as_of = as_of
        self.rows = tuple(source.rows for source in _known_sources())

    def as_sql(self, compiler: Any, *_args: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        rows = _all_rows(self.rows, self.as_of, self.columns)
        given = [compiler.compile(argument) for argument in self.get_source_expressions()]
        pieces: dict[str, tuple[str, Sequence[Any]]] = {
            "deeds": (f"({rows}) AS deeds", ()),
            "cut": ("CASE WHEN row_last_day > %s THEN %s ELSE row_last_day END", [self.as_of, self.as_of]),
            **{str(number): piece for number, piece in enumerate(given)},
        }
        named = re.split(r"[{}]", self.question)  # every second part is a name
        told = [pieces[part] if number % 2 else (part, ()) for number, part in enumerate(named)]
        return "".join(sql for sql, _params in told), tuple(
            value for _sql, params in told for value in params
        )

    def get_group_by_cols(self) -> list[Any]:
        return [column for one in self.get_source_expressions() for column in one.get_group_by_cols()]


_LAST_DAY = "(SELECT max({cut}) FROM {deeds} WHERE row_partner_id = {0} AND {counted})"


def last_day_expression(as_of: date, *, contacts_only: bool = False, partner_ref: str = "pk") -> Combinable:
    """Latest day of any activity of the outer row's partner, not after `as_of`; NULL when there is none.

    An event known to the year only counts with its last possible day, cut at `as_of`: doubt speaks
    for the partner. `contacts_only` leaves the signing of texts out.
    """
    counted = "row_is_contact" if contacts_only else "row_is_activity"
    return _OfDeeds(
        partner_ref,
        question=_LAST_DAY.replace("{counted}", counted),
        columns=(counted,),
        as_of=as_of,
        output_field=DateField(),
    )


def active_since(day: Combinable | str, as_of: date, *, partner_ref: str = "pk") -> Combinable:
    """Whether the outer row's partner has activity on `day`, an expression, or after, as far as known on `as_of` (not
    before `day`).

    What `last_day_expression(as_of) >= day` says, without looking for the latest of thousands: with OFFSET the database
    asks partner by partner and stops at the first deed; without, it may choose to read the deeds of all partners first.
    """
    return _OfDeeds(
        partner_ref,
        day,
        question="EXISTS (SELECT FROM {deeds} WHERE row_partner_id = {0} AND row_is_activity AND row_last_day >= {1} OFFSET 0)",
        columns=("row_is_activity",),
        as_of=as_of,
        output_field=BooleanField(),
    )


def contact_known(as_of: date, *, partner_ref: str = "pk") -> Combinable:
    """Whether any contact with the outer row's partner is known, dated or not: `has_contact` of its summary."""
    return _OfDeeds(
        partner_ref,
        question="EXISTS (SELECT FROM {deeds} WHERE row_partner_id = {0} AND row_is_contact OFFSET 0)",
        columns=("row_is_contact",),
        as_of=as_of,
        output_field=BooleanField(),
    )


_SUMMARY = """(
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
    ) FROM (
        SELECT *, {cut} AS row_day, row_is_activity AND row_last_day IS NOT NULL AS is_dated
        FROM {deeds} WHERE row_partner_id = {0}
    ) AS found
)"""
_SUMMED = (
    "row_kind",
    "row_record",
    "row_key",
    "row_is_activity",
    "row_is_contact",
    "row_is_recurring",
    "row_last_date",
)


def summary_expression(as_of: date, *, partner_ref: str = "pk") -> Combinable:
    """All that the rules need to know of the outer row's partner as of a day, as one JSON object, in one pass over the
    sources.

    Keys: `last_activity`, `last_contact` (ISO days or null); `last_activity_record`, `…_kind`, `…_key` and
    `…_date` (ISO text as exact as the source has it) of the row behind the former; `undated_contacts` and `recurring`,
    numbers of records whose contact has no date, or recurs or goes on without saying when (none is counted in both);
    `has_contact`.
    """
    return _OfDeeds(partner_ref, question=_SUMMARY, columns=_SUMMED, as_of=as_of, output_field=JSONField())


def timeline(partner_ids: list[int], as_of: date | None = None) -> QuerySet[Any]:
    """All rows of all sources for these partners, newest first, undated last: one UNION query.

    A record that names both a locality and one of its bodies is one row of the locality.
    """
    first, *rest = (
        source.rows(as_of).filter(row_partner_id__in=partner_ids).order_by() for source in _known_sources()
    )
    united = first.union(*rest) if rest else first
    newest_first = (F(column).desc(nulls_last=True) for column in ("row_last_day", "row_first_day"))
    return united.order_by(*newest_first, "row_title", "row_key")
