"""Finding the official 7-column table of relations in a sheet, wherever it begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from agreements.importing.words import plain, tidy
from dnfa.core.sheets import EMPTY, ReadSheet, SheetCell, SheetError, SheetRow, address

HEADER_WITHIN = 30


class Column(models.TextChoices):
    """The columns of the table; a label is the official heading (Decision 2887, Annex I), the same in every language."""

    STT = "stt", "Stt"
    SIGNATORY = "signatory", "Cơ quan ký kết"
    PARTNER = "partner", "Đối tác ký"
    COUNTRY = "country", "Nước đối tác"
    SIGNING = "signing", "Ngày ký, ngày hiệu lực"
    TERM = "term", "Thời hạn hiệu lực"
    NOTE = "note", "Ghi chú"


REQUIRED = (Column.SIGNATORY, Column.PARTNER, Column.COUNTRY, Column.SIGNING, Column.TERM)
_SAYS_SOMETHING = (Column.PARTNER, Column.COUNTRY, Column.SIGNING, Column.TERM)
# Headings without marks, brackets and punctuation: the official ones, those of the CSV file, and short forms.
_HEADINGS = {
    Column.STT: {"stt", "so tt", "tt", "so thu tu"},
    Column.SIGNATORY: {"co quan ky ket", "co quan ky"},
    Column.PARTNER: {"doi tac ky", "doi tac", "doi tac ky ket"},
    Column.COUNTRY: {"nuoc doi tac", "nuoc", "quoc gia"},
    Column.SIGNING: {"ngay ky ngay hieu luc", "ngay ky", "ngay ky hieu luc", "ngay ky va ngay hieu luc"},
    Column.TERM: {"thoi han hieu luc", "thoi han"},
    Column.NOTE: {"ghi chu"},
}
_BY_HEADING = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
# The row in italics below the heading explains the columns.
_EXPLAINS = ("ten co quan phia viet nam", "ten doi tac nuoc ngoai")
_FEWEST_HEADINGS = 3


@dataclass(frozen=True)
class TableRow:
    """One row of the table: its number in the sheet, its STT when it has one, and its seven cells."""

    sheet_row: int
    stt: int | None
    cells: Mapping[Column, SheetCell]
    positions: Mapping[Column, int]

    def text(self, column: Column) -> str:
        """A cell as kept: one composed line."""
        return tidy(self.cells.get(column, EMPTY).text)

    def address(self, column: Column) -> str:
        """The cell's name in the sheet, such as "E7"."""
        return address(self.positions[column], self.sheet_row)


@dataclass(frozen=True)
class RelationsTable:
    """The table as found: in which sheet, below which heading row, with which columns where."""

    sheet: str
    header_row: int
    positions: Mapping[Column, int]
    rows: list[TableRow]


def find_table(sheets: list[ReadSheet]) -> RelationsTable:
    """The one relations table of a file. Raises `SheetError` when there is none, more than one, or a column lacks."""
    found = [table for sheet in sheets if (table := _table_of(sheet)) is not None]
    if not found:
        raise SheetError(
            "no_table",
            _(
                "Không tìm thấy dòng tiêu đề của bảng trong %(most)s dòng đầu. Bảng cần có các cột: %(columns)s."
            )
            % {"most": HEADER_WITHIN, "columns": "; ".join(column.label for column in Column)},
        )
    filled = [table for table in found if table.rows]
    if len(filled) > 1:
        names = ", ".join(f"“{table.sheet}”" for table in filled)
        raise SheetError(
            "several_tables",
            _("Tệp có bảng ở nhiều trang tính (%(names)s): chỉ để lại một.") % {"names": names},
        )
    if not filled:
        raise SheetError("empty_table", _("Bảng có tiêu đề nhưng không có dòng nào bên dưới."))
    return filled[0]


def _table_of(sheet: ReadSheet) -> RelationsTable | None:
    for index, row in enumerate(sheet.rows):
        if row.number > HEADER_WITHIN:
            return None
        positions = _columns_of(row)
        if len(positions) >= _FEWEST_HEADINGS:
            _check_columns(positions, row)
            rows = [_table_row(below, positions) for below in sheet.rows[index + 1 :]]
            return RelationsTable(sheet.title, row.number, positions, [row for row in rows if _is_data(row)])
    return None


def _columns_of(row: SheetRow) -> dict[Column, int]:
    positions: dict[Column, int] = {}
    for position, text in enumerate(row.texts):
        column = _BY_HEADING.get(heading_of(text))
        if column is not None and column not in positions:
            positions[column] = position
    return positions


def heading_of(text: str) -> str:
    """A heading without its explanation in brackets, marks and punctuation."""
    return " ".join(re.findall(r"[a-z0-9]+", plain(tidy(text).split("(", maxsplit=1)[0])))


def _check_columns(positions: Mapping[Column, int], row: SheetRow) -> None:
    missing = [column.label for column in REQUIRED if column not in positions]
    if missing:
        raise SheetError(
            "missing_columns",
            _("Dòng tiêu đề (dòng %(row)s) thiếu cột: %(columns)s.")
            % {"row": row.number, "columns": "; ".join(f"“{label}”" for label in missing)},
        )
    headings = [heading_of(text) for text in row.texts]
    twice = [
        column.label for column in positions if sum(_BY_HEADING.get(text) == column for text in headings) > 1
    ]
    if twice:
        raise SheetError(
            "column_twice",
            _("Dòng tiêu đề (dòng %(row)s) có hai cột: %(columns)s. Hãy bỏ bớt một cột.")
            % {"row": row.number, "columns": "; ".join(f"“{label}”" for label in twice)},
        )


def _table_row(row: SheetRow, positions: Mapping[Column, int]) -> TableRow:
    cells = {column: row.cell(position) for column, position in positions.items()}
    return TableRow(row.number, _stt(cells.get(Column.STT, EMPTY).text), cells, positions)


def _stt(text: str) -> int | None:
    match = re.fullmatch(r"0*([1-9][0-9]{0,3})\.?", tidy(text))
    return int(match[1]) if match else None


def _is_data(row: TableRow) -> bool:
    """Not the explanation, the row of column numbers, a heading of a group, or a line below the table."""
    if plain(row.text(Column.SIGNATORY)).startswith(_EXPLAINS) or plain(row.text(Column.PARTNER)).startswith(
        _EXPLAINS
    ):
        return False
    numbers = [re.sub(r"[().]", "", row.text(column)) for column in REQUIRED]
    if all(text.isdigit() and len(text) == 1 for text in numbers):
        return False
    says_something = any(row.text(column) for column in _SAYS_SOMETHING)
    has_stt_and_text = row.stt is not None and bool(row.text(Column.SIGNATORY) or row.text(Column.NOTE))
    return says_something or has_stt_and_text
