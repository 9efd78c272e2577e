"""PDF files: version, pages, text, and how their scanned pages were made.

Decree 30/2020/NĐ-CP (on records work) asks of a scanned paper: PDF 1.4 or later, in colour, at least 200 dpi,
1:1. The version is checked; resolution and colour are told from the picture of a page where there is just one,
and not guessed where there are more.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext_lazy as _
from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from dnfa.core.attachments.contents import Contents, Passage, unfit
from dnfa.core.attachments.enums import Caution, MediaType
from dnfa.core.errors import InvalidInput

MOST_PAGES_READ = 300
LOWEST_VERSION = (1, 4)
LOWEST_DPI = 195  # 200 with what rounding and cut edges take away
_POINTS_PER_INCH = 72
_FEWEST_LETTERS = 100  # a page of less text that shows a picture is a scan with a stamp or a signature line
_END = b"%%EOF"
_FORMS_DEEP = 3
# What pypdf and the libraries below it raise on damaged or hostile files.
_DAMAGED = (
    PyPdfError,
    DependencyError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_VERSION = re.compile(r"(\d)\.(\d)")
_LETTER = re.compile(r"[^\W\d_]")


def read_pdf(content: bytes) -> Contents:
    """Version, number of pages, texts and cautions of a PDF. Raises `InvalidInput`: encrypted, damaged, too old."""
    with _quiet():
        try:
            reader = PdfReader(io.BytesIO(content))
            if reader.is_encrypted:
                raise _encrypted()
            version = _version(reader)
            pages = len(reader.pages)
            read = [
                _page(page, number)
                for number, page in zip(range(1, MOST_PAGES_READ + 1), reader.pages, strict=False)
            ]
            about = _properties(reader)
            has_files = bool(_names(reader, "/EmbeddedFiles"))
        except _DAMAGED as error:
            raise _damaged() from error
    if not pages or _END not in content[-4096:]:
        raise _damaged()
    if version < LOWEST_VERSION:
        raise unfit(
            "pdf_version",
            _(
                "Tệp là PDF %(version)s: hãy lưu lại dạng PDF 1.4 trở lên, ví dụ PDF/A (Nghị định 30/2020/NĐ-CP)."
            )
            % {"version": _shown(version)},
        )
    cautions = {caution for page in read for caution in page.cautions}
    cautions |= {Caution.PAGES_NOT_READ} if pages > MOST_PAGES_READ else set()
    cautions |= {Caution.EMBEDDED_FILES} if has_files else set()
    passages = (*(passage for page in read for passage in page.passages), *about)
    return Contents(
        media_type=MediaType.PDF,
        passages=passages,
        text_was_readable=not cautions & {Caution.TEXT_NOT_READ, Caution.PAGES_NOT_READ},
        pdf_version=_shown(version),
        pages=pages,
        cautions=tuple(caution for caution in Caution if caution in cautions),
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Pypdf logs a line for each oddity of a file; they are the file's, not ours."""
    logger = logging.getLogger("pypdf")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _encrypted() -> InvalidInput:
    return unfit(
        "password", _("Tệp PDF được đặt mật khẩu hoặc hạn chế quyền: hãy gỡ bỏ, lưu lại rồi tải lên.")
    )


def _damaged() -> InvalidInput:
    return unfit(
        "damaged_file", _("Tệp PDF bị hỏng hoặc chưa tải hết: hãy mở thử, lưu lại rồi tải lên lần nữa.")
    )


def _version(reader: PdfReader) -> tuple[int, int]:
    """The later of the versions in the head of the file and in its catalogue (ISO 32000-1, 7.2.2)."""
    said = [reader.pdf_header, str(reader.root_object.get("/Version", ""))]
    found = [match for text in said if (match := _VERSION.search(text))]
    return max(((int(match.group(1)), int(match.group(2))) for match in found), default=(0, 0))


def _shown(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _properties(reader: PdfReader) -> Iterator[Passage]:
    values = [str(value) for value in (reader.metadata or {}).values() if isinstance(value, str)]
    names = "\n".join(values)
    return iter([Passage(_("thuộc tính của tệp"), names)] if names else [])


def _names(reader: PdfReader, key: str) -> Any:
    names = reader.root_object.get("/Names")
    return names.get_object().get(key) if names is not None else None


class _Page:
    """What one page gave."""

    def __init__(self, passages: list[Passage], cautions: set[Caution]) -> None:
        self.passages = passages
        self.cautions = cautions


def _page(page: PageObject, number: int) -> _Page:
    where = _("trang %(number)s") % {"number": number}
    try:
        text = page.extract_text()
        pictures = list(_pictures(page.get("/Resources"), _FORMS_DEEP))
        notes = [str(note.get("/Contents", "")) for note in _annotations(page)]
    except _DAMAGED:
        return _Page([], {Caution.TEXT_NOT_READ})
    passages = [Passage(where, part) for part in (text, *notes) if part.strip()]
    if len(_LETTER.findall(text)) >= _FEWEST_LETTERS or (text.strip() and not pictures):
        return _Page(passages, set())
    if not pictures and not _draws_anything(page):
        return _Page(passages, set())  # a blank page
    return _Page(passages, {Caution.TEXT_NOT_READ} | _scan_cautions(page, pictures))


def _annotations(page: PageObject) -> list[Any]:
    annotations = page.get("/Annots")
    return [note.get_object() for note in annotations.get_object()] if annotations is not None else []


def _draws_anything(page: PageObject) -> bool:
    stream = page.get_contents()
    return stream is not None and bool(stream.get_data().strip())


def _pictures(resources: Any, deep: int) -> Iterator[Any]:
    """The pictures a page uses, those inside its forms too."""
    objects = resources.get_object().get("/XObject") if resources is not None else None
    for reference in objects.get_object().values() if objects is not None else ():
        thing = reference.get_object()
        if thing.get("/Subtype") == "/Image":
            yield thing
        elif thing.get("/Subtype") == "/Form" and deep:
            yield from _pictures(thing.get("/Resources"), deep - 1)


def _scan_cautions(page: PageObject, pictures: list[Any]) -> set[Caution]:
    """What may be wrong with a scanned page; the resolution as if the picture filled the page."""
    if len(pictures) != 1:
        return {Caution.SCAN_UNKNOWN}
    picture = pictures[0]
    sides = sorted((float(picture.get("/Width", 0)), float(picture.get("/Height", 0))))
    page_sides = sorted((float(page.mediabox.width), float(page.mediabox.height)))
    if min(*sides, *page_sides) <= 0:
        return {Caution.SCAN_UNKNOWN}
    dpi = min(pixels / points for pixels, points in zip(sides, page_sides, strict=True)) * _POINTS_PER_INCH
    cautions = {Caution.LOW_RESOLUTION} if dpi < LOWEST_DPI else set()
    colour = _is_colour(picture)
    if colour is None:
        cautions.add(Caution.SCAN_UNKNOWN)
    elif not colour:
        cautions.add(Caution.NOT_COLOUR)
    return cautions


def _is_colour(picture: Any) -> bool | None:
    """Whether a picture can hold colour; None when its colour space does not say."""
    if picture.get("/ImageMask") or picture.get("/BitsPerComponent") == 1:
        return False
    space = picture.get("/ColorSpace")
    space = space.get_object() if space is not None else None
    name = space[0] if isinstance(space, list) and space else space
    if isinstance(space, list) and name == "/ICCBased":
        return {1: False, 3: True, 4: True}.get(int(space[1].get_object().get("/N", 0)))
    known = {
        "/DeviceGray": False,
        "/CalGray": False,
        "/DeviceRGB": True,
        "/CalRGB": True,
        "/DeviceCMYK": True,
    }
    return known.get(str(name))
