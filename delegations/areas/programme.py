"""What the year's programme and the limits announce to the house."""

from __future__ import annotations


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
