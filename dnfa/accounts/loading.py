"""Agencies of the city and who carried on whose work."""

from __future__ import annotations

from dnfa.accounts.enums import AgencyKind, SuccessionKind
from dnfa.accounts.models import Agency, AgencySuccession
from dnfa.core.loading import Fact, Load, register

AGENCIES = "key name_vi abbreviations name_en kind valid_from valid_to note sources"
SUCCESSIONS = "predecessor successor kind effective_on legal_document sources note"


def load_agencies(load: Load) -> None:
    """Vietnamese units under their names of 2023, with the years the sources give."""
    rows = load.rows("agencies.csv", AGENCIES)
    facts = [
        Fact(
            row,
            {
                "key": row.required("key"),
                "name_vi": row.required("name_vi"),
                "name_en": row.text("name_en"),
                "abbreviations": row.many("abbreviations"),
                "kind": row.choice("kind", AgencyKind),
                "valid_from": row.partial("valid_from"),
                "valid_to": row.partial("valid_to"),
                "note": row.text("note"),
            },
        )
        for row in rows
    ]
    for row, agency in zip(rows, load.sync("agencies", Agency, "key", facts), strict=True):
        load.remember("agency", row.text("key"), agency)
        load.cite(row, "sources", agency)


def load_successions(load: Load) -> None:
    """Splits, mergers and dissolutions the sources state."""
    rows = load.rows("agency_successions.csv", SUCCESSIONS)
    facts = [
        Fact(
            row,
            {
                "predecessor": load.find(row, "predecessor", "agency"),
                "successor": load.find(row, "successor", "agency"),
                "kind": row.choice("kind", SuccessionKind),
                "effective_on": row.partial("effective_on"),
                "legal_document": row.text("legal_document"),
                "note": row.text("note"),
            },
        )
        for row in rows
    ]
    key = ("predecessor", "successor", "kind")
    for row, succession in zip(
        rows, load.sync("agency_successions", AgencySuccession, key, facts), strict=True
    ):
        load.cite(row, "sources", succession)


def register_loaders() -> None:
    """Announce the steps of this room (from `AppConfig.ready`)."""
    register(50, "agencies", load_agencies)
    register(51, "agency_successions", load_successions)
