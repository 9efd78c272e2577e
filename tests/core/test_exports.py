from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from dnfa.core.exports import Sheet, neutralise, stream_csv, write_xlsx
from dnfa.core.partial_dates import PartialDate

FORMULA = '=HYPERLINK("//x","bấm")'


@pytest.mark.parametrize(
    ("text", "neutral"),
    [
        ("=1+1", "'=1+1"),
        ("+84 236", "'+84 236"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("Đà Nẵng", "Đà Nẵng"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_neutralise(text, neutral):
    assert neutralise(text) == neutral


def a_sheet(*rows, notes=("Điều kiện lọc: =x",)):
    return Sheet(title="Đối tác", notes=notes, heads=["STT", "Tên", "=Đầu"], rows=iter(rows))


def test_csv_begins_with_the_mark_and_neutralises_text_only():
    text = "".join(stream_csv(a_sheet([1, FORMULA, Decimal("-1234.50")], [2, "a,b\n", date(2026, 3, 5)])))

    assert text.startswith("\ufeffSTT,Tên,'=Đầu\r\n")
    assert list(csv.reader(io.StringIO(text[1:], newline=""))) == [
        ["STT", "Tên", "'=Đầu"],
        ["1", f"'{FORMULA}", "-1234.50"],
        ["2", "a,b\n", "05/03/2026"],
    ]


def test_csv_is_written_row_by_row():
    seen = []

    def rows():
        for number in range(3):
            seen.append(number)
            yield [number]

    lines = stream_csv(Sheet(title="", notes=(), heads=["STT"], rows=rows()))
    next(lines)
    next(lines)

    assert seen == [0]


def test_csv_writes_numbers_plainly_and_words_for_the_rest():
    row = [1234567, 0.5, Decimal("1E+3"), True, None, PartialDate(2012, 4)]

    (_heads, line) = stream_csv(Sheet(title="", notes=(), heads=["x"], rows=[row]))

    assert line == "1234567,0.5,1000,Có,,4/2012\r\n"


def opened(sheet):
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(sheet))).active


def test_xlsx_has_title_notes_heads_and_rows():
    worksheet = opened(a_sheet([1, "Sakai", 3], notes=("Một", "Hai")))

    values = [[cell.value for cell in row] for row in worksheet.iter_rows()]
    assert values == [
        ["Đối tác", None, None],
        ["Một", None, None],
        ["Hai", None, None],
        [None, None, None],
        ["STT", "Tên", "'=Đầu"],
        [1, "Sakai", 3],
    ]
    assert worksheet.freeze_panes == "A6"
    assert worksheet.auto_filter.ref == "A5:C6"
    assert worksheet.print_title_rows == "$5:$5"
    assert (worksheet.page_setup.orientation, worksheet.page_setup.paperSize) == ("landscape", 9)


@pytest.mark.parametrize(
    ("value", "written", "number_format"),
    [
        (FORMULA, f"'{FORMULA}", "General"),
        ("https://example.org", "https://example.org", "General"),
        ("0123", "0123", "General"),
        (5, 5, "#,##0"),
        (Decimal("5.25"), 5.25, "#,##0.00"),
        (date(2026, 3, 5), datetime.fromisoformat("2026-03-05"), "dd/mm/yyyy"),
        (date(1858, 9, 1), "01/09/1858", "General"),
        (PartialDate(2026, 3, 5), datetime.fromisoformat("2026-03-05"), "dd/mm/yyyy"),
        (PartialDate(2026, 3), "3/2026", "General"),
        (
            datetime(2026, 3, 5, 17, 5, tzinfo=UTC),
            datetime.fromisoformat("2026-03-06T00:05"),
            "dd/mm/yyyy hh:mm",
        ),
        (
            datetime.fromisoformat("2026-03-05T17:05"),
            datetime.fromisoformat("2026-03-05T17:05"),
            "dd/mm/yyyy hh:mm",
        ),
        (False, "Không", "General"),
        (None, None, "General"),
        ("a" * 40_000, "a" * 32_767, "General"),
    ],
)
def test_xlsx_cell_by_type(value, written, number_format):
    cell = opened(Sheet(title="T", notes=(), heads=["Cột"], rows=[[value]])).cell(4, 1)

    assert (cell.value, cell.number_format) == (written, number_format)
    assert cell.data_type != "f"
    assert cell.hyperlink is None


def test_xlsx_without_rows_has_its_heads():
    worksheet = opened(a_sheet())

    assert [cell.value for cell in worksheet[4]] == ["STT", "Tên", "'=Đầu"]
    assert worksheet.max_row == 4
