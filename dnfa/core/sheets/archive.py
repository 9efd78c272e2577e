"""What an uploaded file is, told from its content, and whether it may be opened at all."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext_lazy as _
from openpyxl.utils.exceptions import InvalidFileException

from dnfa.core.sheets.model import Limits, SheetError, damaged

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
_ENCRYPTED_ENTRY = 0x1
# Repetitive XML packs to a fiftieth at most; a bomb of zeros to a thousandth.
_MOST_PACKING = 250
# Below this size an archive cannot hurt, however well it packs.
_HARMLESS_BYTES = 5 * 1024 * 1024
# What openpyxl and the libraries below it raise on damaged or hostile files.
DAMAGED = (
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


def kind_of(content: bytes) -> str:
    """`XLSX` or `CSV`, told from the content. Raises `SheetError` for everything else that is recognised."""
    if not content.strip():
        raise SheetError("empty_file", _("Tệp trống: hãy chọn tệp có bảng cần nhập."))
    if content.startswith(_ZIP_MAGIC):
        return XLSX
    if content.startswith(b"PK"):
        raise damaged()
    if content.startswith(_OLE_MAGIC):
        raise _old_office_error(content)
    if content.startswith(_OTHER_MAGICS):
        raise SheetError(
            "wrong_file_type",
            _("Tệp không phải bảng tính: hãy tải lên tệp Excel (.xlsx) hoặc CSV."),
        )
    return CSV


def _old_office_error(content: bytes) -> SheetError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return SheetError(
            "password", _("Tệp được đặt mật khẩu: hãy gỡ mật khẩu trong Excel, lưu lại rồi tải lên.")
        )
    return SheetError(
        "old_format",
        _("Tệp Excel đời cũ (.xls) hoặc tệp Office không đọc được: hãy mở bằng Excel và lưu lại dạng .xlsx."),
    )


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
    except DAMAGED as error:
        raise damaged() from error


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
