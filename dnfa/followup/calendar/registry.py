"""The calendar protocol: rooms register what of theirs has a day; a source answers with what a person may see."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class CalendarEntry:
    """One thing on one day, or from `day` to `last_day` (both included).

    `uid` names it for good among all entries (calendar programmes update by it); `state` is a code of
    dnfa/core/statuses.py or empty; `detail` is one sentence; `place` is where. `when` says in words what is known no
    better than to the month: `day` and `last_day` are then the first and last day it can mean, and it stands beside
    the days of the page and in no feed. `agencies` are the ids of those that lead, host or coordinate it;
    `has_leaders`: a leader of the city receives, heads or takes part. `revision` grows with every change of the
    record, `changed_at` is when it last did; without them a calendar programme goes by the content.
    """

    uid: str
    day: date
    title: str
    url: str
    last_day: date | None = None
    detail: str = ""
    state: str = ""
    source: str = ""
    place: str = ""
    when: str = ""
    agencies: frozenset[int] = frozenset()
    has_leaders: bool = False
    is_cancelled: bool = False
    revision: int | None = None
    changed_at: datetime | None = None

    @property
    def ends_on(self) -> date:
        return self.last_day or self.day

    @property
    def is_dated(self) -> bool:
        """Whether its days are known, so that it can stand on them."""
        return not self.when

    def touches(self, first: date, last: date) -> bool:
        """Whether it is, or may be, on one of the days from `first` to `last`."""
        return self.day <= last and self.ends_on >= first


@dataclass(frozen=True)
class CalendarSource:
    """`entries(user, first, last, today)`: what of this source touches the days from `first` to `last` and `user`
    may see, in constant queries.
    """

    code: str
    label: StrOrPromise
    order: int
    entries: Callable[[Any, date, date, date], list[CalendarEntry]]


_sources: dict[str, CalendarSource] = {}


def register_source(source: CalendarSource) -> None:
    """Add a source; called from `AppConfig.ready()`."""
    _sources[source.code] = source


def sources() -> tuple[CalendarSource, ...]:
    """All sources in the order of the screens."""
    return tuple(sorted(_sources.values(), key=lambda source: (source.order, source.code)))


def entries(
    user: Any, first: date, last: date, *, today: date, only: Collection[str] = ()
) -> list[CalendarEntry]:
    """Everything between two days that `user` may see, by day; `only` names sources, empty means all."""
    if not user.is_authenticated or not user.is_active:
        return []
    found: list[tuple[int, CalendarEntry]] = []
    for rank, source in enumerate(sources()):
        if not only or source.code in only:
            found += [(rank, entry) for entry in source.entries(user, first, last, today)]
    return [entry for _rank, entry in sorted(found, key=lambda pair: (pair[1].day, pair[0], pair[1].title))]
