"""The steps of the work before an end, from data/renewal_steps.csv."""

from __future__ import annotations

from agreements.enums import BallHolder
from agreements.models import RenewalStep
from dnfa.core.loading import Fact, Load
from dnfa.followup.enums import ClockUnit

RENEWAL_STEPS = "key order title holder offset unit basis is_verified note"


def load_renewal_steps(load: Load) -> None:
    """Steps counted back from the last day in force; needs the legal bases."""
    facts = [
        Fact(
            row,
            {
                "key": row.required("key"),
                "order": row.integer("order"),
                "title": row.required("title"),
                "holder": row.choice("holder", BallHolder),
                "offset": row.integer("offset"),
                "unit": row.choice("unit", ClockUnit),
                "basis": load.find(row, "basis", "legal_basis"),
                "is_verified": row.yes("is_verified"),
                "note": row.text("note"),
            },
        )
        for row in load.rows("renewal_steps.csv", RENEWAL_STEPS)
    ]
    load.sync("renewal_steps", RenewalStep, "key", facts)
