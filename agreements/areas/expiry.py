"""What the work before an end announces to the house."""

from __future__ import annotations


def register() -> None:
    """Called from `AppConfig.ready()` through `agreements.areas`."""
