"""Small files of every kind, made on the spot: good ones and those that must be refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache
from typing import Any

import docx
import openpyxl
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader, PdfWriter

LOREM = "Hai bên thống nhất thúc đẩy quan hệ mật thiết, bảo mật thông tin trao đổi theo quy định. " * 3


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@cache
def pdf(*pages: str) -> bytes:
    """A PDF 1.7 with text, one page for each argument."""
    body = "\n#pagebreak()\n".join(text.replace("#", "\\#").replace("*", "\\*") for text in pages or (LOREM,))
    return typst.compile(f'#set page(paper: "a5")\n{body}'.encode(), format="pdf")


def raw_pdf(
    *,
    content: bytes = b"",
    resources: str = "",
    extra: tuple[bytes, ...] = (),
    version: str = "1.4",
    catalogue: str = "",
    page: str = "",
) -> bytes:
    """A PDF written by hand: one A4 page; further objects are numbered from 5."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {page} /Resources << {resources} >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *extra,
    ]
    out = io.BytesIO()
    out.write(f"%PDF-{version}\n".encode())
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def picture(
    width: int = 1654, height: int = 2339, space: str = "/DeviceRGB", *, more: str = "", bits: int = 8
) -> bytes:
    """A picture object; 1654 × 2339 on A4 is 200 dpi."""
    data = zlib.compress(b"\0")
    head = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent {bits} "
        f"/ColorSpace {space} /Filter /FlateDecode /Length {len(data)} {more} >>"
    )
    return head.encode() + b"\nstream\n" + data + b"\nendstream"


def scan(*pictures: bytes, **values: Any) -> bytes:
    """A PDF whose one page is pictures and nothing else."""
    names = " ".join(f"/Im{number} {number} 0 R" for number in range(5, 5 + len(pictures)))
    return raw_pdf(
        content=b"q 595 0 0 842 0 0 cm /Im5 Do Q",
        resources=f"/XObject << {names} >>",
        extra=pictures,
        **values,
    )


def encrypted_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("mat-khau", algorithm="RC4-128")
    return _written(writer)


def pdf_with_attachment() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.add_attachment("phu-luc.txt", b"phu luc")
    return _written(writer)


def pdf_with_title(title: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.add_metadata({"/Title": title})
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    writer.pdf_header = "%PDF-1.7"
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(*paragraphs: str, header: str = "", footer: str = "", cell: str = "", title: str = "") -> bytes:
    document = docx.Document()
    for text in paragraphs or (LOREM,):
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    if cell:
        document.add_table(1, 1).cell(0, 0).text = cell
    document.core_properties.title = title
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel(*rows: tuple[Any, ...], sheet: str = "Bảng", header: str = "", comment: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows or (("Đối tác", "Ngày ký"), ("Daegu", "2016")):
        book.active.append(row)
    if header:
        book.active.oddHeader.center.text = header
    if comment:
        book.active["A1"].comment = openpyxl.comments.Comment(comment, "Sở")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(parts: dict[str, bytes], *, base: bytes = b"") -> bytes:
    """An archive of these parts, in place of those of `base` with the same names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if base:
            with zipfile.ZipFile(io.BytesIO(base)) as given:
                for name in given.namelist():
                    if name not in parts:
                        made.writestr(name, given.read(name))
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0\x0b\x4a\x72")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
TEXT = "Biên bản họp ngày 5/3/2026".encode()
