"""The cells of an .xlsx as the person sees them."""

from __future__ import annotations

import io
import warnings
import zipfile
from bisect import bisect
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

import openpyxl
from defusedxml.ElementTree import iterparse
from openpyxl.worksheet.cell_range import CellRange

from dnfa.core.sheets.archive import DAMAGED, check_archive
from dnfa.core.sheets.model import (
    EMPTY,
    Limits,
    ReadSheet,
    SheetCell,
    SheetRow,
    damaged,
    storable,
    text_cell,
    too_many_rows,
    without_empty_end,
)

_EXCEL_ROWS = 1_048_576
_MOST_MERGED = 5_000  # beyond that a sheet is no table of ours, and filling it would take long
_MERGED = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}mergeCell"


def read_xlsx(content: bytes, limits: Limits) -> list[ReadSheet]:
    """Every sheet of a workbook, row by row. Raises `SheetError`."""
    check_archive(content, limits)
    sheets: list[ReadSheet] = []
    left = limits.rows
    try:
        for worksheet in _worksheets(content):
            rows = list(islice(_rows(worksheet, limits), left + 1))
            left -= len(rows)
            if left < 0:
                raise too_many_rows(limits)
            path = worksheet._worksheet_path  # noqa: SLF001  (openpyxl tells merged cells only when it loads everything)
            sheets.append(ReadSheet(worksheet.title, _filled_down(rows, _merged_down(content, path))))
    except DAMAGED as error:
        raise damaged() from error
    return sheets


def _worksheets(content: bytes) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that are not read
        workbook = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False
        )
        try:
            yield from workbook.worksheets
        finally:
            workbook.close()


def _merged_down(content: bytes, path: str) -> list[CellRange]:
    """Ranges of one column over several rows: one value said for all of them, as in printed tables."""
    ranges = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(path) as part:
        for _event, element in iterparse(part, forbid_dtd=True):
            if element.tag == _MERGED:
                merged = CellRange(element.get("ref"))
                if merged.min_col == merged.max_col:
                    ranges.append(merged)
            element.clear()
    return ranges[:_MOST_MERGED]


def _filled_down(rows: list[SheetRow], ranges: list[CellRange]) -> list[SheetRow]:
    """The rows with the value of a vertically merged range in each of its cells; rows without content stay out."""
    by_number = {row.number: list(row.cells) for row in rows}
    numbers = sorted(by_number)
    for merged in ranges:
        column = merged.min_col - 1
        top = by_number.get(merged.min_row, [])
        if column >= len(top):
            continue
        for number in numbers[bisect(numbers, merged.min_row) : bisect(numbers, merged.max_row)]:
            cells = by_number[number]
            cells += [EMPTY] * (column + 1 - len(cells))
            cells[column] = top[column]
    return [SheetRow(number, tuple(cells)) for number, cells in by_number.items()]


def _rows(worksheet: Any, limits: Limits) -> Iterator[SheetRow]:
    worksheet.reset_dimensions()  # the stated size is whatever the writer says, often the whole sheet
    rows = islice(worksheet.iter_rows(max_col=limits.columns), _EXCEL_ROWS)
    for number, cells in enumerate(rows, start=1):
        read = tuple(_cell(cell) for cell in cells)
        if any(cell.text or cell.is_formula for cell in read):
            yield SheetRow(number, without_empty_end(read))


def _cell(cell: Any) -> SheetCell:
    value = cell.value
    if value is None:
        return EMPTY
    if cell.data_type == "f":
        return SheetCell(storable(getattr(value, "text", None) or str(value)), is_formula=True)
    if cell.data_type == "e":
        return SheetCell(storable(str(value)), is_error=True)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return SheetCell(_text(value, cell.number_format), is_number=True)
    return text_cell(_text(value, cell.number_format))


def _text(value: Any, number_format: str | None) -> str:
    if isinstance(value, datetime):
        is_whole_day = value.time() == time.min
        day = _day_text(value.date(), number_format or "")
        return day if is_whole_day else f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return _day_text(value, number_format or "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _day_text(day: date, number_format: str) -> str:
    """The date with no more precision than the cell shows: Excel turns a typed "4/2012" into 1 April, shown "Apr-12"."""
    shown = _format_letters(number_format)
    if "y" in shown and "d" not in shown:
        return f"{day.month}/{day.year}" if "m" in shown else str(day.year)
    return f"{day:%d/%m/%Y}"


def _format_letters(number_format: str) -> set[str]:
    """Letters of a number format outside quotes, brackets and escapes."""
    letters: set[str] = set()
    closing = ""
    skip = False
    for char in number_format.split(";", maxsplit=1)[0].lower():
        if skip:
            skip = False
        elif closing:
            closing = "" if char == closing else closing
        elif char in '"[':
            closing = "]" if char == "[" else '"'
        elif char in "\\_*":
            skip = True
        else:
            letters.add(char)
    return letters
