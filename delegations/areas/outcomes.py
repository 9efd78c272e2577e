"""What reports of results, obligations, their deadlines announce to the house."""

from __future__ import annotations

from delegations import clock_triggers, outcome_flags


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    clock_triggers.register()
    outcome_flags.register()
