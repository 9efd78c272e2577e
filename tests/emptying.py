"""How the tables are emptied after a test that commits: row by row.

Django truncates. That makes a new file for each table and index, some two thousand of them, and drops the old ones, for a
handful of rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

# What `post_migrate` would write again after every emptying, the same rows each time.
STAYS = frozenset({"django_content_type", "auth_permission"})


def empty_by_rows() -> None:
    """Let this process's connection empty tables so; the triggers that guard the logs stand aside."""

    def statements(_style: Any, tables: Iterable[str], **_facts: bool) -> list[str]:
        names = sorted(connection.ops.quote_name(table) for table in tables if table not in STAYS)
        return [
            "SET LOCAL session_replication_role = replica",
            ";".join(f"DELETE FROM {name}" for name in names),
        ]

    connection.ops.sql_flush = statements  # type: ignore[method-assign]
