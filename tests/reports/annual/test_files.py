"""The three files, read back: measures of Decree 30/2020/NĐ-CP, rows equal to the content, nothing read as markup."""

from __future__ import annotations

import io
import json
import re
import struct
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from pypdf import PdfReader

from dnfa.accounts.system import SYSTEM_VIEWER
from reports.annual import content
from reports.annual.document import Paragraph, Row
from reports.annual.docx import to_docx
from reports.annual.pdf import FONTS, to_pdf
from reports.annual.xlsx import to_xlsx
from tests.reports.conftest import CUTOFF, PREPARED, make_register

pytestmark = (
    pytest.mark.django_db
)  # its transaction lies in the module's; and such tests run before those that empty tables

VIETNAMESE = {
    unicodedata.normalize("NFC", letter + tone)
    for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
} | set("đĐ")
HOSTILE = '<b>#let x = 1</b> $ * _ =1+1 \\ "quoted" & \x0b @bad'


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()


@pytest.fixture(scope="module")
def report(module_transaction, django_db_blocker):
    """The report of the small register, made once: these tests only write it into files."""
    with django_db_blocker.unblock():
        make_register()
        return content.build(user=SYSTEM_VIEWER, year=2023, cutoff=CUTOFF, prepared_at=PREPARED)


@pytest.fixture(scope="module")
def word(report):
    return docx.Document(io.BytesIO(to_docx(report)))


def _paragraph(word, text):
    return next(paragraph for paragraph in word.paragraphs if paragraph.text == text)


def _mm(length):
    return round(length.mm, 1)


def test_page_and_margins(word):
    body = word.sections[0]

    assert (_mm(body.page_width), _mm(body.page_height), body.orientation) == (210, 297, WD_ORIENT.PORTRAIT)
    for section in word.sections:
        assert 20 <= _mm(section.top_margin) <= 25
        assert 20 <= _mm(section.bottom_margin) <= 25
        assert 30 <= _mm(section.left_margin) <= 35
        assert 15 <= _mm(section.right_margin) <= 20


def test_wide_annexes_lie_across_the_page(word, report):
    lying = [section.orientation == WD_ORIENT.LANDSCAPE for section in word.sections]

    assert lying == [False, *(annex.landscape for annex in report.annexes)]
    assert lying.count(True) == 11
    assert {
        (_mm(s.page_width), _mm(s.page_height)) for s in word.sections if s.orientation == WD_ORIENT.LANDSCAPE
    } == {(297, 210)}


def test_every_font_is_times_new_roman_in_every_script(report):
    with zipfile.ZipFile(io.BytesIO(to_docx(report))) as parts:
        named = {
            (script, font)
            for name in parts.namelist()
            if name.startswith("word/")
            and name.endswith(".xml")
            and "theme" not in name
            and "fontTable" not in name
            for tag in re.findall(r"<w:rFonts [^>]*/>", parts.read(name).decode())
            for script, font in re.findall(r'w:(\w+)="([^"]*)"', tag)
        }

    assert named == {(script, "Times New Roman") for script in ("ascii", "hAnsi", "eastAsia", "cs")}


def test_no_colour_but_black(report):
    with zipfile.ZipFile(io.BytesIO(to_docx(report))) as parts:
        colours = set(re.findall(r'<w:color [^>]*w:val="([^"]*)"', parts.read("word/document.xml").decode()))

    assert colours == {"000000"}


def test_body_paragraph(word, report):
    paragraph = _paragraph(word, report.opening[0])

    assert paragraph.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert {run.font.size.pt for run in paragraph.runs} == {14}
    assert _mm(paragraph.paragraph_format.first_line_indent) == 12.7
    assert paragraph.paragraph_format.space_before.pt >= 6


def test_header_block(word):
    left, right = word.tables[0].rows[0].cells
    low_left, low_right = word.tables[0].rows[1].cells
    facts = [
        (paragraph.text, run.font.size.pt, bool(run.font.bold), bool(run.font.italic), paragraph.alignment)
        for cell in (left, right, low_left, low_right)
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    ]

    centre = WD_ALIGN_PARAGRAPH.CENTER
    assert facts == [
        ("UBND THÀNH PHỐ ĐÀ NẴNG", 13, False, False, centre),
        ("SỞ NGOẠI VỤ", 13, True, False, centre),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True, False, centre),
        ("Độc lập - Tự do - Hạnh phúc", 14, True, False, centre),
        ("Số:         /BC-SNgV", 13, False, False, centre),
        ("Đà Nẵng, ngày        tháng        năm 2023", 14, False, True, centre),
    ]


def test_lines_below_department_and_motto(word):
    for cell, width, line in (
        (word.tables[0].rows[0].cells[0], 65, 15.2),
        (word.tables[0].rows[0].cells[1], 100, 60.4),
    ):
        ruled = cell.paragraphs[-1]
        sides = ruled.paragraph_format.left_indent.mm + ruled.paragraph_format.right_indent.mm
        assert ruled._p.pPr.find(qn("w:pBdr")).find(qn("w:top")).get(qn("w:val")) == "single"
        assert round(width - sides, 1) == pytest.approx(line, abs=0.2)


def test_title_and_subject(word, report):
    for text in ("BÁO CÁO", report.subject):
        paragraph = _paragraph(word, text)
        assert paragraph.alignment == WD_ALIGN_PARAGRAPH.CENTER
        assert [(run.font.size.pt, run.font.bold) for run in paragraph.runs] == [(14, True)]


def test_page_number_stands_in_the_middle_of_the_top_margin_but_not_on_the_first_page(word):
    for section in word.sections:
        header = section.header.paragraphs[0]
        assert section.different_first_page_header_footer
        assert header.alignment == WD_ALIGN_PARAGRAPH.CENTER
        assert [item.text for item in header._p.iter(qn("w:instrText"))] == [" PAGE "]
        assert header.runs[0].font.size.pt == 13
        assert section.first_page_header.paragraphs[0].text == ""
        assert list(section.first_page_header.paragraphs[0]._p.iter(qn("w:instrText"))) == []
        assert section.header_distance < section.top_margin
        assert [item.get(qn("w:start")) for item in section._sectPr.findall(qn("w:pgNumType"))] == ["1"]


def test_tables_repeat_their_heads_and_keep_rows_whole(word, report):
    grids = [table for table in word.tables if table.style.name == "Table Grid"]

    assert len(grids) == len([table for _number, table in report.tables() if table.rows])
    for grid in grids:
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in grid.rows]
        assert heads == [True] + [False] * (len(grid.rows) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in grid.rows)


def test_every_table_of_the_word_file_has_the_rows_of_the_content(word, report):
    grids = [table for table in word.tables if table.style.name == "Table Grid"]
    contents = [table for _number, table in report.tables() if table.rows]

    for grid, table in zip(grids, contents, strict=True):
        assert [cell.text for cell in grid.rows[0].cells] == [column.title for column in table.columns]
        for line, row in zip(grid.rows[1:], table.rows, strict=True):
            texts = [cell.text for cell in line.cells]
            assert texts == ([row.cells[0]] * len(texts) if row.is_group else list(row.cells))


def test_annex_titles(word, report):
    for annex in report.annexes:
        number, title = _paragraph(word, f"Phụ lục {annex.number}"), _paragraph(word, annex.title.upper())
        for paragraph in (number, title):
            assert paragraph.alignment == WD_ALIGN_PARAGRAPH.CENTER
            assert [(run.font.size.pt, run.font.bold) for run in paragraph.runs] == [(14, True)]


def test_recipients_signature_and_end_mark(word, report):
    sign = next(table for table in word.tables if table.rows[0].cells[0].text.startswith("Nơi nhận:"))
    left, right = sign.rows[0].cells

    assert [
        (p.text, p.runs[0].font.size.pt, bool(p.runs[0].bold), bool(p.runs[0].italic))
        for p in left.paragraphs
    ] == [
        ("Nơi nhận:", 12, True, True),
        ("- Như trên;", 11, False, False),
        ("- Lưu: VT.", 11, False, False),
    ]
    assert (
        right.paragraphs[0].text,
        right.paragraphs[0].runs[0].font.size.pt,
        right.paragraphs[0].runs[0].bold,
    ) == ("GIÁM ĐỐC", 14, True)
    assert report.closing.endswith("./.")
    assert _paragraph(word, report.closing).paragraph_format.keep_with_next


def test_number_and_date_are_left_to_the_records_office(word):
    texts = [cell.text for cell in word.tables[0].rows[1].cells]

    assert not re.search(r"Số:\s*\d", texts[0])
    assert not re.search(r"(ngày|tháng)\s*\d", texts[1])


def _hostile(report):
    annex = report.annexes[2]
    table = annex.tables[0]
    row = Row(("1", HOSTILE, *[HOSTILE] * (len(table.columns) - 2)))
    wrong = replace(annex, tables=(replace(table, rows=(row,)),))
    section = replace(report.sections[0], blocks=(Paragraph(HOSTILE), *report.sections[0].blocks))
    return replace(report, annexes=(wrong,), sections=(section,))


def test_text_of_the_register_is_never_markup(report):
    hostile = _hostile(report)
    kept = HOSTILE.replace("\x0b", "")

    word = docx.Document(io.BytesIO(to_docx(hostile)))
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(hostile)))["Phụ lục III"]
    pdf = PdfReader(io.BytesIO(to_pdf(hostile)))

    assert any(paragraph.text == kept for paragraph in word.paragraphs)
    assert sheet.cell(5, 2).value == kept
    printed = _words("".join(page.extract_text() for page in pdf.pages))
    assert "<b>#let x = 1</b> $ * _ =1+1" in printed


def test_cells_that_look_like_formulas_stay_text(report):
    table = replace(report.annexes[2].tables[0], rows=(Row(("1", "=1+1", "+1", "-1", "@x", "5", "", "05")),))
    changed = replace(report, annexes=(replace(report.annexes[2], tables=(table,)),))

    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(changed)))["Phụ lục III"]

    assert [cell.value for cell in sheet[5]] == [1, "'=1+1", "'+1", "'-1", "'@x", 5, "", "05"]
    assert {cell.data_type for cell in sheet[5]} == {"n", "s"}


def test_workbook_has_figures_and_one_sheet_for_each_annex(report):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report)))

    assert book.sheetnames == ["Số liệu", *(f"Phụ lục {annex.number}" for annex in report.annexes)]
    figures = book["Số liệu"]
    assert [(figures.cell(row, 2).value, figures.cell(row, 3).value) for row in range(5, 18)] == [
        (line.label, line.value) for line in report.figures
    ]
    for annex in report.annexes:
        sheet = book[f"Phụ lục {annex.number}"]
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.orientation == "landscape") == annex.landscape
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows


def test_workbook_s_rows_are_those_of_the_annex(report):
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(report)))["Phụ lục I"]
    rows = report.annexes[0].tables[0].rows

    shown = [
        [str(cell.value or "") for cell in line] for line in sheet.iter_rows(min_row=5, max_row=4 + len(rows))
    ]

    assert shown == [list(row.cells) for row in rows]
    assert sheet.cell(5 + len(rows), 1).value is None


def test_pdf_uses_our_fonts_only_and_says_what_the_content_says(report):
    reader = PdfReader(io.BytesIO(to_pdf(report)))
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    text = _words(" ".join(page.extract_text() for page in reader.pages))

    assert fonts <= {
        "LiberationSerif",
        "LiberationSerif-Bold",
        "LiberationSerif-Italic",
        "LiberationSerif-BoldItalic",
    }
    assert reader.metadata.title == f"BÁO CÁO: {report.subject}"
    sentences = [b.text for section in report.sections for b in section.blocks if isinstance(b, Paragraph)]
    assert [sentence for sentence in sentences if sentence not in text] == []
    assert "./." in text


def test_pdf_pages_are_a4_with_annexes_lying(report):
    reader = PdfReader(io.BytesIO(to_pdf(report)))
    sizes = [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages]

    assert sizes[0] == (595, 842)
    assert set(sizes) == {(595, 842), (842, 595)}
    assert sizes.count((842, 595)) >= 9


def test_pdf_numbers_pages_from_the_second_of_each_part(report):
    first, second = PdfReader(io.BytesIO(to_pdf(report))).pages[:2]

    assert _words(first.extract_text()).startswith("UBND THÀNH PHỐ ĐÀ NẴNG")
    assert _words(second.extract_text()).startswith("2 ")


def test_files_of_the_same_content_are_the_same(report):
    assert to_pdf(report) == to_pdf(report)
    first, second = (docx.Document(io.BytesIO(to_docx(report))) for _time in range(2))
    assert first.element.xml == second.element.xml
    assert json.dumps(report.as_json()) == json.dumps(report.as_json())


def _covered(path: Path) -> set[int]:
    """Code points of a TrueType font's Unicode table (format 4)."""
    data = path.read_bytes()
    tables = {
        data[at : at + 4]: struct.unpack(">L", data[at + 8 : at + 12])[0]
        for at in range(12, 12 + 16 * struct.unpack(">H", data[4:6])[0], 16)
    }
    start = tables[b"cmap"]
    found: set[int] = set()
    for index in range(struct.unpack(">H", data[start + 2 : start + 4])[0]):
        at = start + struct.unpack(">L", data[start + 8 + 8 * index : start + 12 + 8 * index])[0]
        if struct.unpack(">H", data[at : at + 2])[0] != 4:
            continue
        segments = struct.unpack(">H", data[at + 6 : at + 8])[0] // 2
        ends = struct.unpack(f">{segments}H", data[at + 14 : at + 14 + 2 * segments])
        starts = struct.unpack(f">{segments}H", data[at + 16 + 2 * segments : at + 16 + 4 * segments])
        for low, high in zip(starts, ends, strict=True):
            found.update(range(low, high + 1))
    return found


@pytest.mark.parametrize("style", ["Regular", "Bold", "Italic", "BoldItalic"])
def test_vendored_font_has_every_vietnamese_letter(style):
    covered = _covered(FONTS / f"LiberationSerif-{style}.ttf")

    assert {letter for letter in VIETNAMESE | set("–“”…’") if ord(letter) not in covered} == set()


def test_font_licence_stands_beside():
    assert "SIL OPEN FONT LICENSE" in (FONTS / "LICENSE").read_text(encoding="utf-8")
