"""Who in the Department is in charge of a record: what "mine" means on the morning screen, and whom a notice goes to.

Charge is given once, for a partner (the room above keeps it); every kind of record says how it leads there, as a
query of pairs. What is about another record (a flag, a clock, a thing to do, an update) follows: whoever it is given to
by name, else who is in charge of that record. A kind that nobody registered has nobody in charge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

# `pairs(today)`: rows with `record` (pk of the record) and `person` (pk of the user in charge on that day); a pair may
# come more than once.
Pairs = Callable[[date], QuerySet[Any]]


@dataclass(frozen=True)
class Following:
    """A kind of record about others: the fields that name its record, and the one that names a person, if it has one.

    With `carries` further such kinds may be about it (a flag about an update about a project).
    """

    model: type[Model]
    content_type: str
    object_id: str
    person: str = ""
    carries: bool = False


_pairs: dict[type[Model], Pairs] = {}
_following: dict[type[Model], Following] = {}
_carriers: set[type[Model]] = set()


def register_charge(model: type[Model], pairs: Pairs, *, carries: bool = True) -> None:
    """Say who is in charge of a kind of record; called from `AppConfig.ready()`.

    `carries` False: no flag, clock, thing to do or update is ever about it, and none asks.
    """
    _pairs[model] = pairs
    if carries:
        _carriers.add(model)


def register_following(following: Following) -> None:
    """Say that whoever is in charge of a record is in charge of what is about it; called from `AppConfig.ready()`."""
    _following[following.model] = following
    if following.carries:
        _carriers.add(following.model)


def charged_models() -> tuple[type[Model], ...]:
    """The kinds of record that somebody can be in charge of."""
    return tuple(sorted({*_pairs, *_following}, key=lambda model: model._meta.label))


def followings() -> tuple[Following, ...]:
    """The kinds of record whose charge follows the record they are about."""
    return tuple(sorted(_following.values(), key=lambda following: following.model._meta.label))


def pairs_of(model: type[Model], today: date) -> QuerySet[Any] | None:
    """Pairs of `record` and `person` in charge on `today`; None for a kind without pairs of its own: one that nobody
    can be in charge of, or that follows its record (`people_in_charge` answers for both).
    """
    pairs = _pairs.get(model)
    return pairs(today) if pairs else None


def in_charge(model: type[Model], user: Any, today: date, *, outer: str = "pk") -> Q:
    """Condition: the person is in charge of the record of this kind whose key stands in the field `outer`."""
    following = _following.get(model)
    if user.pk is None:
        return Q(pk__in=[])
    if following is not None:
        own = _follows(following, user, today)
        if outer == "pk":
            return own
        return Q(Exists(model._default_manager.filter(own, pk=OuterRef(outer)).order_by()))
    pairs = pairs_of(model, today)
    if pairs is None:
        return Q(pk__in=[])
    return Q(Exists(pairs.filter(person=user.pk, record=OuterRef(outer))))


def people_in_charge(model: type[Model], keys: Iterable[int], today: date) -> dict[int, set[int]]:
    """Keys of the people in charge of each of these records on `today`; one without anybody is left out.

    A fixed number of queries, whatever the number of records.
    """
    following = _following.get(model)
    if following is not None:
        return _people_followed(following, keys, today)
    pairs = pairs_of(model, today)
    found: dict[int, set[int]] = defaultdict(set)
    if pairs is not None:
        for record, person in pairs.filter(record__in=list(keys)).values_list("record", "person"):
            found[record].add(person)
    return dict(found)


def _about(following: Following) -> list[type[Model]]:
    """The kinds that records of this kind may be about."""
    return sorted(_carriers - {following.model}, key=lambda model: model._meta.label)


def _follows(following: Following, user: Any, today: date) -> Q:
    through = Q(pk__in=[])
    for model in _about(following):
        kind = ContentType.objects.get_for_model(model)
        through |= Q(
            in_charge(model, user, today, outer=following.object_id), **{following.content_type: kind}
        )
    if not following.person:
        return through
    return Q(**{following.person: user.pk}) | Q(through, **{f"{following.person}__isnull": True})


def _people_followed(following: Following, keys: Iterable[int], today: date) -> dict[int, set[int]]:
    rows = following.model._default_manager.filter(pk__in=list(keys)).order_by()
    found: dict[int, set[int]] = {}
    about: dict[int, list[tuple[int, int]]] = defaultdict(list)
    fields = [following.content_type, following.object_id, *filter(None, [following.person])]
    for pk, kind, record, *person in rows.values_list("pk", *fields):
        if person and person[0] is not None:
            found[pk] = {person[0]}
        elif record is not None:
            about[kind].append((pk, record))
    for model in _about(following):
        wanted = about.get(ContentType.objects.get_for_model(model).pk, [])
        people = people_in_charge(model, [record for _pk, record in wanted], today)
        found |= {pk: people[record] for pk, record in wanted if record in people}
    return found
