"""New papers of a table that may be papers the register, or an earlier row, already has: seen in the preview.

The rules are those of `agreements.naming.possible_duplicates`, which asks the database about one paper and has the last
word when a row is written; here a whole portion of rows is compared with two queries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from agreements.import_kinds.common import papers_seen
from agreements.models import AgreementParty
from agreements.naming import A_YEAR, LIKE_TITLE, SAME_TITLE
from dnfa.core.partial_dates import PartialDate, add_months
from dnfa.core.text import fold

_WORD = re.compile(r"[^\W_]+")


def trigrams(folded: str) -> frozenset[str]:
    """The trigrams of PostgreSQL's pg_trgm: each word with two blanks before and one behind."""
    padded = (f"  {word} " for word in _WORD.findall(folded))
    return frozenset(word[at : at + 3] for word in padded for at in range(len(word) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two titles are, from 0 to 1, as `similarity()` of pg_trgm tells."""
    return len(one & other) / len(one | other) if one or other else 0.0


@dataclass(frozen=True)
class Paper:
    """What two papers are compared by."""

    title: str
    type: str
    day: PartialDate | None
    partners: frozenset[int]
    trigrams: frozenset[str]

    @classmethod
    def of(cls, title: str, type_: str, day: PartialDate | None, partners: Iterable[int]) -> Paper:
        return cls(title, type_, day, frozenset(partners), trigrams(fold(title)))

    def may_be(self, known: Paper) -> bool:
        """Whether this new paper may be one that is known: partner and type, partner and title, or title alone."""
        shared = bool(self.partners & known.partners)
        near = self._near(known)
        if shared and near and self.type == known.type:
            return True
        if not (shared or near):
            return False
        alike = likeness(self.trigrams, known.trigrams)
        return (shared and alike >= LIKE_TITLE) or (near and alike >= SAME_TITLE)

    def _near(self, known: Paper) -> bool:
        if self.day is None or known.day is None:
            return known.day is None and self.day is None
        return known.day.first_day() <= add_months(
            self.day.last_day(), A_YEAR
        ) and known.day.last_day() >= add_months(self.day.first_day(), -A_YEAR)


def register_papers(user: Any) -> list[Paper]:
    """Every paper of the register, as it is compared: two queries."""
    sides: dict[int, list[int]] = {}
    for paper, partner in AgreementParty.objects.values_list("agreement", "partner"):
        sides.setdefault(paper, []).append(partner)
    rows = papers_seen(user).order_by("pk").values_list("pk", "title_vi", "type", "signed_on")
    return [Paper.of(title, type_, day, sides.get(pk, [])) for pk, title, type_, day in rows]


def alike(paper: Paper, known: Sequence[Paper], *, most: int) -> list[str]:
    """Titles of the papers that it may be, at most so many."""
    found: list[str] = []
    for other in known:
        if paper.may_be(other):
            found.append(other.title)
            if len(found) == most:
                break
    return found
