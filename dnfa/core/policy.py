"""Thresholds of law and policy, read as of a day from `PolicyParameter` rows.

The rows are data: the office edits them in the workshop (Django admin) with basis and validity. The
names stand here so that code and data agree; a missing row is an error of installation, never a guess.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from dnfa.core.models import PolicyParameter

EXPIRING_DAYS = "agreement-expiring-days"
EXPIRY_HORIZON_MONTHS = "expiry-horizon-months"
DORMANCY_MONTHS = "dormancy-months"  # one row per class of tie: "dormancy-months-formal" …


class MissingParameterError(LookupError):
    """No row of this parameter is valid on the day asked for."""


def parameter(key: str, as_of: date) -> int:
    """Value of a parameter on a day, in the unit its row states.

    Before the first row begins the first row's value is used: a rule of today applied to the past is
    what "as of" asks for. Raises `MissingParameterError` when there is no row at all or the last has ended.
    """
    return parameters([key], as_of)[key]


def parameters(keys: list[str], as_of: date) -> dict[str, int]:
    """Several parameters in one query; same rules as `parameter`."""
    rows = PolicyParameter.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=as_of), key__in=keys)
    values: dict[str, int] = {}
    begun: set[str] = set()
    for row in rows.order_by("key", "-valid_from"):
        if row.key in begun:
            continue
        values[row.key] = row.value
        if row.valid_from <= as_of:
            begun.add(row.key)
    for key in keys:
        if key not in values:
            raise MissingParameterError(f"PolicyParameter {key!r} has no row valid on {as_of.isoformat()}")
    return values
