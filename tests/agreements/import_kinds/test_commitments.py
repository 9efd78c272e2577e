from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.enums import Stage
from agreements.import_kinds.commitments import COMMITMENTS
from agreements.models import Commitment
from dnfa.core.imports import undo_batch
from dnfa.core.table_import.services import RefusedRowsError, sheet_commit
from tests.agreements.carrying_out.factories import make_commitment
from tests.agreements.import_kinds.sheets import (
    CHANGED,
    NEW,
    TODAY,
    UNCHANGED,
    commit,
    errors,
    exported_rows,
    fates,
    imported_again,
    preview,
    register_now,
)
from tests.factories import make_agency, make_agreement

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    make_agency(key="so-y-te", name_vi="Sở Y tế")
    make_agency(key="truong-cd", name_vi="Trường Cao đẳng")
    return make_agreement(key="mie-2024", title_vi="Bản ghi nhớ với Mie")


def line(text="Trao đổi 10 thực tập sinh. Mỗi năm một lần", **cells) -> dict[str, str]:
    return {"agreement": "mie-2024", "text": text, "side": "Phía Đà Nẵng", **cells}


def test_a_new_row_becomes_a_commitment_with_its_action(officer, paper):
    batch = commit(
        COMMITMENTS,
        line(
            agreement="bản ghi nhớ với mie",
            clause="Điều 3",
            lead_agency="Sở Y tế",
            coordinating="truong-cd",
            due_on="29/02/2028",
            target="10 người mỗi năm",
            target_value="1.000,5",
            target_unit="thực tập sinh",
        ),
        line("Gửi báo cáo", side="Cả hai bên"),
        user=officer,
    )

    first, second = Commitment.objects.order_by("order")
    assert fates(batch) == [NEW, NEW]
    assert (first.agreement, first.clause, first.side, first.target) == (
        paper,
        "Điều 3",
        "ours",
        "10 người mỗi năm",
    )
    assert (first.target_value, first.target_unit) == (Decimal("1000.50"), "thực tập sinh")
    assert (first.action.title, first.action.lead_agency.key, first.action.due_on) == (
        "Trao đổi 10 thực tập sinh",
        "so-y-te",
        date(2028, 2, 29),
    )
    assert sorted(agency.key for agency in first.action.coordinating.all()) == ["truong-cd"]
    assert (second.text, second.side, second.order, second.action.due_on) == ("Gửi báo cáo", "both", 1, None)


def test_a_commitment_is_known_by_its_number_or_its_words_and_clause(officer, paper):
    one = make_commitment(paper, text="Mở lớp", clause="Điều 1")
    two = make_commitment(paper, text="Mở lớp", clause="Điều 2")

    by_number, by_clause, other_clause, unclear, foreign = (
        preview(COMMITMENTS, row, user=officer)
        for row in (
            line("Mở lớp tiếng Nhật", id=str(one.pk)),
            line("MỞ LỚP", clause="Điều 2", due_on="1/1/2027"),
            line("Mở lớp", clause="Điều 9"),
            line("Mở lớp"),
            line("Mở lớp", id="999999"),
        )
    )

    assert [fates(batch)[0] for batch in (by_number, by_clause, other_clause)] == [CHANGED, CHANGED, NEW]
    assert by_clause.rows.get().parsed["record"] == two.pk
    assert errors(unclear) == [(2, "id", "Trong sổ có 2 bản ghi như vậy: hãy ghi khóa hoặc mã để phân biệt.")]
    assert errors(foreign) == [(2, "id", "Trong sổ không có cam kết với mã này; khi thêm mới hãy để trống.")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"target_value": "10"}, [("target_unit", "Hãy ghi đơn vị tính của mức phải đạt.")]),
        ({"target_value": "0", "target_unit": "người"}, [("target_value", "Từ 0,01 đến 999.999.999.999,99.")]),
        ({"target_value": "0,01", "target_unit": "người"}, []),
        ({"due_on": "12/2026"}, [("due_on", "Cần đủ ngày, tháng và năm, ví dụ 05/03/2026.")]),
        ({"due_on": "31/12/2020"}, []),
        ({"side": ""}, [("side", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"agreement": "khong-co"}, [("agreement", "Trong sổ không có “khong-co”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.")]),
        ({"agreement": "bo-do"}, [("agreement", "Văn bản này không tiếp tục đàm phán nên không ghi thêm cam kết.")]),
        ({"agreement": "nhap"}, []),
        ({"lead_agency": "so-y-te", "coordinating": "truong-cd; so-y-te"}, [("coordinating", "Cơ quan chủ trì không đồng thời là cơ quan phối hợp.")]),
        ({"id": "mã 5"}, [("id", "Mã do hệ thống cho; khi thêm mới hãy để trống.")]),
        ({"clause": "x" * 61}, [("clause", "Dài 61 ký tự, nhiều nhất 60: hãy viết ngắn lại.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, paper, cells, expected):
    make_agreement(key="bo-do", title_vi="Khác hẳn", stage=Stage.BROKEN_OFF)
    make_agreement(key="nhap", title_vi="Lạ", stage=Stage.DRAFTING)

    batch = preview(COMMITMENTS, line(**cells), user=officer)

    assert [(column, message) for _row, column, message in errors(batch)] == expected


def test_a_mark_of_secrecy_is_refused(officer, paper):
    batch = preview(COMMITMENTS, line("Độ mật: Tối mật", target="Dấu MẬT"), user=officer)

    assert [(row, column) for row, column, _message in errors(batch)] == [(2, "text"), (2, "target")]


def test_the_same_promise_twice_in_a_table(officer, paper):
    batch = preview(
        COMMITMENTS,
        line("Mở lớp", clause="Điều 1"),
        line("MỞ LỚP", clause="điều 1"),
        line("Mở lớp", clause="Điều 2"),
        line("", clause="Điều 2"),
        user=officer,
    )

    assert errors(batch) == [
        (3, "text", "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (5, "text", "Thiếu: cột này bắt buộc khi thêm mới."),
    ]


def test_a_known_commitment_is_changed_and_its_action_follows(officer, paper):
    known = make_commitment(
        paper, text="Mở lớp", due_on=date(2027, 1, 1), target_value=Decimal(5), target_unit="lớp"
    )

    commit(
        COMMITMENTS,
        {
            "id": str(known.pk),
            "text": "Mở hai lớp",
            "due_on": "-",
            "lead_agency": "so-y-te",
            "coordinating": "truong-cd",
            "target_value": "-",
        },
        user=officer,
    )

    known.refresh_from_db()
    assert (known.text, known.target_value, known.target_unit) == ("Mở hai lớp", None, "lớp")
    assert (known.action.title, known.action.due_on, known.action.lead_agency.key) == (
        "Mở hai lớp",
        None,
        "so-y-te",
    )
    assert [agency.key for agency in known.action.coordinating.all()] == ["truong-cd"]


def test_what_is_over_or_belongs_elsewhere_is_not_changed(officer, paper):
    make_agreement(key="khac", title_vi="Khác hẳn")
    over = make_commitment(paper, text="Mở lớp", done_on=date(2026, 1, 1), evidence="xong")
    moved = make_commitment(paper, text="Gửi sách", reached_value=Decimal(2), target_unit="cuốn")

    batch = preview(
        COMMITMENTS,
        line("Mở lớp", id=str(over.pk), clause="Điều 1"),
        line("Gửi sách", id=str(moved.pk), agreement="khac", target_unit="-"),
        user=officer,
    )

    assert errors(batch) == [
        (2, "", "Việc này đã ghi xong hoặc thôi làm. Hãy mở lại trước khi sửa hoặc ghi thêm."),
        (3, "agreement", "Cam kết này thuộc văn bản khác, không chuyển được."),
        (3, "target_unit", "Hãy ghi đơn vị tính của mức phải đạt."),
    ]


def test_a_table_of_commitments_needs_a_person(paper):
    batch = preview(COMMITMENTS, line(), user=None)

    with pytest.raises(RefusedRowsError):
        sheet_commit(kind=COMMITMENTS, batch=batch, user=None, today=TODAY)

    assert Commitment.objects.count() == 0


def test_undo_brings_back_every_row_of_the_register(officer, paper):
    known = make_commitment(paper, text="Mở lớp", coordinating=[])
    noted = make_commitment(paper, text="Gửi sách", clause="Điều 5")
    before = register_now()

    batch = commit(
        COMMITMENTS,
        line("Mở ba lớp", id=str(known.pk), lead_agency="so-y-te", coordinating="truong-cd"),
        line("Gửi sách", id=str(noted.pk), clause="Điều 6"),
        line("Việc mới", coordinating="truong-cd; so-y-te", due_on="1/1/2027"),
        user=officer,
    )
    assert fates(batch) == [CHANGED, CHANGED, NEW]
    undo_batch(batch=batch, user=officer, reason="nhập nhầm")

    assert register_now() == before


def test_an_export_imported_again_changes_nothing(officer, paper):
    commit(
        COMMITMENTS,
        line(clause="Điều 1", coordinating="truong-cd; so-y-te", target_value="1234,5", target_unit="lớp"),
        line("Mở lớp\nhằng năm", due_on="29/2/2028", lead_agency="so-y-te"),
        user=officer,
    )
    make_commitment(paper, text="Mở lớp")
    make_commitment(paper, text="Mở lớp")

    assert imported_again(COMMITMENTS, officer) == [UNCHANGED] * 4
    rows = exported_rows(COMMITMENTS, officer)
    assert [row["text"] for row in rows] == [
        "Trao đổi 10 thực tập sinh. Mỗi năm một lần",
        "Mở lớp",
        "Mở lớp",
        "Mở lớp\nhằng năm",
    ]
    assert rows[0] == {
        "id": str(Commitment.objects.get(clause="Điều 1").pk),
        "agreement": "mie-2024",
        "clause": "Điều 1",
        "text": "Trao đổi 10 thực tập sinh. Mỗi năm một lần",
        "side": "Phía Đà Nẵng",
        "coordinating": "so-y-te; truong-cd",
        "target_value": "1.234,5",
        "target_unit": "lớp",
    }
