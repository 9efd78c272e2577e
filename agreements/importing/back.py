"""The officer's own sheet back, with what became of each row and what to mend."""

from __future__ import annotations

from agreements.importing.layout import find_table
from agreements.importing.reading import ERROR, LIMITS
from dnfa.core.enums import ImportFate
from dnfa.core.models import ImportBatch, ImportRow
from dnfa.core.sheets import RowMark, mark_sheet, read_sheets


def annotate(batch: ImportBatch) -> bytes:
    """The uploaded sheet as .xlsx with columns "Kết quả" and "Cần sửa"; wrong cells red, unclear ones yellow."""
    content = bytes(batch.content)
    table = find_table(read_sheets(content, limits=LIMITS))
    positions = {column.label: position for column, position in table.positions.items()}
    marks = {row.number: _mark(row, positions) for row in batch.rows.all()}
    return mark_sheet(content, sheet=table.sheet, header_row=table.header_row, marks=marks)


def _mark(row: ImportRow, positions: dict[str, int]) -> RowMark:
    places: dict[str, set[int]] = {}
    for problem in row.problems:
        # A column the sheet does not have (STT, note) has no cell to colour.
        if problem["column"] in positions:
            places.setdefault(problem["severity"], set()).add(positions[problem["column"]])
    advice = "\n".join(f"{problem['column']}: {problem['message']}" for problem in row.problems)
    wrong = places.pop(ERROR, set())
    unclear = {position for found in places.values() for position in found}
    return RowMark(str(ImportFate(row.fate).label), advice, frozenset(wrong), frozenset(unclear))
