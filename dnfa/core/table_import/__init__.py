"""Tables of every room on their way into the register and back: docs/importing.md, "Adding a kind"."""

from __future__ import annotations

from dnfa.core.table_import.kinds import (
    CLEARS,
    ERROR,
    NOTE,
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    found_by,
)
from dnfa.core.table_import.periods import Period
from dnfa.core.table_import.readers import (
    Reader,
    choice,
    keys_of,
    number,
    partial_date,
    plain,
    several,
    slug,
    text,
    whole_date,
    yes_no,
)
from dnfa.core.table_import.registry import Importer, register_importer, register_kind

__all__ = [
    "CLEARS",
    "ERROR",
    "NOTE",
    "Importer",
    "Period",
    "Problem",
    "Reader",
    "RowValues",
    "SheetColumn",
    "SheetKind",
    "choice",
    "found_by",
    "keys_of",
    "number",
    "partial_date",
    "plain",
    "register_importer",
    "register_kind",
    "several",
    "slug",
    "text",
    "whole_date",
    "yes_no",
]
