"""The proposed sets of criteria before signing (Scheme task I.6), until the Department issues its own."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from agreements.enums import PaperClass
from agreements.models import CriteriaSet, Criterion
from dnfa.core.loading import GONE, Fact, Load, Row

FILE = "signing_criteria.csv"
COLUMNS = (
    "set_key set_name paper_class pass_percent valid_from valid_to basis is_verified set_note"
    " code text hint weight is_required ground"
)


def load_criteria(load: Load) -> None:
    """Sets and their criteria, in the order of the file; `ground` says in the file where a criterion comes from.

    A set that somebody has begun to answer is left alone: it does not change any more.
    """
    groups = [
        list(rows) for _key, rows in groupby(load.rows(FILE, COLUMNS), key=lambda row: row.text("set_key"))
    ]
    sets = load.sync(
        "criteria_sets", CriteriaSet, "key", [Fact(rows[0], _set(load, rows[0])) for rows in groups]
    )
    answered = set(CriteriaSet.objects.filter(criteriaassessment__isnull=False).values_list("pk", flat=True))
    facts = [
        fact
        for rows, criteria_set in zip(groups, sets, strict=True)
        for fact in _criteria(
            rows, GONE if criteria_set is not GONE and criteria_set.pk in answered else criteria_set
        )
    ]
    load.sync("criteria", Criterion, ("criteria_set", "code"), facts)


def _set(load: Load, row: Row) -> dict[str, Any]:
    return {
        "key": row.required("set_key"),
        "name": row.required("set_name"),
        "paper_class": row.choice("paper_class", PaperClass),
        "pass_percent": row.integer("pass_percent"),
        "valid_from": row.required_day("valid_from"),
        "valid_to": row.day("valid_to"),
        "basis": load.find(row, "basis", "legal_basis"),
        "is_verified": row.yes("is_verified"),
        "note": row.text("set_note"),
    }


def _criteria(rows: list[Row], criteria_set: Any) -> list[Fact]:
    return [
        Fact(
            row,
            {
                "criteria_set": criteria_set,
                "code": row.required("code"),
                "text": row.required("text"),
                "hint": row.text("hint"),
                "weight": row.integer("weight"),
                "is_required": row.yes("is_required"),
                "order": order,
            },
        )
        for order, row in enumerate(rows, start=1)
    ]
