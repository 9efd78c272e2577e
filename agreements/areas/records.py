"""What making, correcting and continuing a paper announces to the house."""

from __future__ import annotations


def register() -> None:
    """Called from `AppConfig.ready()` through `agreements.areas`."""
