"""What each area of this room announces to the house (sections, flags, triggers, calendar dates, kinds, menu)."""

from __future__ import annotations


def register() -> None:
    """Called from `AppConfig.ready()`."""
