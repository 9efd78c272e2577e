"""Who in the Department is in charge of a record: what "mine" means on the morning screen, and whom a notice goes to.

Charge is given once, for a partner (the room above keeps it); every kind of record says how it leads there, as a
query of pairs. A kind that nobody registered has nobody in charge.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

# `pairs(today)`: rows with `record` (pk of the record) and `person` (pk of the user in charge on that day); a pair may
# come more than once.
Pairs = Callable[[date], QuerySet[Any]]

_pairs: dict[type[Model], Pairs] = {}


def register_charge(model: type[Model], pairs: Pairs) -> None:
    """Say who is in charge of a kind of record; called from `AppConfig.ready()`."""
    _pairs[model] = pairs


def charged_models() -> tuple[type[Model], ...]:
    """The kinds of record that somebody can be in charge of."""
    return tuple(sorted(_pairs, key=lambda model: model._meta.label))


def pairs_of(model: type[Model], today: date) -> QuerySet[Any] | None:
    """Pairs of `record` and `person` in charge on `today`; None for a kind of record nobody can be in charge of."""
    pairs = _pairs.get(model)
    return pairs(today) if pairs else None


def in_charge(model: type[Model], user: Any, today: date, *, outer: str = "pk") -> Q:
    """Condition: the person is in charge of the record of this kind whose key stands in the field `outer`."""
    pairs = pairs_of(model, today)
    if pairs is None or user.pk is None:
        return Q(pk__in=[])
    return Q(Exists(pairs.filter(person=user.pk, record=OuterRef(outer))))
