from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter

from dnfa.core.attachments import media, pdf
from dnfa.core.attachments.enums import Caution, MediaType
from dnfa.core.attachments.reading import inspect_upload
from dnfa.core.errors import InvalidInput
from tests.core.attachments import samples
from tests.core.attachments.samples import archive, excel, picture, raw_pdf, scan, upload, word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def refusal(name: str, content: bytes) -> InvalidInput:
    with pytest.raises(InvalidInput) as refused:
        inspect_upload(upload(name, content))
    assert list(refused.value.fields) == ["file"]
    return refused.value


@pytest.mark.parametrize(
    ("name", "content", "media_type", "readable"),
    [
        ("MOU.pdf", samples.pdf(), MediaType.PDF, True),
        ("MOU.PDF", samples.pdf("Trang một " * 30, "Trang hai " * 30), MediaType.PDF, True),
        ("Dự thảo.docx", word(), MediaType.DOCX, True),
        ("bang.xlsx", excel(), MediaType.XLSX, True),
        ("anh.png", samples.png(), MediaType.PNG, False),
        ("anh.jpg", samples.JPEG, MediaType.JPEG, False),
        ("anh.JPEG", samples.JPEG, MediaType.JPEG, False),
        ("ghi.txt", samples.TEXT, MediaType.TEXT, True),
        ("ghi.txt", b"\xef\xbb\xbf" + samples.TEXT, MediaType.TEXT, True),
        ("quet.pdf", scan(picture()), MediaType.PDF, False),
    ],
)
def test_what_is_taken(name, content, media_type, readable):
    inspected = inspect_upload(upload(name, content))

    assert (inspected.name, inspected.content) == (name, content)
    assert inspected.contents.media_type == media_type
    assert inspected.contents.text_was_readable is readable
    assert (Caution.TEXT_NOT_READ in inspected.contents.cautions) is not readable


DOCX, XLSX = word(), excel()
MACRO_TYPES = (
    b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)
BOMB = archive({"word/document.xml": b"0" * 6_000_000 * 2})
DTD = b'<!DOCTYPE w [<!ENTITY a "aaaa">]><w:document xmlns:w="x"><w:p><w:t>&a;</w:t></w:p></w:document>'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("trong.pdf", b"", "empty_file"),
        ("trong.txt", b" \n ", "empty_file"),
        ("MOU.exe", b"MZ", "file_type"),
        ("MOU", samples.pdf(), "file_type"),
        ("anh.gif", b"GIF89a", "file_type"),
        ("MOU.docm", DOCX, "macros"),
        ("bang.xlsm", XLSX, "macros"),
        ("MOU.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_format"),
        ("MOU.odt", b"PK", "old_format"),
        ("MOU.docx", samples.pdf(), "wrong_extension"),
        ("MOU.pdf", DOCX, "wrong_extension"),
        ("MOU.docx", XLSX, "wrong_extension"),
        ("anh.png", samples.JPEG, "wrong_extension"),
        ("MOU.pdf", b"chi la chu", "wrong_extension"),
        ("MOU.pdf", b"\x00\x01\x02\xff", "damaged_file"),
        ("ghi.txt", b"\xff\xfeM\x00", "not_text"),
        ("ghi.txt", b"abc\x00def", "not_text"),
        ("MOU.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old_format"),
        (
            "MOU.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        ("MOU.docx", DOCX[: len(DOCX) // 2], "damaged_file"),
        ("MOU.docx", archive({"word/vbaProject.bin": b"x"}, base=DOCX), "macros"),
        ("MOU.docx", archive({"[Content_Types].xml": MACRO_TYPES}, base=DOCX), "macros"),
        ("MOU.docx", archive({"a.txt": b"x"}), "file_type"),
        ("MOU.docx", BOMB, "unpacks_too_large"),
        ("MOU.docx", archive({f"word/{n}.bin": b"" for n in range(5001)}, base=DOCX), "unpacks_too_large"),
        ("MOU.docx", archive({"word/document.xml": DTD}, base=DOCX), "entities"),
        ("MOU.docx", archive({"word/document.xml": b"<w:document"}, base=DOCX), "damaged_file"),
        ("anh.png", samples.png()[:-12], "damaged_file"),
        ("anh.jpg", samples.JPEG[:-2], "damaged_file"),
        ("MOU.pdf", samples.encrypted_pdf(), "password"),
        ("MOU.pdf", samples.pdf()[:2000], "damaged_file"),
        ("MOU.pdf", b"%PDF-1.7\nhong\n%%EOF", "damaged_file"),
        ("MOU.pdf", raw_pdf() + b"\n" * 5000, "damaged_file"),
        ("MOU.pdf", raw_pdf(version="1.3"), "pdf_version"),
    ],
)
def test_what_is_refused(name, content, code):
    error = refusal(name, content)

    assert error.code == code
    assert str(error) == error.fields["file"][0]


def test_an_encrypted_archive_is_refused():
    content = bytearray(archive({"word/document.xml": b"<a/>"}))
    for place in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[place] |= 1

    assert refusal("MOU.docx", bytes(content)).code == "password"


@pytest.mark.parametrize(("size", "code"), [(100, None), (101, "too_large")])
def test_the_size_is_a_setting(size, code, settings):
    settings.ATTACHMENT_MAX_BYTES = 100
    content = b"a" * size

    if code is None:
        assert len(inspect_upload(upload("ghi.txt", content)).content) == size
    else:
        assert refusal("ghi.txt", content).code == code


@pytest.mark.parametrize(
    ("header", "catalogue", "expected"),
    [
        ("1.4", "", "1.4"),
        ("1.3", "/Version /1.6", "1.6"),
        ("1.7", "/Version /1.4", "1.7"),
        ("2.0", "", "2.0"),
    ],
)
def test_the_version_is_the_later_of_two(header, catalogue, expected):
    contents = inspect_upload(upload("a.pdf", raw_pdf(version=header, catalogue=catalogue))).contents

    assert (contents.pdf_version, contents.pages, contents.text_was_readable) == (expected, 1, True)


MISSING = {Caution.TEXT_NOT_READ}
TEXTUAL = b"BT /F1 12 Tf (" + b"Memorandum of understanding between two cities " * 4 + b") Tj ET"
FONT = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
FORM = b"<< /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /Im 6 0 R >> >> /Length 0 >>\nstream\n\nendstream"


@pytest.mark.parametrize(
    ("content", "cautions"),
    [
        (scan(picture()), MISSING),
        (scan(picture(2339, 1654)), MISSING),
        (scan(picture(1610, 2280)), MISSING | {Caution.LOW_RESOLUTION}),
        (scan(picture(827, 1169)), MISSING | {Caution.LOW_RESOLUTION}),
        (scan(picture(space="/DeviceGray")), MISSING | {Caution.NOT_COLOUR}),
        (scan(picture(space="/DeviceGray", bits=1)), MISSING | {Caution.NOT_COLOUR}),
        (scan(picture(more="/ImageMask true")), MISSING | {Caution.NOT_COLOUR}),
        (scan(picture(space="[/CalRGB << >>]")), MISSING),
        (scan(picture(space="[/ICCBased 6 0 R]"), b"<< /N 3 /Length 0 >>\nstream\n\nendstream"), MISSING),
        (
            scan(picture(space="[/ICCBased 6 0 R]"), b"<< /N 1 /Length 0 >>\nstream\n\nendstream"),
            MISSING | {Caution.NOT_COLOUR},
        ),
        (scan(picture(space="[/Indexed /DeviceRGB 1 <000000ffffff>]")), MISSING | {Caution.SCAN_UNKNOWN}),
        (scan(picture(), picture()), MISSING | {Caution.SCAN_UNKNOWN}),
        (scan(picture(0, 0)), MISSING | {Caution.SCAN_UNKNOWN}),
        (raw_pdf(content=b"/Fm Do", resources="/XObject << /Fm 5 0 R >>", extra=(FORM, picture())), MISSING),
        (raw_pdf(content=b"0 0 10 10 re f"), MISSING | {Caution.SCAN_UNKNOWN}),
        (raw_pdf(content=TEXTUAL, resources=FONT), set()),
        (
            raw_pdf(content=TEXTUAL, resources=f"{FONT} /XObject << /Im5 5 0 R >>", extra=(picture(),)),
            set(),
        ),
        (
            raw_pdf(
                content=b"BT /F1 12 Tf (signed) Tj ET /Im5 Do",
                resources=f"{FONT} /XObject << /Im5 5 0 R >>",
                extra=(picture(),),
            ),
            MISSING,
        ),
        (raw_pdf(content=b"BT /F1 12 Tf (short) Tj ET", resources=FONT), set()),
        (raw_pdf(resources="/XObject 99"), MISSING),
        (samples.pdf_with_attachment(), {Caution.EMBEDDED_FILES}),
    ],
)
def test_what_cannot_be_vouched_for(content, cautions):
    contents = inspect_upload(upload("quet.pdf", content)).contents

    assert set(contents.cautions) == cautions
    assert contents.text_was_readable is (Caution.TEXT_NOT_READ not in cautions)


def test_pages_beyond_the_limit_are_not_vouched_for(monkeypatch):
    writer = PdfWriter()
    for _number in range(3):
        writer.append(PdfReader(io.BytesIO(raw_pdf(content=TEXTUAL, resources=FONT))))
    writer.pdf_header = "%PDF-1.7"
    out = io.BytesIO()
    writer.write(out)
    monkeypatch.setattr(pdf, "MOST_PAGES_READ", 2)

    contents = inspect_upload(upload("dai.pdf", out.getvalue())).contents

    assert (contents.pages, contents.cautions, contents.text_was_readable) == (
        3,
        (Caution.PAGES_NOT_READ,),
        False,
    )


def test_embedded_files_of_office_files_are_named():
    content = archive({"word/embeddings/oleObject1.bin": b"x"}, base=DOCX)

    assert inspect_upload(upload("a.docx", content)).contents.cautions == (Caution.EMBEDDED_FILES,)


def part(body: str) -> bytes:
    return f'<x xmlns:w="{W}" xmlns:v="urn:v" xmlns:a="urn:a">{body}</x>'.encode()


TEXT_BOX = part(
    "<w:p><w:r><w:t>Kính gửi</w:t></w:r><w:r><w:txbxContent><w:p><w:r><w:t>TỐI</w:t></w:r><w:r><w:t> MẬT</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"
)


@pytest.mark.parametrize(
    ("name", "content", "where", "stamp"),
    [
        ("a.pdf", samples.pdf("Trang đầu " * 30, "SỞ NGOẠI VỤ\n\nMẬT\n\nSố 5"), "trang 2", "MẬT"),
        ("a.pdf", samples.pdf_with_title("Báo cáo (Mật)"), "thuộc tính của tệp", "MẬT"),
        (
            "a.pdf",
            raw_pdf(
                content=TEXTUAL,
                resources=FONT,
                page="/Annots [<< /Subtype /FreeText /Contents (TUYET MAT) >>]",
            ),
            "trang 1",
            "TUYỆT MẬT",
        ),
        ("a.docx", word("Kính gửi Sở", "MẬT"), "nội dung", "MẬT"),
        ("a.docx", word(header="TỐI MẬT"), "đầu trang", "TỐI MẬT"),
        ("a.docx", word(footer="Tuyệt mật"), "chân trang", "TUYỆT MẬT"),
        ("a.docx", word(cell="Độ mật: B"), "nội dung", "TỐI MẬT"),
        ("a.docx", word(title="Kế hoạch (Mật)"), "thuộc tính của tệp", "MẬT"),
        ("a.docx", archive({"word/document.xml": TEXT_BOX}, base=DOCX), "nội dung", "TỐI MẬT"),
        (
            "a.docx",
            archive({"word/header9.xml": part('<v:textpath string="MẬT"/>')}, base=DOCX),
            "đầu trang",
            "MẬT",
        ),
        (
            "a.docx",
            archive(
                {"word/document.xml": part("<w:p><w:t>Số 5</w:t><w:br/><w:delText>MẬT</w:delText></w:p>")},
                base=DOCX,
            ),
            "nội dung",
            "MẬT",
        ),
        (
            "a.xlsx",
            excel(("Tên", "Độ mật"), ("Kế hoạch", "Tối mật")),
            "ô hoặc đầu trang của bảng tính",
            "TỐI MẬT",
        ),
        ("a.xlsx", excel(header="MẬT"), "ô hoặc đầu trang của bảng tính", "MẬT"),
        ("a.xlsx", excel(comment="(Mật)"), "ghi chú trong tệp", "MẬT"),
        ("a.xlsx", excel(sheet="Mật"), "tên trang tính", "MẬT"),
        (
            "a.xlsx",
            archive(
                {"xl/worksheets/sheet1.xml": part('<c t="str"><f>A1</f><v>MẬT</v></c><c><v>5</v></c>')},
                base=XLSX,
            ),
            "ô hoặc đầu trang của bảng tính",
            "MẬT",
        ),
        ("a.txt", "SỞ NGOẠI VỤ\nMẬT\n".encode(), "nội dung", "MẬT"),
        ("bao-cao_MAT.txt", samples.TEXT, "tên tệp", "MẬT"),
    ],
)
def test_marks_are_found_wherever_they_stand(name, content, where, stamp):
    error = refusal(name, content)

    assert error.code == "secret_mark"
    assert error.fields["file"][0].startswith(f"Có dấu độ mật {stamp} ở {where}: ")


@pytest.mark.parametrize(
    ("sent", "safe"),
    [
        ("MOU.pdf", "MOU.pdf"),
        ("C:\\Users\\an\\MOU 2016.pdf", "MOU 2016.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("Biên\u200b bản\r\n ký.pdf", "Biên bản ký.pdf"),
        (" .pdf", "pdf"),
        ("a" * 250 + ".docx", "a" * 195 + ".docx"),
        ("Bie\u0302n ba\u0309n.pdf", "Biên bản.pdf"),
    ],
)
def test_names_are_made_safe(sent, safe):
    assert media.safe_name(sent) == safe
