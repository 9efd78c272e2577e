"""The report as a Word file in the form of Decree 30/2020/NĐ-CP (law-and-conventions: section 5).

A4; margins 20 mm above and below, 30 left, 15 right; Times New Roman 14, black; page number in the middle of
the top margin, not on the first page; annexes in sections of their own, wide tables across the page.
"""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dnfa.core import docx_parts as parts
from dnfa.core.docx_parts import (
    BODY_SIZE,
    FIRST_LINE_MM,
    LANDSCAPE_WIDTH_MM,
    PORTRAIT_WIDTH_MM,
    TABLE_SIZE,
    write,
)
from dnfa.core.numbers import roman
from reports.annual.document import Annex, Letterhead, Paragraph, Row, Section, Table, YearlyReport


def to_docx(report: YearlyReport) -> bytes:
    """The report as .docx; properties carry the cut-off's time, so that the same content gives the same properties."""
    document = docx.Document()
    parts.prepare_styles(document)
    properties = document.core_properties
    properties.title = f"{report.letterhead.type_name}: {report.subject}"
    properties.author, properties.last_modified_by = "Sở Ngoại vụ thành phố Đà Nẵng", ""
    properties.language, properties.comments = "vi-VN", ""
    properties.created = properties.modified = report.prepared_at.replace(tzinfo=None)
    parts.set_page(document.sections[0], landscape=False)
    _letterhead(document, report)
    for text in report.basis:
        _body(document, text, italic=True)
    for text in report.opening:
        _body(document, text)
    for number, section in enumerate(report.sections, 1):
        _section(document, roman(number), section)
    _body(document, report.closing).paragraph_format.keep_with_next = True
    _signature(document, report.letterhead)
    for annex in report.annexes:
        _annex(document, annex, report.annex_reference)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _letterhead(document: Document, report: YearlyReport) -> None:
    head = report.letterhead
    parts.letterhead(
        document,
        parent_body=head.parent_body,
        body=head.body,
        symbol=head.symbol,
        issued_line=report.issued_line,
        motto=(head.motto_upper, head.motto_lower),
    )
    write(document.add_paragraph(), head.type_name, size=14, bold=True, align="center", before=14)
    write(document.add_paragraph(), report.subject, size=14, bold=True, align="center", before=0)
    parts.rule_below(document.add_paragraph(), width_mm=PORTRAIT_WIDTH_MM, line_mm=PORTRAIT_WIDTH_MM / 3)
    write(document.add_paragraph(), head.addressee, size=14, align="center", before=10, after=6)


def _body(document: Document, text: str, *, italic: bool | None = None) -> Any:
    return write(
        document.add_paragraph(),
        text,
        size=BODY_SIZE,
        italic=italic,
        align="justify",
        before=6,
        indent_mm=FIRST_LINE_MM,
    )


def _section(document: Document, number: str, section: Section) -> None:
    write(
        document.add_paragraph(style="Heading 1"),
        f"{number}. {section.title}",
        bold=True,
        indent_mm=FIRST_LINE_MM,
    )
    for block in section.blocks:
        if isinstance(block, Table):
            _table(document, block, width_mm=PORTRAIT_WIDTH_MM)
        elif block.kind == "heading":
            write(document.add_paragraph(style="Heading 2"), block.text, bold=True, indent_mm=FIRST_LINE_MM)
        else:
            _body(document, _line(block))


def _line(block: Paragraph) -> str:
    return f"- {block.text}" if block.kind == "item" else block.text


def _table(document: Document, table: Table, *, width_mm: float) -> None:
    """A table with its title above; an empty one is a sentence."""
    if table.title:
        write(
            document.add_paragraph(), table.title, size=13, bold=True, before=8, after=3
        ).paragraph_format.keep_with_next = True
    if not table.rows:
        _body(document, table.empty)
        return
    grid = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    total = sum(column.width for column in table.columns)
    widths = [column.width * width_mm / total for column in table.columns]
    parts.fix_layout(grid, widths)
    parts.set_cell_margins(grid, side_mm=1.2)
    for cell, column, width in zip(grid.rows[0].cells, table.columns, widths, strict=True):
        cell.width = Mm(width)
        write(cell.paragraphs[0], column.title, size=table.size, bold=True, align="center", before=2, after=2)
    parts.keep_row_whole(grid.rows[0], repeat=True)
    for row in table.rows:
        _table_row(grid, table, row, widths)
    if table.note:
        write(document.add_paragraph(), table.note, size=TABLE_SIZE, italic=True, align="justify", before=3)
    document.add_paragraph().paragraph_format.space_before = Pt(0)


def _table_row(grid: Any, table: Table, row: Row, widths: list[float]) -> None:
    line = grid.add_row()
    parts.keep_row_whole(line)
    cells = line.cells
    if row.is_group:
        merged = cells[0].merge(cells[-1])
        paragraph = write(merged.paragraphs[0], row.cells[0], size=table.size, bold=True, before=2, after=2)
        paragraph.paragraph_format.keep_with_next = True
        return
    for cell, text, column, width in zip(cells, row.cells, table.columns, widths, strict=True):
        cell.width = Mm(width)
        for position, part in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
            write(
                paragraph,
                part,
                size=table.size,
                bold=row.is_total or None,
                align=column.align,
                before=2,
                after=1,
            )


def _signature(document: Document, head: Letterhead) -> None:
    table = document.add_table(rows=1, cols=2)
    parts.fix_layout(table, [PORTRAIT_WIDTH_MM / 2, PORTRAIT_WIDTH_MM / 2])
    parts.keep_row_whole(table.rows[0])
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True, before=12)
    for text in head.recipients:
        write(left.add_paragraph(), text, size=11, before=0)
    write(right.paragraphs[0], head.signer, size=14, bold=True, align="center", before=12)
    for _line_for_the_hand in range(4):
        write(right.add_paragraph(), "", size=14, align="center", before=0)


def _annex(document: Document, annex: Annex, reference: str) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    for old in section._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001  (copied from the section before)
        section._sectPr.remove(old)  # noqa: SLF001  (as above)
    parts.set_page(section, landscape=annex.landscape)
    width = LANDSCAPE_WIDTH_MM if annex.landscape else PORTRAIT_WIDTH_MM
    heading = document.add_paragraph(style="Heading 1")
    write(heading, f"Phụ lục {annex.number}", size=14, bold=True, align="center", before=0)
    write(document.add_paragraph(), annex.title.upper(), size=14, bold=True, align="center", before=0)
    write(document.add_paragraph(), reference, size=13, italic=True, align="center", before=0, after=6)
    parts.rule_below(document.add_paragraph(), width_mm=width, line_mm=PORTRAIT_WIDTH_MM / 3)
    if annex.note:
        write(document.add_paragraph(), annex.note, size=13, italic=True, align="justify", before=4, after=4)
    for table in annex.tables:
        _table(document, table, width_mm=width)
