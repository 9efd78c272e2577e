"""Reading sheets that people upload, .xlsx and .csv, as text with the place of every cell.

The content decides what a file is, never its name. Nothing in it is evaluated, fetched or unpacked to
disk: formulas are marked and left alone, macros and links to other workbooks are refused, and sizes
are checked before anything is parsed. Every refusal is a `SheetError` whose sentence says what to do.
"""

from __future__ import annotations

import csv
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from statistics import multimode
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from dnfa.core.errors import InvalidInput

XLSX = "xlsx"
CSV = "csv"

_ZIP_MAGIC = b"PK\x03\x04"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_MAGICS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FORMULA_STARTS = ("=", "＝")
_DELIMITERS = ",;\t"
_LINES_TO_GUESS_FROM = 30
_EXCEL_ROWS = 1_048_576
_ENCRYPTED_ENTRY = 0x1
# Repetitive XML packs to a fiftieth at most; a bomb of zeros to a thousandth.
_MOST_PACKING = 250
# Below this size an archive cannot hurt, however well it packs.
_HARMLESS_BYTES = 5 * 1024 * 1024
# What openpyxl and the libraries below it raise on damaged or hostile files.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    SyntaxError,
    InvalidFileException,
    KeyError,
    IndexError,
    AttributeError,
    TypeError,
    ValueError,
    ArithmeticError,
    EOFError,
    OSError,
    NotImplementedError,
    RecursionError,
)


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
    """A cell as the person sees it: text ("" when empty), and whether it is a formula or an Excel error."""

    text: str = ""
    is_formula: bool = False
    is_error: bool = False


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


def kind_of(content: bytes) -> str:
    """`XLSX` or `CSV`, told from the content. Raises `SheetError` for everything else that is recognised."""
    if not content.strip():
        raise SheetError("empty_file", _("Tệp trống: hãy chọn tệp có bảng cần nhập."))
    if content.startswith(_ZIP_MAGIC):
        return XLSX
    if content.startswith(b"PK"):
        raise SheetError("damaged_file", _damaged_sentence())
    if content.startswith(_OLE_MAGIC):
        raise _old_office_error(content)
    if content.startswith(_OTHER_MAGICS):
        raise SheetError(
            "wrong_file_type",
            _("Tệp không phải bảng tính: hãy tải lên tệp Excel (.xlsx) hoặc CSV."),
        )
    return CSV


def _damaged_sentence() -> Any:
    return _("Tệp bị hỏng hoặc chưa tải hết: hãy mở bằng Excel, lưu lại dạng .xlsx rồi tải lên lần nữa.")


def _old_office_error(content: bytes) -> SheetError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return SheetError(
            "password", _("Tệp được đặt mật khẩu: hãy gỡ mật khẩu trong Excel, lưu lại rồi tải lên.")
        )
    return SheetError(
        "old_format",
        _("Tệp Excel đời cũ (.xls) hoặc tệp Office không đọc được: hãy mở bằng Excel và lưu lại dạng .xlsx."),
    )


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
    sheets = _read_xlsx(content, limits) if kind_of(content) == XLSX else [_read_csv(content, limits)]
    if not any(sheet.rows for sheet in sheets):
        raise SheetError("empty_sheet", _("Tệp không có dòng nào có nội dung."))
    return sheets


def too_many_rows(limits: Limits) -> SheetError:
    """The refusal of a file with more rows than `limits.rows`."""
    return SheetError(
        "too_many_rows",
        _("Bảng có hơn %(most)s dòng: hãy xóa các dòng thừa hoặc chia thành nhiều tệp nhỏ hơn.")
        % {"most": f"{limits.rows:,}".replace(",", ".")},
    )


# --- .xlsx ------------------------------------------------------------------
def check_archive(content: bytes, limits: Limits | None = None) -> None:
    """Refuse what must not be opened: other formats, macros, links to other files, bombs, entities."""
    limits = limits or Limits()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, len(content), limits)
            _check_kind({entry.filename for entry in entries})
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _check_prolog(archive, entry)
    except _DAMAGED as error:
        raise SheetError("damaged_file", _damaged_sentence()) from error


def _check_sizes(entries: Sequence[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    if any(entry.flag_bits & _ENCRYPTED_ENTRY for entry in entries):
        raise SheetError(
            "password", _("Tệp được đặt mật khẩu: hãy gỡ mật khẩu trong Excel, lưu lại rồi tải lên.")
        )
    unpacked = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries), default=0)
    is_packed_too_well = unpacked > _HARMLESS_BYTES and unpacked > packed * _MOST_PACKING
    if unpacked > limits.unpacked_bytes or largest > limits.part_bytes or is_packed_too_well:
        raise SheetError(
            "unpacks_too_large",
            _("Tệp nở ra quá lớn khi mở: hãy chép riêng bảng cần nhập sang tệp .xlsx mới rồi tải lên."),
        )


def _check_kind(names: set[str]) -> None:
    if "xl/workbook.xml" not in names:
        if "word/document.xml" in names:
            raise SheetError(
                "word_file",
                _("Đây là tệp Word: hãy chép bảng sang Excel và lưu dạng .xlsx, hoặc lưu dạng CSV (UTF-8)."),
            )
        raise SheetError(
            "not_xlsx", _("Tệp không phải Excel (.xlsx): hãy mở bằng Excel và lưu lại dạng .xlsx.")
        )
    if any(name.startswith("xl/vbaProject") for name in names):
        raise SheetError("macros", _("Tệp có macro: hãy lưu lại dạng .xlsx (không macro) rồi tải lên."))
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise SheetError(
            "external_links",
            _("Tệp có liên kết tới tệp khác: hãy dán bảng dưới dạng giá trị sang tệp mới rồi tải lên."),
        )


def _check_prolog(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """A document type may hold entities that expand without end or point outside; office files have none."""
    try:
        with archive.open(entry) as part:
            next(iterparse(part, events=("start",), forbid_dtd=True), None)
    except DefusedXmlException as error:
        raise SheetError(
            "entities", _("Tệp có khai báo XML không an toàn: hãy chép bảng sang tệp .xlsx mới rồi tải lên.")
        ) from error


def _read_xlsx(content: bytes, limits: Limits) -> list[ReadSheet]:
    check_archive(content, limits)
    sheets: list[ReadSheet] = []
    left = limits.rows
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that are not read
            workbook = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=False, keep_links=False
            )
            try:
                for worksheet in workbook.worksheets:
                    sheet = ReadSheet(worksheet.title, list(islice(_xlsx_rows(worksheet, limits), left + 1)))
                    left -= len(sheet.rows)
                    if left < 0:
                        raise too_many_rows(limits)
                    sheets.append(sheet)
            finally:
                workbook.close()
    except _DAMAGED as error:
        raise SheetError("damaged_file", _damaged_sentence()) from error
    return sheets


def _xlsx_rows(worksheet: Any, limits: Limits) -> Iterator[SheetRow]:
    worksheet.reset_dimensions()  # the stated size is whatever the writer says, often the whole sheet
    rows = islice(worksheet.iter_rows(max_col=limits.columns), _EXCEL_ROWS)
    for number, cells in enumerate(rows, start=1):
        read = tuple(_xlsx_cell(cell) for cell in cells)
        if any(cell.text or cell.is_formula for cell in read):
            yield SheetRow(number, _without_empty_end(read))


def _without_empty_end(cells: tuple[SheetCell, ...]) -> tuple[SheetCell, ...]:
    end = len(cells)
    while end and not cells[end - 1].text:
        end -= 1
    return cells[:end]


def _xlsx_cell(cell: Any) -> SheetCell:
    value = cell.value
    if value is None:
        return EMPTY
    if cell.data_type == "f":
        return SheetCell(_storable(getattr(value, "text", None) or str(value)), is_formula=True)
    if cell.data_type == "e":
        return SheetCell(_storable(str(value)), is_error=True)
    return _text_cell(_xlsx_text(value, cell.number_format))


def _text_cell(text: str) -> SheetCell:
    stored = _storable(text)
    return SheetCell(stored, is_formula=stored.lstrip().startswith(_FORMULA_STARTS))


def _storable(text: str) -> str:
    return text.replace("\x00", "")


def _xlsx_text(value: Any, number_format: str | None) -> str:
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


# --- .csv -------------------------------------------------------------------
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


def _read_csv(content: bytes, limits: Limits) -> ReadSheet:
    lines = list(io.StringIO(decode(content), newline=""))
    delimiter = _declared_delimiter(lines[0] if lines else "")
    skipped = 1 if delimiter else 0
    reader = csv.reader(
        lines[skipped:], delimiter=delimiter or _guessed_delimiter(lines[:_LINES_TO_GUESS_FROM])
    )
    rows: list[SheetRow] = []
    first_line = skipped + 1  # a row is named by the line it begins on
    try:
        for cells in reader:
            read = _without_empty_end(tuple(_text_cell(text) for text in cells[: limits.columns]))
            if any(cell.text.strip() for cell in read):
                rows.append(SheetRow(first_line, read))
            if len(rows) > limits.rows:
                raise too_many_rows(limits)
            first_line = skipped + reader.line_num + 1
    except csv.Error as error:
        raise SheetError("damaged_file", _damaged_sentence()) from error
    return ReadSheet("CSV", rows)


def _declared_delimiter(line: str) -> str:
    """Excel's own first line "sep=;"."""
    stripped = line.strip("\r\n")
    return stripped[4:] if stripped[:4].lower() == "sep=" and stripped[4:] in {*_DELIMITERS} else ""


def _guessed_delimiter(lines: Sequence[str]) -> str:
    """The separator that most often cuts the first lines into the most cells; a comma when none cuts any."""

    def usual_width(delimiter: str) -> int:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return 0
        return max(multimode(width for width in widths if width > 1), default=0)

    return max(_DELIMITERS, key=usual_width)
