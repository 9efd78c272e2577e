"""What the year's programme and the limits announce to the house."""

from __future__ import annotations


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    from delegations.limit_loading import load_trip_limits  # noqa: PLC0415  (models must be loaded)
    from dnfa.core import loading  # noqa: PLC0415  (as above)

    loading.register(155, "trip_limits", load_trip_limits)
