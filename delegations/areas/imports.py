"""What the tables brought in and taken out announce to the house."""

from __future__ import annotations

from dnfa.core.table_import import register_kind


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    from delegations.import_kinds import KINDS  # noqa: PLC0415 - models must be loaded

    for kind in KINDS:
        register_kind(kind)
