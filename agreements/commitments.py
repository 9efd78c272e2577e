"""What can be told of a commitment without looking anything up."""

from __future__ import annotations

import re
from decimal import Decimal

from dnfa.core.text import clean_line

LONGEST_TITLE = 500
_SENTENCE_END = re.compile(r"(?P<last>\S*)[.!?;](?=\s)|\n")
_ABBREVIATIONS = frozenset({"Tp", "Ths", "ThS", "Dr", "Mr", "Mrs", "St"})
_LONGEST_ABBREVIATION = 3


def first_sentence(text: str) -> str:
    """The first sentence or line of a text, without its full stop, at most as long as a title.

    "TP. Đà Nẵng", "ThS. Lan" and "1. Hai bên" at the beginning end no sentence.
    """
    for end in _SENTENCE_END.finditer(text):
        if end.group() == "\n" or not _is_abbreviation(end.group("last"), at_start=end.start() == 0):
            text = text[: end.end()]
            break
    sentence = clean_line(text).rstrip(".;")
    return sentence if len(sentence) <= LONGEST_TITLE else f"{sentence[: LONGEST_TITLE - 1].rstrip()}…"


def _is_abbreviation(word: str, *, at_start: bool) -> bool:
    """Whether a stop after this word says nothing: capitals like TP, titles, the number of a point, dots alone."""
    if not any(char.isalnum() for char in word):
        return True
    if word.isdigit():
        return at_start
    return word in _ABBREVIATIONS or (word.isupper() and len(word) <= _LONGEST_ABBREVIATION)


def percent_reached(target: Decimal | None, reached: Decimal | None) -> int | None:
    """Whole percent of the target, rounded down and at most 100; None without a target above 0 or without a number."""
    if reached is None or target is None or target <= 0:
        return None
    return min(100, int(reached * 100 / target))
