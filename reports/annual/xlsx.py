"""The annexes as a workbook: figures, definitions, and one sheet for each annex, set up for printing."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from dnfa.core.docx_parts import FONT, plain
from dnfa.core.exports import neutralise
from reports.annual.document import Annex, Row, Table, YearlyReport

A4 = 9
SHEET_WIDTH = 125  # characters over all columns: what fits an A4 page across
PAPER_LETTERS = 12  # points
MOST_CHARACTERS = 32_767  # of one cell, a limit of the file format


def to_xlsx(report: YearlyReport) -> bytes:
    """The workbook as bytes. Every cell of text is text: nothing in it can become a formula or a link."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties(
            {
                "title": f"Phụ lục {report.letterhead.type_name.lower()} năm {report.year}",
                "author": "Sở Ngoại vụ thành phố Đà Nẵng",
                "created": report.prepared_at.replace(tzinfo=None),
            }
        )
        formats = _formats(workbook)
        _figures(workbook, formats, report)
        for annex in report.annexes:
            _annex(workbook, formats, annex, _as_of(report))
    return stream.getvalue()


def _formats(workbook: Any) -> dict[str, Any]:
    workbook.formats[0].set_font_name(FONT)
    base = {"font_name": FONT, "font_size": 12, "valign": "top"}
    boxed = {**base, "border": 1, "text_wrap": True}
    return {
        "title": workbook.add_format({**base, "bold": True, "font_size": 14}),
        "note": workbook.add_format({**base, "italic": True}),
        "head": workbook.add_format({**boxed, "bold": True, "align": "center", "valign": "vcenter"}),
        "group": workbook.add_format({**boxed, "bold": True}),
        "money": workbook.add_format({**boxed, "num_format": "#,##0.00", "align": "right"}),
        "number": workbook.add_format({**boxed, "num_format": "#,##0", "align": "right"}),
        **{align: workbook.add_format({**boxed, "align": align}) for align in ("left", "center", "right")},
        **{
            f"total-{align}": workbook.add_format({**boxed, "align": align, "bold": True})
            for align in ("left", "center", "right")
        },
    }


def _text(sheet: Any, row: int, column: int, text: str, cell_format: Any) -> None:
    sheet.write_string(row, column, neutralise(plain(text))[:MOST_CHARACTERS], cell_format)


def _print_setup(sheet: Any, *, landscape: bool, head_row: int) -> None:
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=1.18, right=0.6, top=0.8, bottom=0.8)  # inches: 30, 15, 20, 20 mm
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head_row)
    sheet.freeze_panes(head_row + 1, 0)
    sheet.set_header('&C&"Times New Roman"&13&P')


def _figures(workbook: Any, formats: dict[str, Any], report: YearlyReport) -> None:
    """Figures with definitions, and below them sums of money as numbers, each currency in a row of its own."""
    sheet = workbook.add_worksheet("Số liệu")
    _text(sheet, 0, 0, "Số liệu chính và cách tính", formats["title"])
    _text(sheet, 1, 0, f"{report.subject}. {_as_of(report)}", formats["note"])
    for column, width in enumerate((6, 40, 24 if report.sums else 12, 20, 80)):
        sheet.set_column(column, column, width)
    figures = [(line.label, line.value, line.unit, line.definition) for line in report.figures]
    sums = [
        (f"{line.label}{' (ước)' if line.is_estimate else ''}", line.value, line.currency, line.definition)
        for line in report.sums
    ]
    row = 3
    for heads, lines, number in (
        (("STT", "Chỉ tiêu", "Số lượng", "Đơn vị tính", "Cách tính"), figures, "number"),
        (("STT", "Số tiền", "Trị giá", "Loại tiền", "Cách tính"), sums, "money"),
    ):
        if not lines:
            continue
        for column, title in enumerate(heads):
            _text(sheet, row, column, title, formats["head"])
        for position, (label, value, unit, definition) in enumerate(lines, 1):
            sheet.write_number(row + position, 0, position, formats["number"])
            _text(sheet, row + position, 1, label, formats["left"])
            sheet.write_number(row + position, 2, value, formats[number])
            _text(sheet, row + position, 3, unit, formats["left"])
            _text(sheet, row + position, 4, definition, formats["left"])
        row += len(lines) + 2
    _print_setup(sheet, landscape=True, head_row=3)


def _as_of(report: YearlyReport) -> str:
    return f"Số liệu tính đến hết ngày {report.cutoff:%d/%m/%Y}"


def _annex(workbook: Any, formats: dict[str, Any], annex: Annex, as_of: str) -> None:
    """One sheet; tables of one annex stand below each other, the heads of the first are frozen."""
    sheet = workbook.add_worksheet(f"Phụ lục {annex.number}")
    _text(sheet, 0, 0, f"Phụ lục {annex.number}. {annex.title}", formats["title"])
    _text(sheet, 1, 0, as_of, formats["note"])
    row, head_row = 3, 3
    for position, table in enumerate(annex.tables):
        if table.title:
            _text(sheet, row, 0, table.title, formats["title"])
            row += 1
        if position == 0:
            head_row = row
            _widths(sheet, table)
        row = _table(sheet, formats, table, row) + 1
    _print_setup(sheet, landscape=annex.landscape, head_row=head_row)


def _widths(sheet: Any, table: Table) -> None:
    """What is set smaller on paper holds more characters here; the page is fitted to the paper in any case."""
    total = sum(column.width for column in table.columns)
    characters = SHEET_WIDTH * PAPER_LETTERS / table.size
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, max(6.0, column.width / total * characters))


def _table(sheet: Any, formats: dict[str, Any], table: Table, row: int) -> int:
    """Write a table from `row` on; returns the first row after it."""
    for position, column in enumerate(table.columns):
        _text(sheet, row, position, column.title, formats["head"])
    row += 1
    if not table.rows:
        _text(sheet, row, 0, table.empty, formats["note"])
        return row + 1
    for line in table.rows:
        _row(sheet, formats, table, line, row)
        row += 1
    if table.note:
        _text(sheet, row, 0, table.note, formats["note"])
        row += 1
    return row


def _row(sheet: Any, formats: dict[str, Any], table: Table, line: Row, row: int) -> None:
    if line.is_group:
        sheet.merge_range(row, 0, row, len(table.columns) - 1, "", formats["group"])
        _text(sheet, row, 0, line.cells[0], formats["group"])
        return
    for position, (text, column) in enumerate(zip(line.cells, table.columns, strict=True)):
        if text.isascii() and text.isdigit() and (len(text) == 1 or text[0] != "0"):
            sheet.write_number(row, position, int(text), formats["number"])
        else:
            _text(
                sheet,
                row,
                position,
                text,
                formats[f"total-{column.align}" if line.is_total else column.align],
            )
