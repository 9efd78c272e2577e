"""What agencies may say about delegations, conferences and other contacts they lead, and about those the register lacks."""

from __future__ import annotations

from delegations.update_subjects import conferences, engagements, trips


def register() -> None:
    """From `AppConfig.ready()`."""
    for kind in (trips, conferences, engagements):
        kind.register()
