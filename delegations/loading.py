"""Delegations and other contacts of `data/activities.csv`."""

from __future__ import annotations

from typing import Any

from delegations.enums import Direction, EngagementKind
from delegations.models import Delegation, Engagement
from dnfa.core.loading import Fact, Load, Row, register

ACTIVITIES = (
    "key kind title_vi title_en starts_on ends_on precision head_name head_title partner_keys purpose_vi outcome_vi"
    " lead_agency_key size sources"
)
DIRECTIONS = {"delegation_in": Direction.IN, "delegation_out": Direction.OUT}


def load_activities(load: Load) -> None:
    """A delegation for each row of a delegation kind, an engagement for each other row."""
    rows = load.rows("activities.csv", ACTIVITIES)
    delegations = [row for row in rows if row.text("kind") in DIRECTIONS]
    engagements = [row for row in rows if row.text("kind") not in DIRECTIONS]
    travelled = [
        _fact(load, row, direction=DIRECTIONS[row.text("kind")], owes_report=False) for row in delegations
    ]
    others = [_fact(load, row, kind=row.choice("kind", EngagementKind)) for row in engagements]
    records = [
        *zip(delegations, load.sync("delegations", Delegation, "key", travelled), strict=True),
        *zip(engagements, load.sync("engagements", Engagement, "key", others), strict=True),
    ]
    for row, record in records:
        load.remember("activity", row.text("key"), record)
        load.cite(row, "sources", record)


def _fact(load: Load, row: Row, **own: Any) -> Fact:
    return Fact(
        row,
        {
            "key": row.required("key"),
            "title_vi": row.required("title_vi"),
            "title_en": row.text("title_en"),
            "starts_on": row.partial("starts_on", precision="precision"),
            "ends_on": row.partial("ends_on"),
            "is_recurring": row.text("precision") == "recurring",
            "purpose_vi": row.text("purpose_vi"),
            "outcome_vi": row.text("outcome_vi"),
            "persons": row.integer("size"),
            "head_name": row.text("head_name"),
            "head_title": row.text("head_title"),
            **own,
        },
        {
            "partners": load.find_many(row, "partner_keys", "partner"),
            "lead_agencies": load.find_many(row, "lead_agency_key", "agency"),
        },
    )


def register_loaders() -> None:
    """Announce the steps of this room (from `AppConfig.ready`)."""
    register(160, "activities", load_activities)
