"""The report as PDF by Typst, with the fonts of this project only: the same on every machine, no network."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from dnfa.core.docx_parts import plain
from dnfa.core.numbers import roman
from reports.annual.document import Annex, Paragraph, Table, YearlyReport

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = Path(__file__).resolve().parents[1] / "fonts"


def to_pdf(report: YearlyReport) -> bytes:
    """The report as PDF/A-2b. Text of the register is passed as data, so nothing in it is read as markup."""
    compiled: bytes = typst.compile(
        str(TEMPLATE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(_data(report), ensure_ascii=False)},
        pdf_standards=["a-2b"],
        timestamp=int(report.prepared_at.timestamp()),
    )
    return compiled


def _data(report: YearlyReport) -> dict[str, Any]:
    return {
        "letterhead": asdict(report.letterhead),
        "subject": report.subject,
        "issued_line": report.issued_line,
        "annex_reference": report.annex_reference,
        "basis": report.basis,
        "opening": report.opening,
        "closing": report.closing,
        "sections": [
            {
                "number": roman(number),
                "title": section.title,
                "blocks": [_block(block) for block in section.blocks],
            }
            for number, section in enumerate(report.sections, 1)
        ],
        "annexes": [_annex(annex) for annex in report.annexes],
    }


def _block(block: Paragraph | Table) -> dict[str, Any]:
    if isinstance(block, Table):
        return _table(block)
    return {"type": "paragraph", "kind": block.kind, "text": plain(block.text)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "type": "table",
        "title": table.title,
        "empty": table.empty,
        "note": table.note,
        "size": table.size,
        "columns": [asdict(column) for column in table.columns],
        "rows": [
            {
                "is_group": row.is_group,
                "is_total": row.is_total,
                "cells": [plain(cell) for cell in row.cells],
            }
            for row in table.rows
        ],
    }


def _annex(annex: Annex) -> dict[str, Any]:
    return {
        "number": annex.number,
        "title": annex.title,
        "note": annex.note,
        "landscape": annex.landscape,
        "tables": [_table(table) for table in annex.tables],
    }
