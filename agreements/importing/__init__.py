"""Importing the official 7-column table of relations: docs/importing.md."""

from __future__ import annotations

from agreements.importing.services import (
    WrongRowsError,
    commit_batch,
    create_batch,
    import_relations_file,
    refresh_batch,
    undo_batch,
)

__all__ = [
    "WrongRowsError",
    "commit_batch",
    "create_batch",
    "import_relations_file",
    "refresh_batch",
    "undo_batch",
]
