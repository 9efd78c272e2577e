"""What reports of results, obligations, their deadlines announce to the house."""

from __future__ import annotations


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
