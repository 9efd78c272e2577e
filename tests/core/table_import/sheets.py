from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import openpyxl

from dnfa.accounts.import_kinds import AGENCIES
from dnfa.core.models import ImportBatch
from dnfa.core.table_import.services import sheet_create

TODAY = date(2026, 3, 15)
HEADS = (
    "Khóa",
    "Tên cơ quan",
    "Tên tiếng Anh",
    "Tên viết tắt",
    "Loại",
    "Thành lập",
    "Kết thúc",
    "Ghi chú",
)
DEPARTMENT = "Sở, ngành"


def line(name: str = "", kind: str = DEPARTMENT, **cells: str) -> list[str]:
    """A row of agencies; `cells` by key of the column."""
    keys = ("key", "name_vi", "name_en", "abbreviations", "kind", "valid_from", "valid_to", "note")
    said = {"name_vi": name, "kind": kind, **cells}
    return [said.get(key, "") for key in keys]


def workbook(*rows: Sequence[object], heads: Sequence[str] = HEADS) -> bytes:
    """An .xlsx with a heading in row 1 and the rows below."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (heads, *rows):
        sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def preview(*rows: Sequence[object], user=None, heads: Sequence[str] = HEADS) -> ImportBatch:
    """A batch of agencies, previewed."""
    return sheet_create(
        kind=AGENCIES, file_name="co-quan.xlsx", content=workbook(*rows, heads=heads), user=user, today=TODAY
    )


def fates(batch: ImportBatch) -> list[tuple[int, str]]:
    return list(batch.rows.order_by("number").values_list("number", "fate"))


def problems(batch: ImportBatch) -> list[tuple[int, str, str]]:
    """(row, column, message) of every problem."""
    return [
        (row.number, problem["column"], problem["message"])
        for row in batch.rows.order_by("number")
        for problem in row.problems
    ]
