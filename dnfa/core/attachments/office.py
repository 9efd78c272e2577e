"""Word and Excel files: whether they may be opened, and every text in them.

Texts are gathered from all parts, not from the body alone: a stamp stands in a header, a text box, a watermark,
a comment or the name of a sheet.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext_lazy as _

from dnfa.core.attachments.contents import Contents, Passage, unfit
from dnfa.core.attachments.enums import Caution, MediaType
from dnfa.core.errors import InvalidInput

DOCUMENT, WORKBOOK = "word/document.xml", "xl/workbook.xml"
_TYPES = "[Content_Types].xml"
_ENCRYPTED_ENTRY = 0x1
MIB = 1024 * 1024
_MOST_PARTS = 5_000
_MOST_UNPACKED, _MOST_XML = 300 * MIB, 100 * MIB
# Repetitive XML packs to a fiftieth at most; a bomb of zeros to a thousandth. Small archives cannot hurt.
_MOST_PACKING, _HARMLESS = 250, 5 * MIB
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
)

_READ = re.compile(r"(?:word|xl|docProps)/.*\.(?:xml|vml)")
_NEVER_TEXT = re.compile(r"(?:styles|theme\d*|fontTable|settings|webSettings|numbering|calcChain)\.xml$")
_EMBEDDED = re.compile(r"(?:word|xl)/(?:embeddings|activeX)/")
# Tags (without namespace) that hold a block of text, and those that hold its letters.
_BLOCKS = frozenset(
    {
        "p",
        "si",
        "is",
        "text",
        "oddHeader",
        "evenHeader",
        "firstHeader",
        "oddFooter",
        "evenFooter",
        "firstFooter",
    }
)
_LETTERS = frozenset({"t", "delText"})
_BREAKS = {"br": "\n", "cr": "\n", "tab": " "}
# "&C&"Times"&14MẬT": the codes of a printed header in Excel.
_HEADER_CODES = re.compile(r'&(?:"[^"]*"|\d+|[A-Za-z])')
_WHERE = (
    (re.compile(r"word/header"), _("đầu trang")),
    (re.compile(r"word/footer"), _("chân trang")),
    (re.compile(r"(?:word|xl)/.*comments"), _("ghi chú trong tệp")),
    (re.compile(r"word/(?:foot|end)notes"), _("chú thích")),
    (re.compile(r"docProps/"), _("thuộc tính của tệp")),
    (re.compile(r"xl/(?:sharedStrings|worksheets/)"), _("ô hoặc đầu trang của bảng tính")),
    (re.compile(r"xl/workbook"), _("tên trang tính")),
)


def kind_of(content: bytes) -> MediaType:
    """DOCX or XLSX, when the archive may be opened. Raises `InvalidInput` for bombs, macros and everything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, len(content))
            names = {entry.filename for entry in entries}
            if _has_macros(archive, names):
                raise macros()
    except _DAMAGED as error:
        raise damaged() from error
    if DOCUMENT in names:
        return MediaType.DOCX
    if WORKBOOK in names:
        return MediaType.XLSX
    raise unfit(
        "file_type", _("Tệp nén không phải Word (.docx) hay Excel (.xlsx): hãy giải nén và tải lên từng tệp.")
    )


def read_office(content: bytes, kind: MediaType) -> Contents:
    """Every text of a Word or Excel file that `kind_of` has let through. Raises `InvalidInput`."""
    passages = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            for name in names:
                if _READ.fullmatch(name) and not _NEVER_TEXT.search(name):
                    with archive.open(name) as part:
                        passages.append(Passage(_where(name), "\n".join(_texts(part, name))))
    except DefusedXmlException as error:
        raise unfit(
            "entities", _("Tệp có khai báo XML không an toàn: hãy chép nội dung sang tệp mới rồi tải lên.")
        ) from error
    except _DAMAGED as error:
        raise damaged() from error
    embedded = any(_EMBEDDED.match(name) for name in names)
    return Contents(
        media_type=kind,
        passages=tuple(passage for passage in passages if passage.text),
        cautions=(Caution.EMBEDDED_FILES,) if embedded else (),
    )


def body_of(content: bytes) -> list[str]:
    """The paragraphs of a Word file, for the preview. Raises `InvalidInput`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(DOCUMENT) as part:
            return [text for text in _texts(part, DOCUMENT) if text.strip()]
    except (*_DAMAGED, DefusedXmlException) as error:
        raise damaged() from error


def password() -> InvalidInput:
    """The refusal of a file that opens with a password only."""
    return unfit("password", _("Tệp được đặt mật khẩu: hãy gỡ mật khẩu, lưu lại rồi tải lên."))


def macros() -> InvalidInput:
    """The refusal of a file with programs in it."""
    return unfit("macros", _("Tệp có macro: hãy lưu lại dạng .docx hoặc .xlsx (không macro) rồi tải lên."))


def damaged() -> InvalidInput:
    """The refusal of a file that cannot be read to its end."""
    return unfit("damaged_file", _("Tệp bị hỏng hoặc chưa tải hết: hãy mở thử, lưu lại rồi tải lên lần nữa."))


def _check_sizes(entries: Sequence[zipfile.ZipInfo], packed: int) -> None:
    if any(entry.flag_bits & _ENCRYPTED_ENTRY for entry in entries):
        raise password()
    unpacked = sum(entry.file_size for entry in entries)
    largest = max(
        (entry.file_size for entry in entries if entry.filename.endswith((".xml", ".vml"))), default=0
    )
    is_bomb = unpacked > _HARMLESS and unpacked > packed * _MOST_PACKING
    if is_bomb or unpacked > _MOST_UNPACKED or largest > _MOST_XML or len(entries) > _MOST_PARTS:
        raise unfit(
            "unpacks_too_large",
            _("Tệp nở ra quá lớn khi mở: hãy chia nhỏ hoặc lưu lại dạng PDF rồi tải lên."),
        )


def _has_macros(archive: zipfile.ZipFile, names: set[str]) -> bool:
    if any("vbaproject" in name.lower() for name in names):
        return True
    return _TYPES in names and b"macroEnabled" in archive.read(_TYPES)


def _where(name: str) -> Any:
    return next((words for pattern, words in _WHERE if pattern.match(name)), _("nội dung"))


def _texts(part: IO[bytes], name: str) -> Iterator[str]:
    """Blocks of text of one part, each a line or more."""
    is_properties = name.startswith("docProps/")
    open_blocks: list[list[str]] = []
    is_text_formula = False
    for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            if tag in _BLOCKS:
                open_blocks.append([])
            elif tag == "c":
                is_text_formula = element.get("t") == "str"
            elif said := _said_by_attribute(tag, element):
                yield said
            continue
        if is_properties or (tag == "v" and is_text_formula):
            yield (element.text or "").strip()
        elif tag in _BLOCKS:
            own = element.text if tag.endswith(("Header", "Footer")) else ""
            yield _HEADER_CODES.sub("\n", own or "") + "".join(open_blocks.pop())
        elif open_blocks:
            open_blocks[-1].append((element.text or "") if tag in _LETTERS else _BREAKS.get(tag, ""))
        element.clear()


def _said_by_attribute(tag: str, element: Any) -> str:
    """A watermark of Word, the name of a sheet."""
    if tag == "textpath":
        return str(element.get("string") or "")
    return str(element.get("name") or "") if tag == "sheet" else ""
