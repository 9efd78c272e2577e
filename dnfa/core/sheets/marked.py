"""The officer's own sheet back: every row with what became of it and what to mend, wrong cells in red."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill

from dnfa.core.exports import neutralise
from dnfa.core.sheets.archive import XLSX, check_archive, kind_of
from dnfa.core.sheets.csv_file import read_csv
from dnfa.core.sheets.model import Limits

# The headings of the two columns; an uploaded sheet may bring them back, so they are the same in every language.
RESULT_HEADING = "Kết quả"
ADVICE_HEADING = "Cần sửa"
_WRONG = PatternFill("solid", fgColor="FFC7CE")
_UNCLEAR = PatternFill("solid", fgColor="FFEB9C")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_RESULT_WIDTH = 16
_ADVICE_WIDTH = 60
_MOST_CELL_CHARACTERS = 32_767
_EXCEL_ROWS = 1_048_576


@dataclass(frozen=True)
class RowMark:
    """What to say beside a row; columns are positions from 0."""

    result: str
    advice: str = ""
    wrong: frozenset[int] = field(default_factory=frozenset)
    unclear: frozenset[int] = field(default_factory=frozenset)


def mark_sheet(content: bytes, *, sheet: str, header_row: int, marks: Mapping[int, RowMark]) -> bytes:
    """An .xlsx of the sheet as sent with two columns beside the table (or in place of those of an earlier round).

    `marks` are by row number. Wrong cells become red, unclear ones yellow. Every formula, in any sheet of
    the file, becomes its own text. `content` was read by `read_sheets` before; raises `SheetError` otherwise.
    """
    book = _from_xlsx(content) if kind_of(content) == XLSX else _from_csv(content)
    _disarm(book)
    worksheet = book[sheet]
    result_column, advice_column = _columns(worksheet, header_row)
    _write(worksheet, header_row, result_column, RESULT_HEADING)
    _write(worksheet, header_row, advice_column, ADVICE_HEADING)
    for column in (result_column, advice_column):
        worksheet.cell(header_row, column).font = Font(bold=True)
    for row, mark in marks.items():
        _write(worksheet, row, result_column, mark.result)
        _write(worksheet, row, advice_column, mark.advice)
        for columns, fill in ((mark.unclear, _UNCLEAR), (mark.wrong, _WRONG)):
            for column in columns:
                worksheet.cell(row, column + 1).fill = fill
    worksheet.column_dimensions[openpyxl.utils.get_column_letter(result_column)].width = _RESULT_WIDTH
    worksheet.column_dimensions[openpyxl.utils.get_column_letter(advice_column)].width = _ADVICE_WIDTH
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _from_xlsx(content: bytes) -> Any:
    check_archive(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions that it leaves out
        return openpyxl.load_workbook(io.BytesIO(content), keep_vba=False, keep_links=False)


def _from_csv(content: bytes) -> Any:
    book = openpyxl.Workbook()
    worksheet: Any = book.active
    sheet = read_csv(content, Limits(rows=_EXCEL_ROWS))
    worksheet.title = sheet.title
    for row in sheet.rows:
        for position, text in enumerate(row.texts, start=1):
            _write(worksheet, row.number, position, text)
    return book


def _disarm(book: Any) -> None:
    for worksheet in book.worksheets:
        for row in worksheet.iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value)
                if isinstance(cell, MergedCell) or not isinstance(text, str):
                    continue
                if cell.data_type == "f" or neutralise(text) != text:
                    cell.value = _inert(text)


def _inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a lone dash in a cell stays a dash."""
    return neutralise(text) if len(text) > 1 else text


def _write(worksheet: Any, row: int, column: int, text: str) -> None:
    cell = worksheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        cell.value = _inert(text)[:_MOST_CELL_CHARACTERS] or None
        cell.alignment = _WRAPPED


def _columns(worksheet: Any, header_row: int) -> tuple[int, int]:
    """Columns (from 1) of an earlier round, else the first two right of everything from the heading down."""
    headings = {cell.value: cell.column for cell in worksheet[header_row] if isinstance(cell.value, str)}
    if RESULT_HEADING in headings and ADVICE_HEADING in headings:
        return headings[RESULT_HEADING], headings[ADVICE_HEADING]
    used = [
        cell.column
        for row in worksheet.iter_rows(min_row=header_row)
        for cell in row
        if cell.value is not None
    ]
    used += [merged.max_col for merged in worksheet.merged_cells.ranges if merged.max_row >= header_row]
    last = max(used, default=0)
    return last + 1, last + 2
