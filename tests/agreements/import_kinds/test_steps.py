from __future__ import annotations

from datetime import date

import pytest

from agreements.enums import Stage
from agreements.import_kinds.steps import STEPS
from agreements.models import StageStep
from dnfa.core.imports import undo_batch
from tests.agreements.import_kinds.sheets import (
    CHANGED,
    NEW,
    UNCHANGED,
    commit,
    errors,
    exported_rows,
    fates,
    imported_again,
    preview,
    refused,
    register_now,
)
from tests.agreements.pipeline.factories import make_assessment, make_draft, make_opinion, make_set, make_step
from tests.factories import make_agency

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 2)


@pytest.fixture
def draft():
    make_agency(key="so-y-te", name_vi="Sở Y tế")
    paper = make_draft(key="nhap", title_vi="Dự thảo với Mie")
    make_step(paper, Stage.EXPLORING, MARCH)
    return paper


def line(stage="Đang soạn thảo", entered_on="10/03/2026", **cells) -> dict[str, str]:
    ball = {} if stage == "Không tiếp tục" else {"ball": "Sở Ngoại vụ"}
    return {"agreement": "nhap", "stage": stage, "entered_on": entered_on, **ball, **cells}


def broken(entered_on="10/03/2026", **cells) -> dict[str, str]:
    given = {"break_reason": "Khoảng cách địa lý", "broken_off_by": "Phía đối tác", **cells}
    return line("Không tiếp tục", entered_on, **given)


def way(paper) -> list[tuple]:
    """The steps of a paper: stage, day, who has to act."""
    return list(paper.steps.order_by("entered_on", "pk").values_list("stage", "entered_on", "ball"))


def stage_of(paper) -> str:
    paper.refresh_from_db()
    return paper.stage


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_rows_lead_a_draft_along_broken_off_and_taken_up_again(officer, draft, form):
    batch = commit(
        STEPS,
        line("Đang tìm hiểu", "02/03/2026"),
        line(
            document_number="12/SNgV", ball="Cơ quan chủ trì", ball_agency="Sở Y tế", expected_by="20/3/2026"
        ),
        line(ball="Phía đối tác", entered_on="11/3/2026"),
        line("Đang lấy ý kiến", "12/3/2026", ball="Bộ Ngoại giao"),
        line("Đang soạn thảo", "13/3/2026", note="Bộ đề nghị\nviết lại"),
        broken("14/3/2026", break_reason="Lý do khác", note="Đổi thị trưởng", document_number="9/M"),
        line("Đang trình phê duyệt", "25/11/2026", note="Đối tác đề nghị lại"),
        user=officer,
        form=form,
    )

    assert fates(batch) == [UNCHANGED, *[NEW] * 6]
    assert way(draft) == [
        ("exploring", MARCH, "department"),
        ("drafting", date(2026, 3, 10), "lead_agency"),
        ("drafting", date(2026, 3, 11), "partner"),
        ("consulting", date(2026, 3, 12), "mofa"),
        ("drafting", date(2026, 3, 13), "department"),
        ("broken_off", date(2026, 3, 14), ""),
        ("approval", date(2026, 11, 25), "department"),
    ]
    assert stage_of(draft) == Stage.APPROVAL
    second = draft.steps.get(entered_on=date(2026, 3, 10))
    assert (second.document_number, second.ball_agency.key, second.expected_by, second.recorded_by) == (
        "12/SNgV",
        "so-y-te",
        date(2026, 3, 20),
        officer,
    )
    end = draft.steps.get(stage=Stage.BROKEN_OFF)
    assert (end.break_reason, end.broken_off_by, end.note, end.document_number) == (
        "other",
        "partner",
        "Đổi thị trưởng",
        "9/M",
    )


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, [("exploring", date(2026, 3, 10), "department")]),
        ({"expected_by": "1/4/2026"}, [("exploring", date(2026, 3, 10), "department")]),
    ],
)
def test_a_paper_without_steps_begins_with_its_first_row(officer, cells, expected):
    paper = make_draft(key="nhap")

    commit(STEPS, line("Đang tìm hiểu", **cells), user=officer)

    assert way(paper) == expected
    assert paper.steps.get().expected_by == (date(2026, 4, 1) if cells else None)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (line(entered_on="25/11/2026"), []),
        (line(entered_on="26/11/2026"), [("entered_on", "Ngày này chưa tới.")]),
        (line(entered_on="2/3/2026"), []),
        (line(entered_on="1/3/2026"), [("entered_on", "Bước gần nhất ghi ngày 02/03/2026.")]),
        (line(entered_on="29/2/2026"), ["entered_on"]),
        (line(entered_on="3/2026"), [("entered_on", "Cần đủ ngày, tháng và năm, ví dụ 05/03/2026.")]),
        (line(entered_on=""), [("entered_on", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line(agreement=""), [("agreement", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line(agreement="khong-co"), ["agreement"]),
        (line(stage=""), [("stage", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line(stage="Ngủ đông"), ["stage"]),
        (line(ball=""), [("ball", "Chọn bên đang xử lý.")]),
        (line(ball="-"), [("ball", "Chọn bên đang xử lý.")]),
        (line(ball="Ông A"), ["ball"]),
        (line(ball_agency="Sở Không Có"), ["ball_agency"]),
        (line(expected_by="9/3/2026"), [("expected_by", "Ngày này trước ngày bắt đầu bước.")]),
        (line(expected_by="10/3/2026"), []),
        (line(expected_by="mai"), ["expected_by"]),
        (line(break_reason="Khoảng cách địa lý", broken_off_by="Thành phố"), [("break_reason", "Chỉ ghi khi giai đoạn là Không tiếp tục."), ("broken_off_by", "Chỉ ghi khi giai đoạn là Không tiếp tục.")]),
        (line(document_number="x" * 121), ["document_number"]),
        (line(justification="x" * 501), ["justification"]),
        (line(document_number="12 MẬT", note="Độ mật: Tối mật"), ["document_number", "note"]),
        (line("Đang tìm hiểu", ball="Phía đối tác", justification="vì"), [("justification", "Chỉ ghi giải trình khi chuyển giai đoạn.")]),
        (line("Đã ký"), [("stage", "Ghi việc ký bằng chức năng Ghi nhận ký kết, khi văn bản đã ở giai đoạn Sẵn sàng ký.")]),
        (broken(), []),
        (broken(break_reason="", broken_off_by=""), [("break_reason", "Chọn một mục."), ("broken_off_by", "Chọn một mục.")]),
        (broken(break_reason="Vô cớ"), ["break_reason"]),
        (broken(broken_off_by="Ai đó"), ["broken_off_by"]),
        (broken(break_reason="Lý do khác"), [("note", "Ghi rõ lý do.")]),
        (broken(ball="Bộ Ngoại giao", expected_by="1/4/2026"), [("ball", "Không tiếp tục thì không còn chờ ai: hãy để trống."), ("expected_by", "Không tiếp tục thì không còn chờ ai: hãy để trống.")]),
        (line(id="999999"), [("id", "Trong sổ không có bước với mã này; khi thêm mới hãy để trống.")]),
        (line(id="số 1"), [("id", "Mã do hệ thống cho; khi thêm mới hãy để trống.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, draft, cells, expected):
    found = [(column, message) for _row, column, message in errors(preview(STEPS, cells, user=officer))]

    only_columns = expected and isinstance(expected[0], str)
    assert ([column for column, _message in found] if only_columns else found) == expected


@pytest.mark.parametrize(
    ("stage", "cells", "expected"),
    [
        (Stage.CONSULTING, line(), [("note", "Ghi vì sao phải quay lại.")]),
        (Stage.CONSULTING, line(note="viết lại"), []),
        (Stage.BROKEN_OFF, line(), [("note", "Ghi vì sao tiếp tục.")]),
        (Stage.BROKEN_OFF, line(note="gặp lại"), []),
        (Stage.BROKEN_OFF, broken(), [("stage", "Việc chuẩn bị văn bản này đã dừng; hãy mở lại trước.")]),
        (Stage.SIGNED, line(), [("agreement", "Văn bản đã ký, không còn ở giai đoạn chuẩn bị.")]),
        (Stage.READY_TO_SIGN, line("Đã ký"), [("stage", "Ghi việc ký bằng chức năng Ghi nhận ký kết, khi văn bản đã ở giai đoạn Sẵn sàng ký.")]),
    ],
)  # fmt: skip
def test_where_a_paper_stands_decides_what_may_follow(officer, draft, stage, cells, expected):
    make_step(draft, stage, date(2026, 3, 3))

    found = [(column, message) for _row, column, message in errors(preview(STEPS, cells, user=officer))]

    assert found == expected


def test_rows_are_read_together_with_the_rows_before_them(officer, draft):
    batch = preview(
        STEPS,
        line("Đang lấy ý kiến", "12/3/2026"),
        line("Đang soạn thảo", "13/3/2026"),
        line("Đang trình phê duyệt", "11/3/2026"),
        broken("14/3/2026"),
        line("Đang trình phê duyệt", "15/3/2026"),
        user=officer,
    )

    assert errors(batch) == [
        (3, "note", "Ghi vì sao phải quay lại."),
        (4, "entered_on", "Bước gần nhất ghi ngày 12/03/2026."),
        (6, "note", "Ghi vì sao tiếp tục."),
    ]


def test_a_row_that_stands_twice(officer, draft):
    known = draft.steps.get()
    batch = preview(
        STEPS,
        line("Đang tìm hiểu", "02/03/2026"),
        line("Đang tìm hiểu", "02/03/2026", id=str(known.pk)),
        user=officer,
    )

    assert [(row, message) for row, _column, message in errors(batch)] == [
        (2, "Trùng với dòng 3 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (3, "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng."),
    ]


def test_a_known_step_is_corrected_and_another_side_of_that_day_is_another_step(officer, draft):
    known = draft.steps.get()
    nobody = make_step(draft, Stage.DRAFTING, date(2026, 3, 5), ball="")

    batch = commit(
        STEPS,
        line("Đang tìm hiểu", "03/03/2026", id=str(known.pk), ball="Phía đối tác", note="x"),
        line("Đang soạn thảo", "05/03/2026"),
        line("Đang soạn thảo", "06/03/2026", ball="Phía đối tác"),
        user=officer,
    )

    known.refresh_from_db()
    nobody.refresh_from_db()
    assert fates(batch) == [CHANGED, CHANGED, NEW]
    assert (known.entered_on, known.ball, known.note) == (date(2026, 3, 3), "partner", "x")
    assert nobody.ball == "department"
    again = preview(STEPS, line("Đang soạn thảo", "06/03/2026", ball="Bộ Ngoại giao"), user=officer)
    assert (fates(again), errors(again)) == ([NEW], [])


def test_a_correction_keeps_paper_stage_and_order(officer, draft):
    known = draft.steps.get()
    make_step(draft, Stage.DRAFTING, date(2026, 3, 5))
    make_draft(key="khac", title_vi="Văn bản khác")
    number = {"id": str(known.pk)}

    said = errors(
        preview(STEPS, line("Đang lấy ý kiến", "06/03/2026", **{**number, "agreement": "khac"}), user=officer)
    )

    assert said == [
        (2, "entered_on", "Ngày phải nằm giữa bước trước và bước sau."),
        (2, "agreement", "Bước này thuộc văn bản khác, không chuyển được."),
        (2, "stage", "Giai đoạn của bước đã ghi không sửa được; hãy xóa bước cuối ở trang của văn bản."),
    ]


def test_the_steps_of_a_signed_paper_are_history(officer, draft):
    known = draft.steps.get()
    make_step(draft, Stage.SIGNED, date(2026, 3, 5))

    batch = preview(STEPS, line("Đang tìm hiểu", "02/03/2026", id=str(known.pk), note="x"), user=officer)

    assert errors(batch) == [(2, "note", "Văn bản đã ký: các bước chuẩn bị không sửa nữa.")]


def test_the_gate_before_signing_answers_at_its_cells(officer, draft):
    other = make_draft(key="khac", title_vi="Văn bản khác", stage=Stage.APPROVAL)
    third = make_draft(key="ba", title_vi="Văn bản thứ ba", stage=Stage.APPROVAL, capacity="department")
    criteria = make_set()
    make_assessment(other, criteria)
    make_opinion(other)
    rows = [line("Sẵn sàng ký", agreement=key) for key in ("nhap", "khac", "ba")]
    before = register_now()
    batch = preview(STEPS, *rows, user=officer)
    assert errors(batch) == []

    said = refused(STEPS, batch, officer)

    assert sorted(said) == ["rows.2.stage", "rows.3.justification", "rows.4.stage"]
    assert register_now() == before
    assert way(third) == []
    commit(STEPS, {**rows[1], "justification": "Đã hỏi bằng lời"}, user=officer)
    assert stage_of(other) == Stage.READY_TO_SIGN


def test_a_table_of_steps_needs_a_person(draft):
    batch = preview(STEPS, line(), user=None)

    assert refused(STEPS, batch, None) == {
        "rows.2": ["Bảng này phải có người đứng tên: hãy nêu tên đăng nhập (--user)."]
    }
    assert StageStep.objects.count() == 1


def test_undo_brings_back_every_row_of_the_register(officer, draft):
    make_draft(key="khong-buoc", title_vi="Chưa có bước")
    before = register_now()

    batch = commit(
        STEPS,
        line("Đang tìm hiểu", "02/03/2026", note="x"),
        line(),
        broken("12/3/2026"),
        line("Đang lấy ý kiến", agreement="khong-buoc"),
        user=officer,
    )
    assert fates(batch) == [CHANGED, NEW, NEW, NEW]
    assert register_now() != before
    undo_batch(batch=batch, user=officer, reason="nhập nhầm")

    assert register_now() == before


def test_an_export_imported_again_changes_nothing(officer, draft):
    commit(
        STEPS,
        line(ball="Cơ quan chủ trì", ball_agency="so-y-te", expected_by="1/4/2026", document_number="7", note="a\nb"),
        broken("11/3/2026", note="xa"),
        user=officer,
    )  # fmt: skip
    signed = make_draft(key="ky", title_vi="Đã ký")
    make_step(signed, Stage.SIGNED, MARCH)

    assert imported_again(STEPS, officer) == [UNCHANGED] * 4
    rows = exported_rows(STEPS, officer)
    numbers = [str(row.pop("id")) for row in rows]
    assert numbers == [
        str(pk) for pk in StageStep.objects.order_by("agreement__key", "pk").values_list("pk", flat=True)
    ]
    assert rows[2:] == [
        {
            "agreement": "nhap",
            "stage": "Đang soạn thảo",
            "entered_on": "10/03/2026",
            "document_number": "7",
            "ball": "Cơ quan chủ trì",
            "ball_agency": "so-y-te",
            "expected_by": "01/04/2026",
            "note": "a\nb",
        },
        {
            "agreement": "nhap",
            "stage": "Không tiếp tục",
            "entered_on": "11/03/2026",
            "break_reason": "Khoảng cách địa lý",
            "broken_off_by": "Phía đối tác",
            "note": "xa",
        },
    ]
