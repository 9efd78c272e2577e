"""One search box over all kinds of records: each room registers how its records are found.

A source answers with what `user` may see, best first; the box shows the kinds apart. Marks, letter
case and former names do not matter (`matching()` verbs of the rooms). When no kind of record holds the
words, the sources that can are asked for names that look alike, so that a slip of the finger still finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from dnfa.core.text import fold

MOST_PER_KIND = 8
CANDIDATES = 60  # of one kind, among which the best are chosen
LONGEST_SEARCH = 200
# Shorter texts look like too much, and below this likeness (pg_trgm, 0 to 1) names only share an ending.
SHORTEST_GUESS = 4
LEAST_LIKENESS = 0.5


@dataclass(frozen=True)
class Hit:
    """One record found. `matched` is the name or text in which the words stand; `url` is its page."""

    kind: str
    key: str
    title: str
    matched: str
    url: str


Find = Callable[[Any, str, int], Iterable[Hit]]


@dataclass(frozen=True)
class SearchSource:
    """`find(user, text, most)` returns at most so many hits of one kind; so does `guess`, best first, for names that look alike."""

    kind: str
    label: str | Promise
    order: int
    find: Find
    guess: Find | None = None


@dataclass(frozen=True)
class Findings:
    """What a search found; `guessed` when the words stand nowhere and the hits only look alike."""

    hits: list[Hit]
    guessed: bool = False

    def by_kind(self) -> list[tuple[str | Promise, list[Hit]]]:
        """Kinds with at least one hit, in the order of the sources."""
        groups = [
            (source.label, [hit for hit in self.hits if hit.kind == source.kind]) for source in sources()
        ]
        return [group for group in groups if group[1]]


_sources: dict[str, SearchSource] = {}


def register_source(source: SearchSource) -> None:
    """Add a kind of record; called from `AppConfig.ready()`."""
    _sources[source.kind] = source


def sources() -> list[SearchSource]:
    """All sources in the order of the page."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.kind))


def search(user: Any, text: str, most: int = MOST_PER_KIND) -> Findings:
    """Hits of all kinds, best first: the whole text is the name, then begins a word of it, then stands in it; then by kind.

    Empty or mark-only text finds nothing. Records that `user` may not see are never found.
    """
    text = text.replace("\x00", "")  # PostgreSQL has no such letter
    wanted = fold(text)
    if not wanted:
        return Findings([])
    hits = [hit for source in sources() for hit in _best(source.find(user, text, CANDIDATES), wanted)[:most]]
    if hits:
        return Findings(_best(hits, wanted))
    if len(wanted) < SHORTEST_GUESS:
        return Findings([])
    guesses = [hit for source in sources() if source.guess for hit in source.guess(user, text, most)]
    return Findings(guesses, guessed=bool(guesses))


def _best(hits: Iterable[Hit], wanted: str) -> list[Hit]:
    return sorted(hits, key=lambda hit: _distance(fold(hit.matched), wanted))


def _distance(name: str, wanted: str) -> int:
    """0 the name itself, but for the words before it; 1 a word of it begins so; 2 it stands inside; 3 only its words are there."""
    if name == wanted or name.endswith(f" {wanted}"):
        return 0
    if name.startswith(wanted) or f" {wanted}" in name:
        return 1
    return 2 if wanted in name else 3


def best_name(names: Iterable[str], text: str) -> str:
    """The name that holds most of the words looked for, and among those the closest; "" without any name."""
    wanted = fold(text)
    words = wanted.split()

    def rank(name: str) -> tuple[int, int]:
        folded = fold(name)
        return sum(word in folded for word in words), -_distance(folded, wanted)

    return max((name for name in names if name), key=rank, default="")
