"""What reading a sheet gives, and how it refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from dnfa.core.errors import InvalidInput

_FORMULA_STARTS = ("=", "＝")
# An apostrophe before these is a spreadsheet's way of saying "this is text" (dnfa.core.exports.neutralise).
_TEXT_MARK = re.compile("'(?=[=+@＝＋＠-])")


class SheetError(InvalidInput):
    """The file cannot be read as a sheet, or must not be; the message says what to do."""


@dataclass(frozen=True)
class Limits:
    """How much a file may hold. `rows` counts rows with content over all sheets of the file."""

    bytes: int = 10 * 1024 * 1024
    unpacked_bytes: int = 200 * 1024 * 1024
    part_bytes: int = 100 * 1024 * 1024
    rows: int = 20_000
    columns: int = 200


@dataclass(frozen=True)
class SheetCell:
    """A cell as the person sees it: text ("" when empty), and whether it is a formula, an Excel error, a real number.

    The text of a real number is the one programs write: "1234.5".
    """

    text: str = ""
    is_formula: bool = False
    is_error: bool = False
    is_number: bool = False


EMPTY = SheetCell()


@dataclass(frozen=True)
class SheetRow:
    """A row with content; `number` is its number in the sheet, from 1."""

    number: int
    cells: tuple[SheetCell, ...]

    def cell(self, column: int) -> SheetCell:
        """The cell at a position from 0; an empty one beyond the last."""
        return self.cells[column] if 0 <= column < len(self.cells) else EMPTY

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


@dataclass(frozen=True)
class ReadSheet:
    """One sheet of a file: its rows that hold anything, in order."""

    title: str
    rows: list[SheetRow] = field(default_factory=list)


def address(column: int, row: int) -> str:
    """The name of a cell as spreadsheets show it: column from 0, row from 1, so (4, 7) is "E7"."""
    return f"{get_column_letter(column + 1)}{row}"


def too_many_rows(limits: Limits) -> SheetError:
    """The refusal of a file with more rows than `limits.rows`."""
    return SheetError(
        "too_many_rows",
        _("Bảng có hơn %(most)s dòng: hãy xóa các dòng thừa hoặc chia thành nhiều tệp nhỏ hơn.")
        % {"most": f"{limits.rows:,}".replace(",", ".")},
    )


def damaged(code: str = "damaged_file") -> SheetError:
    """The refusal of a file that cannot be read to its end."""
    return SheetError(
        code, _("Tệp bị hỏng hoặc chưa tải hết: hãy mở bằng Excel, lưu lại dạng .xlsx rồi tải lên lần nữa.")
    )


def storable(text: str) -> str:
    """A text as PostgreSQL can keep it."""
    return text.replace("\x00", "")


def text_cell(text: str) -> SheetCell:
    """A cell of text; one that begins like a formula is marked as one, whatever program wrote it."""
    stored = _TEXT_MARK.sub("", storable(text), count=1) if text.startswith("'") else storable(text)
    return SheetCell(stored, is_formula=stored.lstrip().startswith(_FORMULA_STARTS))


def without_empty_end(cells: tuple[SheetCell, ...]) -> tuple[SheetCell, ...]:
    """The cells up to the last that holds anything."""
    end = len(cells)
    while end and not cells[end - 1].text:
        end -= 1
    return cells[:end]
