from __future__ import annotations

import pytest

from dnfa.core import search as box
from dnfa.core.search import Findings, Hit, SearchSource, best_name, register_source, search, sources


@pytest.fixture
def no_sources(monkeypatch):
    monkeypatch.setattr(box, "_sources", {})


def source(kind: str, order: int, *names: str, guesses: tuple[str, ...] | None = None) -> SearchSource:
    def found(_user, _text, most):
        return [Hit(kind, name, name, name, f"/{name}") for name in names][:most]

    def guessed(_user, _text, most):
        return [Hit(kind, name, name, name, f"/{name}") for name in guesses or ()][:most]

    return SearchSource(kind, kind.title(), order, found, None if guesses is None else guessed)


def test_hits_stand_by_nearness_then_by_kind(no_sources):
    register_source(source("second", 20, "Salo", "Tasalo"))
    register_source(source("first", 10, "Về Salo và Turku", "Thành phố Salo", "Salo Turku", "turku"))

    hits = search(None, "SALO").hits

    assert [hit.title for hit in hits] == [
        "Thành phố Salo",
        "Salo",
        "Về Salo và Turku",
        "Salo Turku",
        "Tasalo",
        "turku",
    ]


def test_each_kind_gives_its_best(no_sources):
    register_source(source("a", 10, *(f"x {number} salo y" for number in range(20)), "Salo"))

    hits = search(None, "salo", most=2).hits

    assert [hit.title for hit in hits] == ["Salo", "x 0 salo y"]


def test_guesses_are_asked_for_only_when_nothing_holds_the_words(no_sources):
    register_source(source("a", 10, guesses=("Yokohama",)))
    register_source(source("b", 20))

    guessed = search(None, "yokohma")
    register_source(source("b", 20, "Yokohma"))
    found = search(None, "yokohma")

    assert (guessed.guessed, [hit.title for hit in guessed.hits]) == (True, ["Yokohama"])
    assert (found.guessed, [hit.title for hit in found.hits]) == (False, ["Yokohma"])


@pytest.mark.parametrize("text", ["", "  ", "abc", "\x00"])
def test_too_little_is_not_guessed_at(no_sources, text):
    register_source(source("a", 10, guesses=("Abcd",)))

    assert search(None, text) == Findings([])


def test_a_kind_registered_twice_is_there_once(no_sources):
    register_source(source("a", 10))
    register_source(source("a", 5, "x"))

    assert [(item.kind, item.order) for item in sources()] == [("a", 5)]


def test_groups_leave_empty_kinds_out(no_sources):
    register_source(source("a", 10))
    register_source(source("b", 20, "Salo"))

    assert [(label, [hit.title for hit in hits]) for label, hits in search(None, "salo").by_kind()] == [
        ("B", ["Salo"])
    ]


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (["Changwon", "Masan"], "masan", "Masan"),
        (["Thành phố Sakai", "Sakai City", "堺市"], "堺市", "堺市"),
        (["Bản ghi nhớ", "12/QĐ-UBND"], "12/qd", "12/QĐ-UBND"),
        (["Hội Sakai mở rộng", "", "Sakai"], "sakai", "Sakai"),
        (["Một", "Hai"], "ba", "Một"),
        (["", ""], "ba", ""),
    ],
)
def test_the_name_that_holds_the_words(names, text, expected):
    assert best_name(names, text) == expected
