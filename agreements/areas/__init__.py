"""What each area of this room announces to the house (sections, flags, triggers, calendar dates, loaders, menu)."""

from __future__ import annotations

from agreements.areas import carrying_out, consultation, expiry, imports, pipeline, projects, records, reviews


def register() -> None:
    """Called from `AppConfig.ready()`."""
    for area in (records, pipeline, consultation, carrying_out, reviews, expiry, projects, imports):
        area.register()
