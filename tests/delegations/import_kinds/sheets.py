"""What the tests of this room's tables share besides `tests.agreements.import_kinds.sheets`."""

from __future__ import annotations

from typing import Any

from tests.agreements.import_kinds.sheets import register_now

ROOMS = ("delegations", "followup")


def room_now() -> dict[str, list[dict[str, Any]]]:
    """Every row an import of this room can write, but for audit rows and version numbers."""
    return register_now(ROOMS)
