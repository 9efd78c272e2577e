"""The calendar: one protocol for everything that has a day, shown as a month, as a list and as an iCal feed."""

from __future__ import annotations

from dnfa.followup.calendar.registry import (
    CalendarEntry,
    CalendarSource,
    entries,
    register_source,
    sources,
)

__all__ = ["CalendarEntry", "CalendarSource", "entries", "register_source", "sources"]
