from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.workbook.protection import WorkbookProtection

from dnfa.core.sheets import (
    EMPTY,
    Limits,
    RowMark,
    SheetError,
    SheetRow,
    address,
    check_archive,
    kind_of,
    mark_sheet,
    read_sheets,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def _saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _book(*rows: list) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return _saved(book)


def _zip(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one part added or replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return target.getvalue()


def _encrypted_entry(content: bytes) -> bytes:
    """Set the flag "encrypted" of every entry, in its own head and in the directory."""
    raw = bytearray(content)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(magic)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(magic, at + 4)
    return bytes(raw)


def _code(content: bytes, **options) -> str:
    with pytest.raises(SheetError) as refusal:
        read_sheets(content, **options)
    assert str(refusal.value)
    return refusal.value.code


# --- what is refused -----------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n ", "empty_file"),
        (b"PK\x05\x06" + b"\x00" * 18, "damaged_file"),
        (b"PK\x03\x04 no archive", "damaged_file"),
        (_book(["a"])[:-400], "damaged_file"),
        (_book(["a"])[:200], "damaged_file"),
        (OLE, "old_format"),
        (OLE + "Workbook".encode("utf-16-le"), "old_format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (_encrypted_entry(_book(["a"])), "password"),
        (b"%PDF-1.7", "wrong_file_type"),
        (b"\x89PNG\r\n", "wrong_file_type"),
        (b"{\\rtf1", "wrong_file_type"),
        (_zip(word__document_xml=b"<x/>"), "not_xlsx"),
        (_with_part(_zip(a=b"b"), "word/document.xml", b"<x/>"), "word_file"),
        (_zip(a=b"b"), "not_xlsx"),
        (_with_part(_book(["a"]), "xl/vbaProject.bin", b"x"), "macros"),
        (_with_part(_book(["a"]), "xl/externalLinks/externalLink1.xml", b"<x/>"), "external_links"),
        (_with_part(_book(["a"]), "xl/sharedStrings.xml", DOCTYPE), "entities"),
        (_with_part(_book(["a"]), "xl/worksheets/sheet1.xml", OUTSIDE), "entities"),
        (_with_part(_book(["a"]), "xl/worksheets/sheet1.xml", OUTSIDE.decode().encode("utf-16")), "entities"),
        (_with_part(_book(["a"]), "xl/worksheets/sheet1.xml", b"<worksheet"), "damaged_file"),
        (_with_part(_book(["a"]), "xl/worksheets/sheet1.xml", b""), "damaged_file"),
        (_with_part(_book(["a"]), "xl/workbook.xml", b"<x/>"), "empty_sheet"),
        (_book(), "empty_sheet"),
        ("Đối tác".encode("cp1258", "ignore"), "wrong_encoding"),
        ("Ký tăng cường".encode("utf-16-le"), "wrong_encoding"),
        (b"a,b\x00", "wrong_encoding"),
        (b"\xff\xfea", "wrong_encoding"),
        (b"a," + b"x" * 200_000, "damaged_file"),
    ],
)
def test_read_sheets_refuses_and_says_what_to_do(content, code):
    assert _code(content) == code


def test_read_sheets_refuses_a_bomb_before_it_is_unpacked():
    bomb = _with_part(_book(["a"]), "xl/media/zeros.bin", b"\x00" * (20 * 1024 * 1024))

    assert len(bomb) < 100_000
    assert _code(bomb) == "unpacks_too_large"


@pytest.mark.parametrize("limits", [Limits(unpacked_bytes=5_000), Limits(part_bytes=2_000)])
def test_read_sheets_refuses_what_unpacks_too_large(limits):
    assert _code(_book(["a"]), limits=limits) == "unpacks_too_large"


def test_read_sheets_refuses_a_large_file():
    with pytest.raises(SheetError) as refusal:
        read_sheets(b"a" * (10 * 1024 * 1024 + 1))

    assert str(refusal.value) == "Tệp lớn hơn 10 MB: hãy chỉ để lại bảng cần nhập rồi tải lên lại."


@pytest.mark.parametrize("rows", [[[number] for number in range(4)], [["a"], [], [], ["b"], ["c"], ["d"]]])
def test_read_sheets_counts_rows_with_content(rows):
    assert len(read_sheets(_book(*rows), limits=Limits(rows=4))[0].rows) == 4
    assert _code(_book(*rows), limits=Limits(rows=3)) == "too_many_rows"


def test_read_sheets_counts_the_rows_of_a_csv_and_of_all_sheets():
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.create_sheet("hai").append(["b"])

    assert _code(b"a\nb\n", limits=Limits(rows=1)) == "too_many_rows"
    assert _code(_saved(book), limits=Limits(rows=1)) == "too_many_rows"


def test_read_sheets_says_no_to_100_000_rows_quickly():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(100_000):
        sheet.append([number, "UBND thành phố Đà Nẵng"])

    with pytest.raises(SheetError) as refusal:
        read_sheets(_saved(book))

    assert str(refusal.value) == (
        "Bảng có hơn 20.000 dòng: hãy xóa các dòng thừa hoặc chia thành nhiều tệp nhỏ hơn."
    )


def test_a_protected_but_readable_workbook_is_read():
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    book.security = WorkbookProtection(lockStructure=True)

    assert read_sheets(_saved(book))[0].rows[0].texts == ["a"]


def test_kind_of_ignores_names_and_looks_at_the_content():
    assert [kind_of(_book(["a"])), kind_of("Stt;Đối tác".encode())] == ["xlsx", "csv"]


# --- .xlsx ---------------------------------------------------------------------
def test_read_sheets_keeps_numbers_of_rows_and_leaves_empty_ones_out():
    sheets = read_sheets(_book(["a", None, "c", None], [], [None, None], [None, "b"]))

    assert [(row.number, row.texts) for row in sheets[0].rows] == [(1, ["a", "", "c"]), (4, ["", "b"])]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("văn bản", "General", "văn bản"),
        ("  hai\ndòng ", "General", "  hai\ndòng "),
        (5, "General", "5"),
        (5.0, "General", "5"),
        (5.25, "General", "5.25"),
        (True, "General", "TRUE"),
        (False, "General", "FALSE"),
        (datetime.fromisoformat("2016-11-22"), "dd/mm/yyyy", "22/11/2016"),
        (date(2016, 11, 22), "d\\-m\\-yyyy", "22/11/2016"),
        (datetime.fromisoformat("2016-11-22T08:30"), "dd/mm/yyyy hh:mm", "22/11/2016 08:30"),
        (datetime.fromisoformat("2012-04-01"), "mmm-yy", "4/2012"),
        (datetime.fromisoformat("2012-04-01"), "mm/yyyy", "4/2012"),
        (datetime.fromisoformat("2012-04-01"), '[$-42A]"day" mm/yyyy;@', "4/2012"),
        (datetime.fromisoformat("2012-04-01"), "yyyy", "2012"),
        (datetime.fromisoformat("2012-04-01"), "yyyy_d", "2012"),
    ],
)
def test_read_sheets_writes_values_as_they_are_shown(value, number_format, text):
    book = openpyxl.Workbook()
    book.active["A1"] = value
    book.active["A1"].number_format = number_format

    cell = read_sheets(_saved(book))[0].rows[0].cell(0)

    assert (cell.text, cell.is_formula, cell.is_error) == (text, False, False)


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"])
def test_read_sheets_marks_formulas_and_evaluates_none(text):
    cell = read_sheets(_book(["a", text]))[0].rows[0].cell(1)

    assert (cell.text, cell.is_formula) == (text, True)


def test_read_sheets_marks_array_formulas_error_values_and_texts_like_formulas():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = openpyxl.worksheet.formula.ArrayFormula("A1:A2", "=SUM(B1:B2)")
    sheet["B1"].value, sheet["B1"].data_type = "=1", "s"
    sheet["C1"].value, sheet["C1"].data_type = "#REF!", "e"
    sheet["D1"] = " ＝1"

    cells = read_sheets(_saved(book))[0].rows[0].cells

    assert [(cell.text, cell.is_formula, cell.is_error) for cell in cells] == [
        ("=SUM(B1:B2)", True, False),
        ("=1", True, False),
        ("#REF!", False, True),
        (" ＝1", True, False),
    ]


def test_read_sheets_takes_the_text_mark_of_spreadsheets_off():
    assert read_sheets(_book(["'+84", "'-", "'=1", "'a"]))[0].rows[0].texts == ["+84", "-", "=1", "'a"]


def test_read_sheets_leaves_html_as_text():
    assert read_sheets(_book(["<script>alert(1)</script>"]))[0].rows[0].texts == ["<script>alert(1)</script>"]


def test_read_sheets_gives_a_vertically_merged_value_to_every_row():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Tiêu đề", None], ["UBND", "a"], [None, "b"], ["HĐND", "c"], [None, None, "d"]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:A9")
    sheet.merge_cells("F2:F3")

    rows = read_sheets(_saved(book))[0].rows

    assert [row.texts for row in rows] == [
        ["Tiêu đề"],
        ["UBND", "a"],
        ["UBND", "b"],
        ["HĐND", "c"],
        ["HĐND", "", "d"],
    ]


def test_read_sheets_reads_every_sheet():
    book = openpyxl.Workbook()
    book.active.title = "Một"
    book.active["A1"] = "a"
    book.create_sheet("Hai")["B2"] = "b"

    assert [(sheet.title, [row.texts for row in sheet.rows]) for sheet in read_sheets(_saved(book))] == [
        ("Một", [["a"]]),
        ("Hai", [["", "b"]]),
    ]


def test_read_sheets_does_not_believe_the_stated_size_of_a_sheet():
    content = _book(["a"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.read("xl/worksheets/sheet1.xml").replace(b'ref="A1"', b'ref="A1:XFD1048576"')

    assert len(read_sheets(_with_part(content, "xl/worksheets/sheet1.xml", part))[0].rows) == 1


def test_columns_far_to_the_right_are_not_read():
    assert read_sheets(_book(["a", "b", "c"]), limits=Limits(columns=2))[0].rows[0].texts == ["a", "b"]


# --- .csv ----------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_the_encodings_of_spreadsheets(encoding):
    assert read_sheets("Đối tác,Ký\n".encode(encoding))[0].rows[0].texts == ["Đối tác", "Ký"]


@pytest.mark.parametrize(
    "text",
    [
        'a,b,c\n"1, 2",3,4\n',
        "a;b;c\n1, 2;3;4\n",
        "a\tb\tc\n1, 2\t3\t4\n",
        "Tiêu đề, rất dài, có dấu phẩy, và nữa\na;b;c\n1, 2;3;4\n5;6;7\n",
        "sep=;\r\na;b;c\r\n1, 2;3;4\r\n",
    ],
)
def test_csv_separators_are_told_from_the_first_lines(text):
    rows = read_sheets(text.encode())[0].rows

    assert [row.texts for row in rows if row.texts[0] in {"a", "1, 2"}] == [
        ["a", "b", "c"],
        ["1, 2", "3", "4"],
    ]


def test_csv_rows_are_numbered_as_a_spreadsheet_numbers_them():
    rows = read_sheets(b'sep=;\n"a\nb";c\n\n;;\nd;e\n')[0].rows

    assert [(row.number, row.texts) for row in rows] == [(1, ["a\nb", "c"]), (4, ["d", "e"])]


def test_csv_of_one_column_and_with_odd_line_ends_inside_a_cell():
    assert [row.texts for row in read_sheets("a\u2028b\nc\x0bd\n".encode())[0].rows] == [
        ["a\u2028b"],
        ["c\x0bd"],
    ]


def test_csv_marks_formulas():
    cells = read_sheets(b"a,=1+1\n")[0].rows[0].cells

    assert [cell.is_formula for cell in cells] == [False, True]


# --- small parts ----------------------------------------------------------------
def test_address_names_a_cell():
    assert [address(0, 1), address(4, 7), address(26, 3)] == ["A1", "E7", "AA3"]


def test_a_row_has_empty_cells_beyond_its_end():
    row = SheetRow(1, (EMPTY,))

    assert [row.cell(-1), row.cell(5)] == [EMPTY, EMPTY]


def test_check_archive_lets_a_plain_workbook_pass():
    assert check_archive(_book(["a"])) is None


# --- the sheet back ---------------------------------------------------------------
def _marked(content: bytes, **options):
    settings = {
        "sheet": "Sheet",
        "header_row": 2,
        "marks": {3: RowMark("Có lỗi", "=sửa", frozenset({0}), frozenset({1}))},
    }
    return openpyxl.load_workbook(io.BytesIO(mark_sheet(content, **(settings | options))))


def test_mark_sheet_writes_beside_the_table():
    sheet = _marked(_book(["Tiêu đề"], ["a", "b"], [1, 2, 3]))["Sheet"]

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Tiêu đề", None, None, None, None],
        ["a", "b", None, "Kết quả", "Cần sửa"],
        [1, 2, 3, "Có lỗi", "'=sửa"],
    ]
    assert [sheet.cell(3, column).fill.fgColor.rgb for column in (1, 2, 3)] == [
        "00FFC7CE",
        "00FFEB9C",
        "00000000",
    ]


def test_mark_sheet_writes_right_of_merged_cells():
    book = openpyxl.Workbook()
    for row in (["Tiêu đề"], ["a"], ["b"]):
        book.active.append(row)
    book.active.merge_cells("A3:D3")
    book.active.merge_cells("A1:H1")

    sheet = _marked(_saved(book))["Sheet"]

    assert (sheet["E2"].value, sheet["F3"].value) == ("Kết quả", "'=sửa")


def test_mark_sheet_again_replaces_what_it_wrote():
    once = mark_sheet(
        _book(["Tiêu đề"], ["a"], ["b"]), sheet="Sheet", header_row=2, marks={3: RowMark("Có lỗi", "x")}
    )

    sheet = _marked(once, marks={3: RowMark("Thêm mới")})["Sheet"]

    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["a", "Kết quả", "Cần sửa"],
        ["b", "Thêm mới", None],
    ]


def test_mark_sheet_disarms_formulas_in_every_sheet():
    book = openpyxl.Workbook()
    book.active.append(["=1+1", "+1", "-", "-5", "@x", -5])
    book.active["A2"] = openpyxl.worksheet.formula.ArrayFormula("A2", "=SUM(B1)")
    book.create_sheet("Hai")["A1"] = '=WEBSERVICE("http://x")'

    back = _marked(_saved(book), marks={})

    assert [cell.value for cell in back["Sheet"][1]][:6] == ["'=1+1", "'+1", "-", "'-5", "'@x", -5]
    assert (back["Sheet"]["A2"].value, back["Hai"]["A1"].value) == ("'=SUM(B1)", '\'=WEBSERVICE("http://x")')


def test_mark_sheet_turns_a_csv_into_a_workbook():
    sheet = _marked(b"T\na;b\n=1;2\n", sheet="CSV")["CSV"]

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["T", None, None, None],
        ["a", "b", "Kết quả", "Cần sửa"],
        ["'=1", "2", "Có lỗi", "'=sửa"],
    ]


def test_mark_sheet_leaves_hidden_merged_cells_alone():
    book = openpyxl.Workbook()
    for row in (["Tiêu đề"], ["a", "Kết quả", "Cần sửa"], ["b", "x", "y"]):
        book.active.append(row)
    book.active.merge_cells("B3:C3")

    sheet = _marked(_saved(book))["Sheet"]

    assert (sheet["B3"].value, sheet["C3"].value) == ("Có lỗi", None)
