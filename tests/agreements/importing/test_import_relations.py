from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agreements.models import Agreement
from dnfa.core.models import ImportBatch, ImportChange, ImportRow
from tests.agreements.importing.factories import DATA, line, workbook

pytestmark = pytest.mark.django_db


def _run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_relations", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def bang(tmp_path: Path):
    """Write a table; returns its path as text."""

    def write(*lines: list) -> str:
        path = tmp_path / "bang.xlsx"
        path.write_bytes(workbook(*lines))
        return str(path)

    return write


def _nothing_saved() -> bool:
    return not any(model.objects.exists() for model in (Agreement, ImportBatch, ImportRow, ImportChange))


@pytest.mark.parametrize("name", ["relations_table.xlsx", "relations_table.csv"])
def test_dry_run_as_json_prints_one_object_a_row_and_saves_nothing(register, name):
    out, err = _run(str(DATA / name), "--dry-run", "--json")

    rows = [json.loads(text) for text in out.splitlines()]
    assert [row["row"] for row in rows] == list(range(1, 49))
    assert set(rows[0]) == {"row", "sheet_row", "partner", "signings", "term", "problems", "fate"}
    assert err == ""
    assert _nothing_saved()


def test_dry_run_in_words(few, bang):
    out, err = _run(bang(line(stt=1, term=""), line(stt=2, partner="Nơi nào đó")), "--dry-run")

    assert out.splitlines() == [
        "Dòng 4 (STT 1), cột “Thời hạn hiệu lực”: Chưa ghi thời hạn: cần hỏi lại hoặc tìm văn bản.",
        "Dòng 5 (STT 2), cột “Đối tác ký”: Sổ chưa có đối tác “Nơi nào đó”: hãy thêm đối tác trước, hoặc sửa tên.",
        "2 dòng: thêm mới 1, cập nhật 0, không đổi 0, có lỗi 1.",
    ]
    assert err == ""
    assert _nothing_saved()


def test_import_and_undo(few, bang):
    path = bang(line())

    out, _err = _run(path)
    batch = ImportBatch.objects.get()
    assert out.splitlines() == [
        "1 dòng: thêm mới 1, cập nhật 0, không đổi 0, có lỗi 0.",
        f"Đã ghi vào sổ, lần nhập số {batch.pk} (hoàn tác: --undo {batch.pk} --reason “…”).",
    ]
    assert Agreement.objects.get().audit_rows.get().pgh_context.metadata["actor"] == "import_relations"

    out, _err = _run("--undo", str(batch.pk), "--reason", "nhầm tệp")
    assert out == f"Đã hoàn tác lần nhập số {batch.pk}.\n"
    assert Agreement.objects.count() == 0


def test_importing_the_same_again_says_that_nothing_changed(few, bang):
    path = bang(line())
    _run(path)

    out, _err = _run(path)

    assert out.splitlines()[-1] == f"Sổ không thay đổi; lần nhập số {ImportBatch.objects.get().pk}."


def test_import_as_json_prints_rows_only(few, bang):
    out, _err = _run(bang(line()), "--json")

    assert [json.loads(text)["fate"] for text in out.splitlines()] == ["new"]
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_import_of_a_table_with_errors_saves_nothing(few, bang, arguments):
    out, err = io.StringIO(), io.StringIO()

    with pytest.raises(CommandError) as refusal:
        call_command("import_relations", bang(line(signing="31/9/2023")), *arguments, stdout=out, stderr=err)

    assert str(refusal.value) == "Không ghi được: 1 dòng có lỗi. Hãy sửa các ô được nêu rồi nhập lại cả bảng."
    if arguments:
        assert json.loads(out.getvalue())["problems"] == [
            {
                "column": "Ngày ký, ngày hiệu lực",
                "message": "Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày.",
            }
        ]
    else:
        assert (
            "Dòng 4 (STT 1), cột “Ngày ký, ngày hiệu lực”: Ngày 31/9/2023 không có trong lịch"
            in err.getvalue()
        )
        assert out.getvalue() == ""
    assert _nothing_saved()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Tệp trống"),
        (b"PK\x03\x04 xyz", "Tệp bị hỏng"),
        (b"a,b\n1,2\n", "Không tìm thấy dòng tiêu đề"),
    ],
)
@pytest.mark.parametrize("arguments", [("--dry-run", "--json"), ()])
def test_an_unreadable_file_is_refused(db, tmp_path: Path, content, message, arguments):
    path = tmp_path / "bang.xlsx"
    path.write_bytes(content)
    out = io.StringIO()

    with pytest.raises(CommandError, match=message):
        call_command("import_relations", str(path), *arguments, stdout=out)

    assert out.getvalue() == ""
    assert _nothing_saved()


def test_a_file_that_is_not_there(db, tmp_path: Path):
    with pytest.raises(CommandError, match="Không mở được tệp"):
        _run(str(tmp_path / "khong-co.xlsx"), "--dry-run")

    assert _nothing_saved()


def test_undo_of_an_unknown_number(db):
    with pytest.raises(CommandError, match="Không có lần nhập số 999999"):
        _run("--undo", "999999", "--reason", "nhầm")


def test_undo_without_a_reason(few, bang):
    _run(bang(line()))

    with pytest.raises(CommandError, match="Hãy ghi lý do hoàn tác"):
        _run("--undo", str(ImportBatch.objects.get().pk))

    assert Agreement.objects.count() == 1


def test_neither_file_nor_undo(db):
    with pytest.raises(CommandError):
        _run("--dry-run")
