from __future__ import annotations

from datetime import date

import pytest

from agreements.enums import TermKind
from agreements.import_kinds.renewal_steps import RENEWAL_STEPS
from agreements.models import RenewalStep
from agreements.services.expiry import close_renewal, open_renewal
from dnfa.core.errors import Conflict
from dnfa.core.imports import undo_batch
from dnfa.core.table_import.services import sheet_commit
from dnfa.followup.actions import complete_action, create_action
from dnfa.followup.models import Action
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
    refused,
    register_now,
)
from tests.agreements.records.factories import on
from tests.factories import make_agency, make_agreement

pytestmark = pytest.mark.django_db
OVER = "Việc này đã ghi xong hoặc thôi làm. Hãy mở lại trước khi sửa hoặc ghi thêm."
CLOSED = "Hồ sơ gia hạn này đã đóng."


@pytest.fixture
def case(officer):
    """The open file of a paper that ends on 14/02/2027, with the two steps of the office's template."""
    RenewalStep.objects.all().delete()
    for order, (key, title) in enumerate((("hoi", "Hỏi đối tác"), ("ky", "Ký gia hạn")), start=1):
        RenewalStep.objects.create(
            key=key, title=title, holder="department", offset=30, unit="calendar_day", order=order
        )
    make_agency(key="so-y-te", name_vi="Sở Y tế")
    make_agency(key="so-gd", name_vi="Sở Giáo dục")
    return opened("mie", "Bản ghi nhớ với Mie", officer)


def opened(key: str, title: str, officer):
    paper = make_agreement(
        key=key,
        title_vi=title,
        signed_on=on("2022-02-15"),
        term_kind=TermKind.UNTIL,
        term_ends_on=on("2027-02-14"),
    )
    return open_renewal(agreement=paper, user=officer, today=TODAY)


def line(title="Hỏi đối tác", **cells) -> dict[str, str]:
    return {"agreement": "mie", "title": title, **cells}


def step_of(case, title="Hỏi đối tác") -> Action:
    return Action.objects.of_record(case).get(title=title)


def done(case, officer) -> Action:
    return complete_action(action=step_of(case), done_on=TODAY, evidence="Thư 5", user=officer, today=TODAY)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_rows_correct_finish_give_up_and_add_things_to_do(officer, case, form):
    batch = commit(
        RENEWAL_STEPS,
        line(lead_agency="Sở Y tế", coordinating="so-gd", due_on="31/12/2026", detail="a\nb", progress="Đang làm"),
        line("ký GIA HẠN", done_on="24/11/2026", evidence="Bản ký"),
        line("Dịch văn bản", lead_agency="so-y-te", due_on="1/12/2026", progress="Chờ cơ quan khác"),
        line("Đặt phòng", cancelled_on="25/11/2026", cancel_reason="họp trực tuyến"),
        user=officer,
        form=form,
    )  # fmt: skip

    assert fates(batch) == [CHANGED, CHANGED, NEW, NEW]
    steps = list(Action.objects.of_record(case).order_by("order"))
    assert [(step.title, step.origin, step.progress) for step in steps] == [
        ("Hỏi đối tác", "renewal", "in_progress"),
        ("ký GIA HẠN", "renewal", "not_started"),
        ("Dịch văn bản", "renewal", "waiting"),
        ("Đặt phòng", "renewal", "not_started"),
    ]
    first = steps[0]
    assert (first.lead_agency.key, first.due_on, first.detail) == ("so-y-te", date(2026, 12, 31), "a\nb")
    assert [agency.key for agency in first.coordinating.all()] == ["so-gd"]
    assert [(step.done_on, step.evidence, step.cancelled_on, step.cancel_reason) for step in steps] == [
        (None, "", None, ""),
        (date(2026, 11, 24), "Bản ký", None, ""),
        (None, "", None, ""),
        (None, "", TODAY, "họp trực tuyến"),
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (line(), []),
        (line(agreement=""), [("agreement", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line(agreement="khong-co"), ["agreement"]),
        (line(agreement="khac"), [("agreement", "Văn bản này không có hồ sơ gia hạn đang mở: hãy mở hồ sơ trước.")]),
        (line(""), [("title", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line("x" * 501), ["title"]),
        (line(lead_agency="Sở Không Có"), ["lead_agency"]),
        (line(coordinating="Sở Không Có; so-gd"), ["coordinating"]),
        (line(lead_agency="so-gd", coordinating="so-gd; so-y-te"), [("coordinating", "Cơ quan chủ trì không đồng thời là cơ quan phối hợp.")]),
        (line(due_on="tháng 12"), ["due_on"]),
        (line(due_on="29/2/2027"), ["due_on"]),
        (line(detail="x" * 10_001), ["detail"]),
        (line(progress="Gần xong"), ["progress"]),
        (line(done_on="25/11/2026", evidence="Thư 5"), []),
        (line(done_on="26/11/2026", evidence="Thư 5"), [("done_on", "Ngày này chưa tới.")]),
        (line(done_on="25/11/2026"), [("evidence", "Hãy ghi kết quả hoặc minh chứng, ví dụ số văn bản, sản phẩm.")]),
        (line(evidence="Thư 5"), [("done_on", "Hãy ghi ngày xong.")]),
        (line(done_on="hôm qua", evidence="Thư 5"), ["done_on"]),
        (line(cancelled_on="26/11/2026", cancel_reason="x"), [("cancelled_on", "Ngày này chưa tới.")]),
        (line(cancelled_on="25/11/2026"), [("cancel_reason", "Hãy ghi lý do.")]),
        (line(cancel_reason="x"), [("cancelled_on", "Hãy ghi ngày thôi làm.")]),
        (line(cancelled_on="25/11/2026", cancel_reason="x" * 501), ["cancel_reason"]),
        (line(done_on="25/11/2026", evidence="y", cancelled_on="25/11/2026", cancel_reason="x"), [("cancelled_on", "Việc đã xong thì không thôi làm.")]),
        (line("Việc MẬT", detail="TỐI MẬT", done_on="25/11/2026", evidence="Độ mật: Mật"), ["title", "detail", "evidence"]),
        (line(cancelled_on="25/11/2026", cancel_reason="TUYỆT MẬT"), ["cancel_reason"]),
        (line(id="999999"), [("id", "Trong sổ không có việc gia hạn với mã này; khi thêm mới hãy để trống.")]),
        (line(id="việc 1"), [("id", "Mã do hệ thống cho; khi thêm mới hãy để trống.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, case, cells, expected):
    make_agreement(key="khac", title_vi="Khác hẳn", signed_on=on("2020"))

    found = [
        (column, message) for _row, column, message in errors(preview(RENEWAL_STEPS, cells, user=officer))
    ]

    only_columns = expected and isinstance(expected[0], str)
    assert ([column for column, _message in found] if only_columns else found) == expected


def test_a_step_known_by_number_changes_its_words_but_not_its_paper(officer, case):
    opened("sakai", "Thư với Sakai", officer)
    number = {"id": str(step_of(case).pk)}

    moved = preview(RENEWAL_STEPS, line("Gửi thư hỏi", agreement="sakai", **number), user=officer)
    commit(RENEWAL_STEPS, line("Gửi thư hỏi", **number), user=officer)

    assert errors(moved) == [(2, "agreement", "Việc này thuộc văn bản khác, không chuyển được.")]
    assert Action.objects.get(pk=number["id"]).title == "Gửi thư hỏi"


def test_of_two_steps_of_the_same_words_the_number_decides(officer, case):
    create_action(
        title="Hỏi đối tác", origin="renewal", lead_agency=None, due_on=None, record=case, user=officer
    )

    batch = preview(RENEWAL_STEPS, line(), user=officer)

    assert errors(batch) == [(2, "id", "Trong sổ có 2 bản ghi như vậy: hãy ghi khóa hoặc mã để phân biệt.")]


def test_what_is_over_stays(officer, case):
    done(case, officer)

    same = preview(RENEWAL_STEPS, line(done_on="25/11/2026", evidence="Thư 5"), user=officer)
    other = preview(RENEWAL_STEPS, line(due_on="1/1/2027"), line("Ký gia hạn"), user=officer)

    assert (fates(same), errors(same)) == ([UNCHANGED], [])
    assert errors(other) == [(2, "", OVER)]


def test_the_things_of_a_closed_file_stay(officer, case):
    number = str(step_of(case).pk)
    close_renewal(case=case, outcome="lapsed", note="thôi", user=officer, today=TODAY)

    known = preview(RENEWAL_STEPS, line(id=number, due_on="1/1/2027", detail="x"), user=officer)
    new = preview(RENEWAL_STEPS, line(), user=officer)

    assert errors(known) == [(2, "due_on", CLOSED), (2, "detail", CLOSED)]
    assert [(row, column) for row, column, _message in errors(new)] == [(2, "agreement")]


def test_a_step_twice(officer, case):
    new = preview(RENEWAL_STEPS, line("Dịch văn bản"), line("dịch văn bản"), user=officer)
    known = preview(RENEWAL_STEPS, line(), line(id=str(step_of(case).pk)), user=officer)

    assert errors(new) == [(3, "title", "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng.")]
    assert [(row, message) for row, _column, message in errors(known)] == [
        (2, "Trùng với dòng 3 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (3, "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng."),
    ]


def test_a_step_done_after_the_preview_keeps_the_table_out(officer, case):
    batch = preview(RENEWAL_STEPS, line(due_on="1/1/2027"), user=officer)
    done(case, officer)
    before = register_now()

    with pytest.raises(Conflict) as caught:
        sheet_commit(kind=RENEWAL_STEPS, batch=batch, user=officer, today=TODAY)

    assert (caught.value.code, register_now()) == ("import_stale", before)


def test_a_table_of_steps_needs_a_person(case):
    batch = preview(RENEWAL_STEPS, line("Dịch văn bản"), user=None)

    assert list(refused(RENEWAL_STEPS, batch, None)) == ["rows.2"]
    assert Action.objects.count() == 2


def test_undo_brings_back_every_row_of_the_register(officer, case):
    before = register_now()

    batch = commit(
        RENEWAL_STEPS,
        line(coordinating="so-gd; so-y-te", done_on="25/11/2026", evidence="Thư 5"),
        line("Ký gia hạn", due_on="1/1/2027"),
        line("Dịch văn bản", coordinating="so-gd"),
        user=officer,
    )
    assert fates(batch) == [CHANGED, CHANGED, NEW]
    assert register_now() != before
    undo_batch(batch=batch, user=officer, reason="nhập nhầm")

    assert register_now() == before


def test_an_export_imported_again_changes_nothing(officer, case):
    commit(
        RENEWAL_STEPS,
        line(lead_agency="so-y-te", coordinating="so-gd", detail="a\nb", done_on="25/11/2026", evidence="c\nd"),
        line("Dịch văn bản", cancelled_on="25/11/2026", cancel_reason="e"),
        user=officer,
    )  # fmt: skip
    create_action(title="Việc ngoài", origin="other", lead_agency=None, due_on=None, user=officer)
    opened("sakai", "Thư với Sakai", officer)

    assert imported_again(RENEWAL_STEPS, officer) == [UNCHANGED] * 5
    rows = exported_rows(RENEWAL_STEPS, officer)
    assert [(row["agreement"], row["title"]) for row in rows] == [
        ("sakai", "Hỏi đối tác"),
        ("sakai", "Ký gia hạn"),
        ("mie", "Hỏi đối tác"),
        ("mie", "Ký gia hạn"),
        ("mie", "Dịch văn bản"),
    ]
    assert {name: value for name, value in rows[2].items() if name != "id"} == {
        "agreement": "mie",
        "title": "Hỏi đối tác",
        "lead_agency": "so-y-te",
        "coordinating": "so-gd",
        "due_on": "15/01/2027",
        "detail": "a\nb",
        "progress": "Chưa bắt đầu",
        "done_on": "25/11/2026",
        "evidence": "c\nd",
    }
    assert (rows[4]["cancelled_on"], rows[4]["cancel_reason"]) == ("25/11/2026", "e")
