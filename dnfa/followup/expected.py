"""Things written down before anybody owes them: the promise of a paper that is not signed yet.

A room says which actions of an origin are only expected. They stand with what they come from, and are nobody's open work: no
list, tile or calendar counts them. Nothing is stored, so that they become owed by themselves in the moment the room's
rows no longer hold them. Registered in `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

# Gives the primary keys of actions, as a subquery without nulls.
Keys = Callable[[], QuerySet[Any]]

_sources: dict[str, Keys] = {}


def register_expected(origin: str, keys: Keys) -> None:
    """Say which actions of one origin are only expected; a second source of the same origin replaces the first."""
    _sources[origin] = keys


def only_expected() -> Q:
    """The condition on actions that nobody owes yet."""
    condition = Q(pk__in=[])
    for origin, keys in _sources.items():
        condition |= Q(origin=origin, pk__in=keys())
    return condition
