"""The city's limits on delegations abroad, from data/trip_limits.csv."""

from __future__ import annotations

from delegations.enums import HeadRank, LimitKind
from delegations.models import TripLimit
from dnfa.core.loading import Fact, Load

TRIP_LIMITS = "kind rank most valid_from valid_to basis clause is_verified note"


def load_trip_limits(load: Load) -> None:
    """Limits with their days; needs the legal bases."""
    facts = [
        Fact(
            row,
            {
                "kind": row.choice("kind", LimitKind),
                "rank": row.choice_or_none("rank", HeadRank) or "",
                "most": row.integer("most"),
                "valid_from": row.required_day("valid_from"),
                "valid_to": row.day("valid_to"),
                "basis": load.find(row, "basis", "legal_basis"),
                "clause": row.text("clause"),
                "is_verified": row.yes("is_verified"),
                "note": row.text("note"),
            },
        )
        for row in load.rows("trip_limits.csv", TRIP_LIMITS)
    ]
    load.sync("trip_limits", TripLimit, ("kind", "rank", "valid_from"), facts)
