"""Reading sheets that people upload, .xlsx and .csv, as text with the place of every cell.

The content decides what a file is, never its name. Nothing in it is evaluated, fetched or unpacked to
disk: formulas are marked and left alone, macros and links to other workbooks are refused, and sizes
are checked before anything is parsed. Every refusal is a `SheetError` whose sentence says what to do.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dnfa.core.sheets.archive import XLSX, check_archive, kind_of
from dnfa.core.sheets.csv_file import decode, read_csv
from dnfa.core.sheets.marked import RowMark, mark_sheet
from dnfa.core.sheets.model import (
    EMPTY,
    Limits,
    ReadSheet,
    SheetCell,
    SheetError,
    SheetRow,
    address,
    too_many_rows,
)
from dnfa.core.sheets.xlsx import read_xlsx


def read_sheets(content: bytes, *, limits: Limits | None = None) -> list[ReadSheet]:
    """Read every sheet of an .xlsx, or the one of a .csv, as text.

    Whole-number cells lose their ".0"; real dates are written dd/mm/yyyy, or mm/yyyy or yyyy when the
    cell's format shows no more. Rows without content are left out. Raises `SheetError`.
    """
    limits = limits or Limits()
    if len(content) > limits.bytes:
        raise SheetError(
            "file_too_large",
            _("Tệp lớn hơn %(most)s MB: hãy chỉ để lại bảng cần nhập rồi tải lên lại.")
            % {"most": limits.bytes // (1024 * 1024)},
        )
    sheets = read_xlsx(content, limits) if kind_of(content) == XLSX else [read_csv(content, limits)]
    if not any(sheet.rows for sheet in sheets):
        raise SheetError("empty_sheet", _("Tệp không có dòng nào có nội dung."))
    return sheets


__all__ = [
    "EMPTY",
    "Limits",
    "ReadSheet",
    "RowMark",
    "SheetCell",
    "SheetError",
    "SheetRow",
    "address",
    "check_archive",
    "decode",
    "kind_of",
    "mark_sheet",
    "read_sheets",
    "too_many_rows",
]
