"""The visibility protocol: which records are an agency's own matters.

A focal point sees its agency's matters only (design.md section 1). What ties an agency to a partner
is known in the rooms above (it signed, led, coordinated, received); each registers a source.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

# A source takes an agency id and returns a queryset of ids of the registered kind of record.
IdSource = Callable[[int], QuerySet[Any]]
QS = TypeVar("QS", bound=QuerySet[Any])

_sources: dict[str, dict[str, IdSource]] = {}


def register(record: str, code: str, source: IdSource) -> None:
    """Say that `source(agency_id)` yields ids of `record` ("partner", …) that are that agency's matters."""
    _sources.setdefault(record, {})[code] = source


def own_matters(record: str, agency_id: int) -> Q:
    """Condition on pk: the record is a matter of the agency through at least one registered source."""
    condition = Q(pk__in=[])
    for code in sorted(_sources.get(record, {})):
        condition |= Q(pk__in=_sources[record][code](agency_id))
    return condition


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
