"""What the tests of this room's tables share besides `tests.agreements.import_kinds.sheets`."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from dnfa.core.table_import import SheetKind
from dnfa.core.table_import.planning import plan_table
from tests.agreements.import_kinds.sheets import TODAY, exported, register_now

ROOMS = ("delegations", "followup")


def room_now() -> dict[str, list[dict[str, Any]]]:
    """Every row an import of this room can write, but for audit rows and version numbers."""
    return register_now(ROOMS)


def queries_of(kind: SheetKind, user: Any) -> int:
    """How often the preview of the kind's own export asks the database."""
    content = exported(kind, user)
    with CaptureQueriesContext(connection) as asked:
        plan_table(kind, content, user=user, today=TODAY)
    return len(asked)
