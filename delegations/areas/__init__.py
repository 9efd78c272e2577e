"""What each area of this room announces to the house (sections, flags, triggers, calendar dates, kinds, menu)."""

from __future__ import annotations

from delegations.areas import (
    conferences,
    engagements,
    exchange,
    imports,
    matching,
    outcomes,
    programme,
    statistics,
    trips,
)


def register() -> None:
    """Called from `AppConfig.ready()`."""
    for area in (
        trips,
        programme,
        outcomes,
        conferences,
        engagements,
        statistics,
        matching,
        exchange,
        imports,
    ):
        area.register()
