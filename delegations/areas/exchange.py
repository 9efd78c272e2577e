"""What imports, calendar and feeds announce to the house."""

from __future__ import annotations

from delegations import calendar_invitations, calendar_sources


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    calendar_sources.register()
    calendar_invitations.register()
