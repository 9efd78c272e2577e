from __future__ import annotations

import io

import openpyxl
import pytest
from django.utils.translation import override

from dnfa.accounts.enums import Role
from dnfa.accounts.import_kinds import AGENCIES, COLUMNS
from dnfa.accounts.models import Agency
from dnfa.core.sheets import SheetError
from dnfa.core.table_import.books import export_rows, marked_sheet, template_book
from dnfa.core.table_import.layout import read_table
from dnfa.core.table_import.paste import PASTED_NAME, pasted_file
from dnfa.core.table_import.services import sheet_commit, sheet_create
from tests.core.table_import.sheets import HEADS, TODAY, fates, line, preview, problems
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db


def _open(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def _import(content: bytes, name: str = "a.xlsx"):
    return sheet_create(kind=AGENCIES, file_name=name, content=content, user=None, today=TODAY)


# --- template -------------------------------------------------------------------
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_template_is_vietnamese_and_says_everything(language):
    with override(language):
        book = _open(template_book(AGENCIES))
    data, guide, lists = book.worksheets

    heads = [cell.value for cell in data[1]]
    assert [sheet.title for sheet in book.worksheets] == ["Dữ liệu", "Hướng dẫn", "Danh mục"]
    assert heads == ["STT", "Khóa", "Tên cơ quan *", "Tên tiếng Anh", "Tên viết tắt", "Loại *", *HEADS[5:]]
    assert [cell.value for cell in data[1] if cell.font.bold] == ["Tên cơ quan *", "Loại *"]
    assert [cell.value for cell in data[2]][:3] == ["Ví dụ", "so-vi-du", "Sở Ví dụ thành phố"]
    assert data.freeze_panes == "A2"
    assert all(data.column_dimensions[letter].width <= 50 for letter in "BCDEFGHI")
    assert data["G2"].number_format == "@"
    assert [guide.cell(row, 1).value for row in range(8, 17)] == ["Tên cột", *HEADS]
    assert guide["C13"].value.startswith("Chọn trong danh sách. Sở, ngành; Ủy ban nhân dân; ")
    assert lists.sheet_state == "hidden"
    drop_down = data.data_validations.dataValidation[0]
    assert (drop_down.formula1, str(drop_down.sqref)) == ("'Danh mục'!$A$1:$A$21", "F3:F5001")
    assert [cell.value for cell in lists["A"]][:2] == ["Sở, ngành", "Ủy ban nhân dân"]


def test_the_example_row_is_passed_over():
    with pytest.raises(SheetError, match="không có dòng nào bên dưới"):
        read_table(AGENCIES, template_book(AGENCIES))


def test_a_filled_template_is_read():
    book = _open(template_book(AGENCIES))
    for position, text in enumerate([1, *line("Sở A", valid_from="05/03/2026")], start=1):
        book.worksheets[0].cell(3, position).value = text or None
    target = io.BytesIO()
    book.save(target)

    batch = _import(target.getvalue())

    assert (fates(batch), problems(batch)) == ([(3, "new")], [])


# --- round trip -----------------------------------------------------------------
def test_an_export_imported_again_changes_nothing():
    make_agency(key="so-a", name_vi="Sở A", name_en="=A()", abbreviations=["A"], valid_from="2012")
    make_agency(
        key="so-b",
        name_vi="Sở B",
        note="-dòng 1\n+dòng 2",
        valid_from="2004-02-29",
        valid_to="2012-04",
        kind="office",
    )
    make_agency(key="so-c", name_vi="@Sở C", abbreviations=["SC", "C"], note="Ví dụ")
    content = export_rows(AGENCIES, AGENCIES.exported(None), None)

    batch = _import(content)

    assert problems(batch) == []
    assert fates(batch) == [(2, "unchanged"), (3, "unchanged"), (4, "unchanged")]
    cells = {str(cell.value) for row in _open(content).worksheets[0].iter_rows() for cell in row}
    assert {"'-dòng 1\n+dòng 2", "'@Sở C"} <= cells
    assert "=A()" not in "".join(cells)
    assert all(cell.data_type != "f" for row in _open(content).worksheets[0].iter_rows() for cell in row)


def test_an_edited_export_changes_what_was_edited():
    make_agency(key="so-a", name_vi="Sở A")
    make_agency(key="so-b", name_vi="Sở B")
    book = _open(export_rows(AGENCIES, AGENCIES.exported(None), None))
    book.worksheets[0]["I3"] = "mới"
    target = io.BytesIO()
    book.save(target)

    batch = _import(target.getvalue())
    sheet_commit(kind=AGENCIES, batch=batch, user=None, today=TODAY)

    assert fates(batch) == [(2, "unchanged"), (3, "changed")]
    assert dict(Agency.objects.values_list("key", "note")) == {"so-a": "", "so-b": "mới"}


def test_a_text_longer_than_a_cell_is_left_out_and_so_left_alone():
    make_agency(key="so-a", name_vi="Sở A", note="x" * 40_000)

    batch = _import(export_rows(AGENCIES, AGENCIES.exported(None), None))

    assert fates(batch) == [(2, "unchanged")]


@pytest.mark.parametrize(("role", "count"), [(Role.OFFICER, 2), (Role.FOCAL_POINT, 1)])
def test_only_those_who_may_import_get_the_records(role, count):
    agency = make_agency()
    user = make_user(role, agency=agency)

    book = _open(export_rows(AGENCIES, AGENCIES.exported(user), user))

    assert book.worksheets[0].max_row == count


@pytest.mark.parametrize("count", [1, 20])
def test_an_export_asks_the_same_queries_for_one_and_for_many(django_assert_num_queries, count):
    for _number in range(count):
        make_agency()

    with django_assert_num_queries(1):
        export_rows(AGENCIES, AGENCIES.exported(None), None)


# --- the sheet back -------------------------------------------------------------
def test_the_sheet_comes_back_with_its_errors_marked():
    batch = preview(line("Sở A"), line("Sở B", kind="không có", valid_from="31/9/2023"))

    sheet = _open(marked_sheet(AGENCIES, batch)).worksheets[0]

    assert [sheet.cell(1, column).value for column in (9, 10)] == ["Kết quả", "Cần sửa"]
    assert [sheet.cell(row, 9).value for row in (2, 3)] == ["Thêm mới", "Có lỗi"]
    assert sheet.cell(3, 10).value.splitlines()[1] == (
        "Thành lập: Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày."
    )
    red = [cell.coordinate for cell in sheet[3] if cell.fill.fgColor.rgb == "00FFC7CE"]
    assert red == ["E3", "F3"]


def test_a_problem_of_the_whole_row_has_no_cell_and_a_note_is_yellow():
    batch = preview(line("Sở A"))
    batch.rows.update(
        problems=[
            {"column": "", "message": "Cả dòng.", "severity": "error"},
            {"column": "note", "message": "Xem lại.", "severity": "note"},
            {"column": "note", "message": "Sai.", "severity": "error"},
            {"column": "valid_to", "message": "Xem.", "severity": "note"},
        ]
    )

    sheet = _open(marked_sheet(AGENCIES, batch)).worksheets[0]

    assert sheet["J2"].value == "Cả dòng.\nGhi chú: Xem lại.\nGhi chú: Sai.\nKết thúc: Xem."
    fills = {cell.coordinate: cell.fill.fgColor.rgb for cell in sheet[2] if cell.fill.fill_type == "solid"}
    assert fills == {"G2": "00FFEB9C", "H2": "00FFC7CE"}


def test_a_marked_sheet_mended_and_sent_again_is_read():
    batch = preview(line("Sở B", kind="không có"))
    book = _open(marked_sheet(AGENCIES, batch))
    book.worksheets[0]["E2"] = "Văn phòng"
    target = io.BytesIO()
    book.save(target)

    assert fates(_import(target.getvalue())) == [(2, "new")]


# --- pasted cells ---------------------------------------------------------------
def test_pasted_cells_are_read_with_their_line_breaks():
    pasted = (
        'Tên cơ quan\tLoại\tGhi chú\r\nSở A, B; C\tVăn phòng\t"dòng 1\ndòng ""2"""\r\nSở D\tVăn phòng\t\r\n'
    )

    batch = _import(pasted_file(pasted), PASTED_NAME)
    sheet_commit(kind=AGENCIES, batch=batch, user=None, today=TODAY)

    assert (batch.file_name, fates(batch)) == ("Dán từ bảng tính.csv", [(2, "new"), (3, "new")])
    assert list(Agency.objects.order_by("name_vi").values_list("name_vi", "note")) == [
        ("Sở A, B; C", 'dòng 1\ndòng "2"'),
        ("Sở D", ""),
    ]


def test_pasted_cells_come_back_as_a_sheet():
    batch = _import(pasted_file("Tên cơ quan\tLoại\nSở A\tsai\n"), PASTED_NAME)

    sheet = _open(marked_sheet(AGENCIES, batch)).worksheets[0]

    assert [cell.value for cell in sheet[2]][:3] == ["Sở A", "sai", "Có lỗi"]
    assert [str(column.label) for column in COLUMNS][:2] == ["Khóa", "Tên cơ quan"]
