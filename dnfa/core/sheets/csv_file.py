"""The cells of a .csv."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from dnfa.core.sheets.model import (
    Limits,
    ReadSheet,
    SheetError,
    SheetRow,
    damaged,
    text_cell,
    too_many_rows,
    without_empty_end,
)

TITLE = "CSV"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",;\t"
_LINES_TO_GUESS_FROM = 30


def decode(content: bytes) -> str:
    """Text of a CSV file: UTF-8 with or without mark, or UTF-16 with mark. Raises `SheetError` for the rest."""
    encoding = "utf-16" if content.startswith(_UTF16_MARKS) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding() from error
    if "\x00" in text:
        raise _wrong_encoding()
    return text


def _wrong_encoding() -> SheetError:
    return SheetError(
        "wrong_encoding",
        _(
            "Không đọc được chữ trong tệp: hãy lưu lại trong Excel dạng “CSV UTF-8 (Comma delimited)” "
            "hoặc dạng .xlsx."
        ),
    )


def read_csv(content: bytes, limits: Limits) -> ReadSheet:
    """The one sheet of a .csv, separated by commas, semicolons or tabs. Raises `SheetError`."""
    lines = list(io.StringIO(decode(content), newline=""))
    delimiter = _declared_delimiter(lines[0] if lines else "")
    skipped = 1 if delimiter else 0
    reader = csv.reader(
        lines[skipped:], delimiter=delimiter or _guessed_delimiter(lines[:_LINES_TO_GUESS_FROM])
    )
    rows: list[SheetRow] = []
    try:
        # Numbered as a spreadsheet numbers them: a line break inside a cell begins no row.
        for number, cells in enumerate(reader, start=1):
            read = without_empty_end(tuple(text_cell(text) for text in cells[: limits.columns]))
            if any(cell.text.strip() for cell in read):
                rows.append(SheetRow(number, read))
            if len(rows) > limits.rows:
                raise too_many_rows(limits)
    except csv.Error as error:
        raise damaged() from error
    return ReadSheet(TITLE, rows)


def _declared_delimiter(line: str) -> str:
    """Excel's own first line "sep=;"."""
    stripped = line.strip("\r\n")
    return stripped[4:] if stripped[:4].lower() == "sep=" and stripped[4:] in {*_DELIMITERS} else ""


def _guessed_delimiter(lines: Sequence[str]) -> str:
    """The separator that cuts the most lines into the same, large number of cells; a comma when none cuts any."""

    def regularity(delimiter: str) -> int:
        try:
            widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return 0
        return max((count * (width - 1) for width, count in widths.items() if width), default=0)

    return max(_DELIMITERS, key=regularity)
