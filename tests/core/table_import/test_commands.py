from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from dnfa.accounts.enums import Role
from dnfa.accounts.import_kinds import AGENCIES
from dnfa.accounts.models import Agency
from dnfa.core.errors import InvalidInput
from dnfa.core.management.commands.import_table import Command
from dnfa.core.models import ImportBatch
from dnfa.core.table_import.kinds import Problem
from dnfa.core.table_import.services import RefusedRowsError
from tests.core.table_import.sheets import line, workbook
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(tmp_path) -> Path:
    path = tmp_path / "co-quan.xlsx"
    make_agency(key="so-a", name_vi="Sở A")
    path.write_bytes(workbook(line("Sở A", key="so-a", note="mới"), line("Sở B")))
    return path


def _run(*arguments: str, capsys) -> tuple[str, str]:
    call_command(*arguments)
    said = capsys.readouterr()
    return said.out, said.err


def test_a_table_is_imported_under_the_name_of_the_system_or_of_a_person(sheet, capsys):
    make_user(Role.OFFICER, username="lan")
    out, _err = _run("import_table", "co-quan", str(sheet), capsys=capsys)

    batch = ImportBatch.objects.get()
    assert out.splitlines() == [
        "2 dòng: thêm mới 1, cập nhật 1, không đổi 0, có lỗi 0.",
        f"Đã ghi vào sổ, lần nhập số {batch.pk}.",
    ]
    made = Agency.objects.get(name_vi="Sở B").audit_rows.get().pgh_context.metadata
    assert (batch.uploaded_by, made["actor"]) == (None, "import_table")
    _run("import_table", "co-quan", str(sheet), "--user", "lan", capsys=capsys)
    assert ImportBatch.objects.first().uploaded_by.username == "lan"


def test_a_dry_run_writes_nothing_and_json_is_one_object_a_row(sheet, capsys):
    out, err = _run("import_table", "co-quan", str(sheet), "--dry-run", "--json", capsys=capsys)

    rows = [json.loads(text) for text in out.splitlines()]
    assert err == ""
    assert [(row["row"], row["fate"], row["name"]) for row in rows] == [
        (2, "changed", "Sở A"),
        (3, "new", ""),
    ]
    assert rows[0]["differences"] == [{"column": "note", "before": "", "after": "mới"}]
    assert (ImportBatch.objects.count(), Agency.objects.count()) == (0, 1)


def test_json_of_an_import_says_nothing_else(sheet, capsys):
    out, _err = _run("import_table", "co-quan", str(sheet), "--json", capsys=capsys)

    assert [json.loads(text)["row"] for text in out.splitlines()] == [2, 3]
    assert Agency.objects.count() == 2


def test_wrong_rows_are_all_named_and_nothing_is_kept(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text("Tên cơ quan,Loại,Ghi chus\nSở A,sai,x\nSở A,Văn phòng,\n", encoding="utf-8")

    with pytest.raises(CommandError, match="Chưa ghi gì: bảng có dòng lỗi"):
        call_command("import_table", "co-quan", str(path))

    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Cột “Ghi chus” không có trong mẫu; có phải là “Ghi chú”?"
    assert lines[1].startswith("Dòng 2, cột “Loại”: “sai” không có trong danh sách")
    assert lines[3].startswith("Dòng 3, cột “Tên cơ quan”: Trùng với dòng 2")
    assert (ImportBatch.objects.count(), Agency.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("khong-co", "a.xlsx"), "Không có loại bảng “khong-co”: hãy dùng "),
        (("relations", "a.xlsx"), "Không có loại bảng “relations”"),
        (("co-quan", "/khong/co.xlsx"), "Không mở được tệp /khong/co.xlsx."),
        (("co-quan", __file__, "--user", "ai-do"), "Không có người dùng “ai-do” đang hoạt động."),
        (("co-quan", __file__), "Không tìm thấy dòng tiêu đề"),
    ],
)
def test_what_cannot_be_done_says_why(arguments, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("import_table", *arguments)

    assert sentence in str(refused.value)


def test_a_person_who_may_not(sheet):
    make_user(Role.LEADER, username="lanh-dao")

    with pytest.raises(CommandError, match="Bạn không có quyền nhập loại bảng này"):
        call_command("import_table", "co-quan", str(sheet), "--user", "lanh-dao")


def test_what_services_refuse_is_told_row_by_row():
    error = RefusedRowsError({7: [Problem("", "Hai.")], 3: [Problem("key", "Một.")]})

    assert Command()._refusal(error).splitlines()[1:] == ["Dòng 3: Một.", "Dòng 7: Hai."]
    assert Command()._refusal(InvalidInput("x", "Ba.")) == "Ba."


def test_the_template_is_written(tmp_path, capsys):
    path = tmp_path / "mau.xlsx"

    out, _err = _run("import_template", AGENCIES.code, str(path), capsys=capsys)

    assert out == f"Đã ghi bảng mẫu ra {path}.\n"
    assert openpyxl.load_workbook(path).worksheets[0]["A2"].value == "Ví dụ"
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        call_command("import_template", AGENCIES.code, str(tmp_path))
