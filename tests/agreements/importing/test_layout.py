from __future__ import annotations

import openpyxl
import pytest

from agreements.importing.layout import Column, find_table
from dnfa.core.sheets import SheetError, read_sheets
from tests.agreements.importing.factories import HEADINGS, line, official, saved, table_csv, workbook

SNAKE_CASE = [
    "stt",
    "co_quan_ky_ket",
    "doi_tac_ky",
    "nuoc_doi_tac",
    "ngay_ky_ngay_hieu_luc",
    "thoi_han_hieu_luc",
    "ghi_chu",
]


def _table(content: bytes):
    return find_table(read_sheets(content))


@pytest.mark.parametrize("name", ["relations_table.xlsx", "relations_table.csv"])
def test_the_official_table_has_48_rows_in_order(name):
    table = _table(official(name))

    assert [row.stt for row in table.rows] == list(range(1, 49))
    assert table.rows[40].text(Column.TERM) == "5 năm (đến ngày 25/8/2019)"


def test_the_official_workbook_begins_at_row_7():
    table = _table(official())

    assert (table.sheet, table.header_row, table.rows[0].sheet_row) == ("Phụ lục I", 5, 7)
    assert table.rows[0].address(Column.SIGNING) == "E7"


@pytest.mark.parametrize("before", [0, 1, 28])
def test_the_heading_may_stand_anywhere_in_the_first_30_rows(before):
    table = _table(workbook(line(), before=[["Tiêu đề"]] * before + [[]]))

    assert table.header_row == before + 2
    assert len(table.rows) == 1


def test_a_heading_below_row_30_is_not_found():
    with pytest.raises(SheetError) as refusal:
        _table(workbook(line(), before=[["Tiêu đề"]] * 30))

    assert refusal.value.code == "no_table"


def test_the_table_may_stand_on_any_sheet():
    book = openpyxl.Workbook()
    book.active.append(["Trang bìa"])
    sheet = book.create_sheet("Bảng")
    sheet.append(HEADINGS)
    sheet.append(line())

    assert _table(saved(book)).sheet == "Bảng"


def test_two_tables_in_one_file_are_refused():
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Bản sao")):
        sheet.append(HEADINGS)
        sheet.append(line())

    with pytest.raises(SheetError) as refusal:
        _table(saved(book))

    assert str(refusal.value) == "Tệp có bảng ở nhiều trang tính (“Sheet”, “Bản sao”): chỉ để lại một."


@pytest.mark.parametrize(
    "headings",
    [
        SNAKE_CASE,
        [heading.upper() for heading in HEADINGS],
        ["TT", "Cơ quan ký", "Đối tác", "Nước", "Ngày ký", "Thời hạn", "Ghi chú"],
        [
            "Stt",
            "Co quan ky ket",
            "Doi tac ky",
            "Nuoc doi tac",
            "Ngay ky, ngay hieu luc",
            "Thoi han hieu luc",
            "Ghi chu",
        ],
    ],
)
def test_headings_in_other_spellings(headings):
    assert list(_table(workbook(line(), headings=headings)).positions) == list(Column)


def test_columns_in_another_order_and_columns_of_ones_own():
    headings = [
        "Ghi chú",
        "Thời hạn hiệu lực",
        "Của tôi",
        "Ngày ký, ngày hiệu lực",
        "Nước đối tác",
        "Đối tác ký",
        "Cơ quan ký kết",
    ]
    table = _table(
        workbook(["ghi", "2021", "riêng", "2018", "Lào", "Tỉnh Salavan", "UBND"], headings=headings)
    )

    assert {column: table.rows[0].text(column) for column in Column} == {
        Column.STT: "",
        Column.SIGNATORY: "UBND",
        Column.PARTNER: "Tỉnh Salavan",
        Column.COUNTRY: "Lào",
        Column.SIGNING: "2018",
        Column.TERM: "2021",
        Column.NOTE: "ghi",
    }


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16")])
def test_csv_with_the_separators_and_encodings_of_spreadsheets(delimiter, encoding):
    table = _table(table_csv(line(signing="2019, 2021"), delimiter=delimiter, encoding=encoding))

    assert table.rows[0].text(Column.SIGNING) == "2019, 2021"


def test_a_missing_column_is_named():
    with pytest.raises(SheetError) as refusal:
        _table(workbook(line(), headings=[*HEADINGS[:5], "Hết hạn", "Ghi chú"]))

    assert str(refusal.value) == "Dòng tiêu đề (dòng 3) thiếu cột: “Thời hạn hiệu lực”."


def test_a_column_given_twice_is_named():
    with pytest.raises(SheetError) as refusal:
        _table(workbook(line(), headings=[*HEADINGS, "Ngày ký"]))

    assert (
        str(refusal.value)
        == "Dòng tiêu đề (dòng 3) có hai cột: “Ngày ký, ngày hiệu lực”. Hãy bỏ bớt một cột."
    )


def test_a_table_without_rows_is_refused():
    with pytest.raises(SheetError) as refusal:
        _table(workbook())

    assert refusal.value.code == "empty_table"


def test_rows_that_are_no_data_are_passed_over():
    explanation = [None, "Tên cơ quan phía Việt Nam ký kết văn bản", "Tên đối tác nước ngoài ký kết văn bản"]
    numbers = [["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"], [1, 2, 3, 4, 5, 6, 7]]
    group = ["CHÂU Á"]
    end = [None, "Tổng cộng: 01 dòng"]

    table = _table(workbook(explanation, *numbers, group, [], line(stt="1."), [2], end))

    assert [(row.sheet_row, row.stt) for row in table.rows] == [(9, 1)]


def test_a_row_with_number_and_signatory_only_is_data():
    table = _table(workbook([7, "UBND thành phố Đà Nẵng"]))

    assert [row.stt for row in table.rows] == [7]


@pytest.mark.parametrize(
    ("typed", "stt"),
    [(3, 3), ("3", 3), ("03", 3), (3.0, 3), ("3.", 3), ("3a", None), (0, None), (None, None)],
)
def test_stt_as_number_or_text(typed, stt):
    assert _table(workbook(line(stt=typed))).rows[0].stt == stt
