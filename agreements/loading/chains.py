"""Which paper followed which: so that a renewed tie is not called expired."""

from __future__ import annotations

from agreements.enums import EventKind
from agreements.models import AgreementEvent
from dnfa.core.loading import Fact, Load

REPLACEMENTS = "earlier later effective_on sources note"


def load_replacements(load: Load) -> None:
    """A replacement event on the earlier paper, from the day the later one takes effect."""
    rows = load.rows("replacements.csv", REPLACEMENTS)
    facts = [
        Fact(
            row,
            {
                "key": f"{row.required('earlier')}-replaced",
                "agreement": load.find(row, "earlier", "agreement"),
                "kind": EventKind.REPLACEMENT,
                "effective_on": row.partial("effective_on"),
                "successor": load.find(row, "later", "agreement"),
                "note": row.text("note"),
            },
        )
        for row in rows
    ]
    for row, event in zip(rows, load.sync("replacements", AgreementEvent, "key", facts), strict=True):
        load.cite(row, "sources", event)
