"""A row of a table beside the record it means: what it changes, and checks of that alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from agreements.import_kinds.common import differing, is_unread
from dnfa.core.table_import import Problem, RowValues, SheetColumn


def compared(
    columns: Sequence[SheetColumn],
    values_of: Callable[[Any], Mapping[str, Any]],
    row: Mapping[str, Any],
    record: Any,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a row writes otherwise than its record, all of it for a new one; and the record as the row leaves it."""
    current = values_of(record) if record is not None else {}
    return differing(columns, row, current), {**current, **row}


@dataclass(frozen=True)
class Change:
    """A row beside the record it means, None for a new one: what it gives otherwise, and the record as it leaves it."""

    row: RowValues
    record: Any
    given: dict[str, Any]
    told: dict[str, Any]

    def lacks(self, name: str) -> bool:
        """Whether the record stays without it; a cell that could not be read is told already."""
        return not self.told.get(name) and not is_unread(self.row, name)


def checks_change(
    columns: Sequence[SheetColumn], values_of: Callable[[Any], Mapping[str, Any]]
) -> Callable[[Callable[..., list[Problem]]], Callable[..., list[Problem]]]:
    """A kind's `check` of a `Change`. A row that leaves its record as it stands is not looked at: what the register has
    is no fault of the table.
    """

    def decorate(check: Callable[..., list[Problem]]) -> Callable[..., list[Problem]]:
        @wraps(check)
        def checked(row: RowValues, record: Any, **context: Any) -> list[Problem]:
            given, told = compared(columns, values_of, row, record)
            if record is not None and not given:
                return []
            return check(Change(row, record, given, told), **context)

        return checked

    return decorate
