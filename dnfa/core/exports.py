"""Lists as files: .xlsx for reading and printing, .csv for other programs. No cell can start a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone

from dnfa.core.clock import VIETNAM
from dnfa.core.display import display_value
from dnfa.core.partial_dates import PartialDate, Precision

# Spreadsheet programs read a cell that begins so as a formula; the full-width forms are read the same way.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST_COLUMN_PIXELS = 420
_MOST_CELL_CHARACTERS = 32_767  # the limit of the .xlsx format
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Sheet:
    """A list ready to be written: its title, what was filtered and as of when, its heads and rows."""

    title: str
    notes: Sequence[str]
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would read as a formula; other texts stay as they are."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv_value(value: Any) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    return neutralise(display_value(value))


def stream_csv(sheet: Sheet) -> Iterator[str]:
    """The list line by line: UTF-8 with a byte-order mark, comma-separated, first line the heads.

    Dates are dd/mm/yyyy as on screen; numbers are plain (1234567.89). Title and notes are left out.
    """
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([neutralise(head) for head in sheet.heads])
    for row in sheet.rows:
        yield writer.writerow([_csv_value(value) for value in row])


def _as_excel_day(value: Any) -> Any:
    """A date known to the day becomes a real one; Excel's calendar begins in 1900, earlier days stay text."""
    if isinstance(value, PartialDate) and value.precision == Precision.DAY:
        value = value.first_day()
    if isinstance(value, date) and not isinstance(value, datetime) and value.year < 1900:
        return display_value(value)
    return value


def _write_cell(worksheet: Any, position: tuple[int, int], value: Any, formats: dict[str, Any]) -> None:
    value = _as_excel_day(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        worksheet.write_number(*position, value, formats["whole" if value == int(value) else "number"])
    elif isinstance(value, datetime):
        local = value.astimezone(VIETNAM) if timezone.is_aware(value) else value
        worksheet.write_datetime(*position, local.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        worksheet.write_datetime(*position, value, formats["date"])
    else:
        text = neutralise(display_value(value))[:_MOST_CELL_CHARACTERS]
        write = worksheet.write_string if text else worksheet.write_blank
        write(*position, text, formats["text"])


def _formats(workbook: Any) -> dict[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 12}
    cell = {**base, "valign": "top", "border": 1, "text_wrap": True}
    return {
        "title": workbook.add_format({**base, "bold": True, "font_size": 14}),
        "note": workbook.add_format({**base, "italic": True}),
        "head": workbook.add_format(
            {**cell, "bold": True, "valign": "vcenter", "align": "center", "bg_color": "#E5F0F8"}
        ),
        "text": workbook.add_format(cell),
        "whole": workbook.add_format({**cell, "num_format": "#,##0", "align": "right"}),
        "number": workbook.add_format({**cell, "num_format": "#,##0.00", "align": "right"}),
        "date": workbook.add_format({**cell, "num_format": "dd/mm/yyyy", "align": "right"}),
        "moment": workbook.add_format({**cell, "num_format": "dd/mm/yyyy hh:mm", "align": "right"}),
    }


def write_xlsx(sheet: Sheet) -> bytes:
    """The list as a workbook of one sheet, ready to print on A4 landscape with its heads on every page.

    Row 1 is the title, the notes follow (what was filtered, as of when), then the heads with a filter.
    Whole dates and numbers are real ones; everything else is text, never a formula or a link.
    """
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as workbook:
        worksheet = workbook.add_worksheet()
        formats = _formats(workbook)
        head_row = len(sheet.notes) + 2
        for column, head in enumerate(sheet.heads):
            worksheet.write_string(head_row, column, neutralise(head), formats["head"])
        last_row = head_row
        for last_row, row in enumerate(sheet.rows, head_row + 1):
            for column, value in enumerate(row):
                _write_cell(worksheet, (last_row, column), value, formats)
        worksheet.autofit(_WIDEST_COLUMN_PIXELS)  # before the title, which is wider than its column
        worksheet.write_string(0, 0, neutralise(sheet.title), formats["title"])
        for row_number, note in enumerate(sheet.notes, 1):
            worksheet.write_string(row_number, 0, neutralise(note), formats["note"])
        _set_up_page(worksheet, head_row, last_row, len(sheet.heads))
    return target.getvalue()


def _set_up_page(worksheet: Any, head_row: int, last_row: int, columns: int) -> None:
    worksheet.freeze_panes(head_row + 1, 0)
    worksheet.autofilter(head_row, 0, last_row, max(columns - 1, 0))
    worksheet.repeat_rows(head_row)
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer("&R&P/&N")
