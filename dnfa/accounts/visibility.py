"""The visibility protocol: which records are an agency's own matters.

A focal point sees its agency's matters only (design.md section 1). What ties an agency to a partner
is known in the rooms above (it signed, led, coordinated, received); each registers a source.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BooleanField, Func, Q, QuerySet

# A source takes an agency id and returns a queryset of ids of the registered kind of record, and of nothing but that id:
# its SQL is kept.
IdSource = Callable[[int], QuerySet[Any]]
QS = TypeVar("QS", bound=QuerySet[Any])

_sources: dict[str, dict[str, IdSource]] = {}


def register(record: str, code: str, source: IdSource) -> None:
    """Say that `source(agency_id)` yields ids of `record` ("partner", …) that are that agency's matters."""
    _sources.setdefault(record, {})[code] = source


@lru_cache(maxsize=4096)
def _ids_of(source: IdSource, agency_id: int) -> str:
    """SQL of the ids a source yields for an agency, its values written in.

    Kept, because Django takes longer to write it than PostgreSQL to answer it, and a focal point's page asks for
    visible records a hundred times. It is the text of a question, never an answer.
    """
    query = source(agency_id).order_by().query
    sql, params = query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False).as_sql()
    operations: Any = connection.ops  # the stubs know no PostgreSQL
    written: str = operations.compose_sql(sql, params)
    return written.replace("%", "%%")


class _OwnMatter(Func):
    """Whether the key of the outer row is among the ids of one of the sources. Each knows nothing of the query around it."""

    def __init__(self, *key: Any, sources: tuple[IdSource, ...], agency_id: int) -> None:
        super().__init__(*key, output_field=BooleanField())
        self.sources = sources
        self.agency_id = agency_id

    def as_sql(self, compiler: Any, *_args: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        key, params = compiler.compile(self.get_source_expressions()[0])
        parts = [f"{key} IN ({_ids_of(source, self.agency_id)})" for source in self.sources]
        return f"({' OR '.join(parts)})", tuple(params) * len(parts)


def own_matters(record: str, agency_id: int) -> Q:
    """Condition on pk: the record is a matter of the agency through at least one registered source."""
    sources = tuple(source for _code, source in sorted(_sources.get(record, {}).items()))
    return Q(_OwnMatter("pk", sources=sources, agency_id=agency_id)) if sources else Q(pk__in=[])


def restricted(queryset: QS, user: Any, own: Callable[[int], Q]) -> QS:
    """The law of reading, once: nobody who is not signed in and active reads anything, the roles of
    `SEES_EVERYTHING` read all, everybody else what `own(agency id)` says is their agency's.
    """
    if not user.is_authenticated or not user.is_active:
        return queryset.none()
    if user.sees_everything:
        return queryset
    if user.agency_id is None:
        return queryset.none()
    return queryset.filter(own(user.agency_id))


def restricted_to_matters(queryset: QS, user: Any, record: str) -> QS:
    """`restricted` by what the rooms registered for this kind of record."""
    return restricted(queryset, user, lambda agency_id: own_matters(record, agency_id))
