"""Tables of what happened to projects, what came of them, and what agencies reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.import_kinds import DEEDS, PROGRESS, RESULTS
from agreements.services.projects import event_add, report_add, results_set
from dnfa.core.imports import undo_batch
from dnfa.core.partial_dates import PartialDate
from tests.agreements.import_kinds.sheets import (
    CHANGED,
    NEW,
    TODAY,
    UNCHANGED,
    commit,
    errors,
    fates,
    imported_again,
    preview,
    queries_of,
    refused,
    register_now,
)
from tests.factories import make_agency, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(officer):
    return make_project(
        key="cu",
        title_vi="Cấp nước",
        starts_on="2024",
        agencies=[make_agency(key="so-y-te", name_vi="Sở Y tế")],
    )


# --- deeds -------------------------------------------------------------------------------
def deed(kind="Phê duyệt", occurred_on="5/1/2026", **cells) -> dict[str, str]:
    return {"project": "cu", "kind": kind, "occurred_on": occurred_on, **cells}


def test_deeds_come_in_go_out_unchanged_and_are_undone(officer, project):
    before = register_now()

    batch = commit(
        DEEDS,
        deed(document_number="12/QĐ-UBND", decided_by="UBND thành phố"),
        deed("Bắt đầu thực hiện", "2/2026", project="Cấp nước"),
        deed("Tạm dừng", "3/2026", reason="Chờ vốn"),
        deed("Kéo dài thời gian", "1/4/2026", new_ends_on="2028", reason="Chậm mặt bằng"),
        user=officer,
    )

    assert fates(batch) == [NEW] * 4
    assert list(project.events.order_by("pk").values_list("kind", "document_number", "reason")) == [
        ("approval", "12/QĐ-UBND", ""),
        ("start", "", ""),
        ("suspension", "", "Chờ vốn"),
        ("extension", "", "Chậm mặt bằng"),
    ]
    assert imported_again(DEEDS, officer) == [UNCHANGED] * 4
    assert fates(preview(DEEDS, deed(), user=officer)) == [UNCHANGED]
    undo_batch(batch=batch, user=officer, reason="Nhầm")
    assert register_now() == before


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (deed(occurred_on="2999"), [("occurred_on", "Ngày này chưa đến; chỉ ghi việc đã xảy ra.")]),
        (deed("Tạm dừng"), [("reason", "Hãy nói vì sao.")]),
        (deed("Kéo dài thời gian", reason="Chậm"), [("new_ends_on", "Hãy ghi ngày kết thúc mới.")]),
        (deed(new_ends_on="2028"), [("new_ends_on", "Ngày kết thúc mới chỉ ghi khi kéo dài hoặc điều chỉnh.")]),
        (deed("Điều chỉnh", new_ends_on="2023"), [("new_ends_on", "Ngày kết thúc trước ngày bắt đầu.")]),
        (deed(project=""), [("project", "Thiếu: cột này bắt buộc khi thêm mới.")]),
    ],
)  # fmt: skip
def test_a_deed_that_is_wrong_is_told_at_its_cell(officer, project, cells, expected):
    found = errors(preview(DEEDS, cells, user=officer))

    assert [(column, words) for _row, column, words in found] == expected


def test_a_deed_that_stands_is_not_rewritten_and_one_out_of_turn_is_told_at_commit(officer, project):
    stands = event_add(
        project=project, kind="approval", occurred_on=PartialDate(2025, 3), user=officer, today=TODAY
    )

    changed = preview(DEEDS, deed(id=str(stands.pk), occurred_on="4/2025"), user=officer)
    twice = preview(DEEDS, deed("Bắt đầu thực hiện"), deed("Bắt đầu thực hiện"), user=officer)
    out_of_turn = preview(DEEDS, deed("Tiếp tục"), user=officer)

    assert errors(changed) == [
        (2, "occurred_on", "Việc đã ghi không sửa bằng bảng: hãy bỏ việc ấy ở trang dự án rồi ghi lại.")
    ]
    assert errors(twice) == [(3, "kind", "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng.")]
    assert refused(DEEDS, out_of_turn, officer) == {"rows.2.kind": ["Chỉ tiếp tục dự án đang tạm dừng."]}
    assert project.events.count() == 1


# --- results -----------------------------------------------------------------------------
def result(indicator="Trạm bơm", unit="trạm", **cells) -> dict[str, str]:
    return {"project": "cu", "indicator": indicator, "unit": unit, **cells}


def stated(project) -> list[tuple[str, str, Decimal | None, Decimal | None, date | None]]:
    return list(
        project.results.order_by("order").values_list("indicator", "unit", "target", "reached", "as_of")
    )


def test_results_are_changed_in_their_place_and_new_ones_come_behind(officer, project):
    results_set(
        project=project,
        results=[
            {"indicator": "Hộ dân", "unit": "hộ", "target": Decimal(1200)},
            {"indicator": "Trạm bơm", "unit": "trạm", "target": Decimal(3)},
        ],
        user=officer,
        today=TODAY,
    )
    before = register_now()

    batch = commit(
        RESULTS,
        result("Km ống", "km", target="12,5"),
        result("hộ dân", "HỘ", reached="850", as_of="30/6/2026"),
        result("Trạm bơm", reached="2", as_of="30/6/2026"),
        user=officer,
    )

    june = date(2026, 6, 30)
    assert fates(batch) == [NEW, CHANGED, CHANGED]
    assert stated(project) == [
        ("hộ dân", "HỘ", Decimal(1200), Decimal(850), june),
        ("Trạm bơm", "trạm", Decimal(3), Decimal(2), june),
        ("Km ống", "km", Decimal("12.5"), None, None),
    ]
    assert imported_again(RESULTS, officer) == [UNCHANGED] * 3
    undo_batch(batch=batch, user=officer, reason="Nhầm")
    assert register_now() == before


def test_one_indicator_on_two_days_is_two_results(officer, project):
    commit(
        RESULTS,
        result(reached="1", as_of="31/12/2025"),
        result(reached="2", as_of="30/6/2026"),
        user=officer,
    )

    batch = commit(RESULTS, result(reached="3", as_of="30/6/2026"), user=officer)

    assert fates(batch) == [CHANGED]
    assert [(row[3], row[4]) for row in stated(project)] == [
        (Decimal(1), date(2025, 12, 31)),
        (Decimal(3), date(2026, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (result(), [("reached", "Hãy ghi kế hoạch hoặc kết quả đạt được.")]),
        (result(reached="2"), [("as_of", "Hãy ghi kết quả tính đến ngày nào.")]),
        (result(target="2", as_of="1/1/2999"), [("as_of", "Ngày này chưa tới.")]),
        (result(unit="", target="2"), [("unit", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (result(target="hai"), [("target", "Không đọc được số “hai”: hãy viết như 1.234.567,89.")]),
    ],
)
def test_a_result_that_is_wrong_is_told_at_its_cell(officer, project, cells, expected):
    found = errors(preview(RESULTS, cells, user=officer))

    assert [(column, words) for _row, column, words in found] == expected


# --- reports -----------------------------------------------------------------------------
def report(first="1/1/2026", last="30/6/2026", **cells) -> dict[str, str]:
    told = {"agency": "Sở Y tế", "received_on": "10/7/2026", "done_vi": "Xong móng"}
    return {"project": "cu", "period_from": first, "period_to": last, **told, **cells}


def test_reports_come_in_are_put_right_and_undone(officer, project):
    stands = report_add(
        project=project,
        agency=project.agencies.get(),
        period_from=date(2025, 7, 1),
        period_to=date(2025, 12, 31),
        done_vi="Khởi công",
        user=officer,
        today=TODAY,
    )
    before = register_now()

    batch = commit(
        PROGRESS,
        report(document_number="12/BC-SYT", difficulty_vi="Chậm mặt bằng", next_vi="Lắp máy"),
        report("1/7/2025", "31/12/2025", received_on="", done_vi="Khởi công tháng 9"),
        user=officer,
    )

    assert fates(batch) == [NEW, CHANGED]
    assert list(project.reports.order_by("period_from").values_list("pk", "received_on", "done_vi")) == [
        (stands.pk, TODAY, "Khởi công tháng 9"),
        (project.reports.latest("pk").pk, date(2026, 7, 10), "Xong móng"),
    ]
    assert imported_again(PROGRESS, officer) == [UNCHANGED, UNCHANGED]
    undo_batch(batch=batch, user=officer, reason="Nhầm")
    assert register_now() == before


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (report(agency="so-la"), [("agency", "Cơ quan này không có vai trò trong dự án.")]),
        (report("30/6/2026", "1/1/2026"), [("period_to", "Ngày cuối kỳ trước ngày đầu kỳ.")]),
        (report(received_on="1/1/2999"), [("received_on", "Ngày nhận sau hôm nay.")]),
        (report(received_on="29/6/2026"), [("period_to", "Kỳ chưa hết vào ngày nhận báo cáo: ngày cuối kỳ nhiều nhất là ngày nhận.")]),
        (report(done_vi=""), [("done_vi", "Thiếu: cột này bắt buộc khi thêm mới.")]),
    ],
)  # fmt: skip
def test_a_report_that_is_wrong_is_told_at_its_cell(officer, project, cells, expected):
    make_agency(key="so-la", name_vi="Sở Lạ")

    found = errors(preview(PROGRESS, cells, user=officer))

    assert [(column, words) for _row, column, words in found] == expected


# --- all three ---------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [DEEDS, RESULTS, PROGRESS], ids=lambda kind: kind.code)
def test_queries_of_a_preview_do_not_grow_with_rows(officer, kind):
    def one_more():
        agency = make_agency()
        project = make_project(agencies=[agency])
        project.events.create(kind="approval", occurred_on="2025-03")
        project.results.create(indicator="Trạm", unit="trạm", target=2)
        project.reports.create(
            agency=agency,
            period_from="2026-01-01",
            period_to="2026-06-30",
            received_on="2026-07-01",
            done_vi="Xong",
        )

    one_more()
    few = queries_of(kind, officer)
    one_more()
    one_more()

    assert queries_of(kind, officer) == few
