"""One search box over all kinds of records: each room registers how its records are found.

A source answers with what `user` may see, best first; the box shows the kinds apart. Marks, letter
case and former names do not matter (`matching()` verbs of the rooms).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from dnfa.core.text import fold

MOST_PER_KIND = 8
LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Hit:
    """One record found. `matched` is the name or text in which the words stand; `url` is its page."""

    kind: str
    key: str
    title: str
    matched: str
    url: str


@dataclass(frozen=True)
class SearchSource:
    """`find(user, text, most)` returns at most so many hits of one kind."""

    kind: str
    label: str | Promise
    order: int
    find: Callable[[Any, str, int], Iterable[Hit]]


_sources: dict[str, SearchSource] = {}


def register_source(source: SearchSource) -> None:
    """Add a kind of record; called from `AppConfig.ready()`."""
    _sources[source.kind] = source


def sources() -> list[SearchSource]:
    return sorted(_sources.values(), key=lambda source: (source.order, source.kind))


def search(user: Any, text: str, most: int = MOST_PER_KIND) -> list[Hit]:
    """Hits of all kinds, best first: the whole text is the name, then begins it, then stands in it; then by kind.

    Empty or mark-only text finds nothing.
    """
    wanted = fold(text)
    if not wanted:
        return []
    hits = [hit for source in sources() for hit in source.find(user, text, most)]
    return sorted(hits, key=lambda hit: _distance(fold(hit.matched), wanted))


def _distance(name: str, wanted: str) -> int:
    """0 the name itself, 1 a word of it begins so, 2 it stands inside, 3 only its words are there."""
    if name == wanted or name.endswith(f" {wanted}"):
        return 0
    if name.startswith(wanted) or f" {wanted}" in name:
        return 1
    return 2 if wanted in name else 3


def best_name(names: Iterable[str], text: str) -> str:
    """The name that holds most of the words looked for; the first one when none does."""
    words = fold(text).split()
    return max([name for name in names if name], key=lambda name: sum(word in fold(name) for word in words))
