"""What of a file can be shown inside a page when the browser cannot show the file itself."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from itertools import islice
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from dnfa.core.attachments import media, office, storage
from dnfa.core.attachments.enums import IMAGES, MediaType
from dnfa.core.attachments.models import Attachment
from dnfa.core.display import display_value
from dnfa.core.errors import DomainError
from dnfa.core.sheets.archive import DAMAGED

MOST_PARAGRAPHS, MOST_LETTERS = 400, 100_000
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 5, 100, 20
# What browsers show themselves, from `files:raw`.
INLINE = frozenset({MediaType.PDF, MediaType.TEXT, *IMAGES})


@dataclass(frozen=True)
class SheetPreview:
    """The first rows of one sheet, as texts."""

    title: str
    rows: list[list[str]]


@dataclass(frozen=True)
class Preview:
    """`kind` is "pdf", "image", "text", "tables" or "none"; `problem` says why there is none; `is_cut` that there is more."""

    kind: str
    paragraphs: tuple[str, ...] = ()
    sheets: tuple[SheetPreview, ...] = ()
    is_cut: bool = False
    problem: str = ""


def preview_of(attachment: Attachment) -> Preview:
    """How to show a file. A content that is lost or cannot be read gives a preview with its `problem`."""
    if attachment.media_type == MediaType.PDF:
        return Preview("pdf")
    if attachment.media_type in IMAGES:
        return Preview("image")
    try:
        content = storage.read_content_of(attachment.sha256)
        if attachment.media_type == MediaType.XLSX:
            return _tables(content)
        is_word = attachment.media_type == MediaType.DOCX
        return _paragraphs(office.body_of(content) if is_word else media.text_of(content).splitlines())
    except DomainError as error:
        return Preview("none", problem=str(error))
    except DAMAGED:
        return Preview("none", problem=_("Không xem trước được bảng tính này; hãy tải về để mở."))


def _paragraphs(texts: list[str]) -> Preview:
    shown: list[str] = []
    left = MOST_LETTERS
    for text in texts[:MOST_PARAGRAPHS]:
        shown.append(text[:left])
        left -= len(text)
        if left <= 0:
            break
    return Preview("text", paragraphs=tuple(shown), is_cut=left < 0 or len(shown) < len(texts))


def _tables(content: bytes) -> Preview:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that are not read
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheets = [_sheet(sheet) for sheet in book.worksheets[:MOST_SHEETS]]
        finally:
            book.close()
    is_cut = len(book.worksheets) > MOST_SHEETS or any(len(rows) > MOST_ROWS for _title, rows in sheets)
    shown = (SheetPreview(title, rows[:MOST_ROWS]) for title, rows in sheets)
    return Preview("tables", sheets=tuple(shown), is_cut=is_cut)


def _sheet(sheet: Any) -> tuple[str, list[list[str]]]:
    """Rows with content, one more than is shown, up to the last column that has any."""
    cells = sheet.iter_rows(max_row=MOST_ROWS * 10, max_col=MOST_COLUMNS, values_only=True)
    texts = ([display_value(cell) for cell in row] for row in cells)
    rows = list(islice((row for row in texts if any(row)), MOST_ROWS + 1))
    width = max((place + 1 for row in rows for place, text in enumerate(row) if text), default=0)
    return sheet.title, [row[:width] for row in rows]
