from __future__ import annotations

import pytest

from agreements.enums import EventKind, Stage
from agreements.import_kinds.events import EVENTS
from agreements.models import AgreementEvent
from agreements.services.records import event_add
from dnfa.core.imports import undo_batch
from dnfa.core.table_import.services import RefusedRowsError, sheet_commit
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
    notes,
    preview,
    register_now,
)
from tests.agreements.records.factories import on, register
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db
TERM = (
    "Thời hạn chưa khớp: “đến một ngày” cần có ngày, “trong một thời gian” cần số tháng, “tự động gia hạn” cần số "
    "tháng và số tháng mỗi lần gia hạn; các con số khác để trống."
)


@pytest.fixture
def paper(officer):
    """Signed on 15/3/2022 for five years."""
    return register(title_vi="Bản ghi nhớ với Mie", term_kind="for", term_months=60, user=officer)


def line(paper, kind="Gia hạn", **cells) -> dict[str, str]:
    return {"agreement": paper.key, "kind": kind, **cells}


def test_new_rows_become_events_of_their_papers(officer, paper):
    heir = register(title_vi="Bản ghi nhớ mới", signed_on=on("2026-06-01"), user=officer)

    batch = commit(
        EVENTS,
        line(
            paper,
            occurred_on="10/3/2025",
            effective_on="15/3/2025",
            term_as_printed="3 năm",
            document_number="5/BGN",
            title_vi="Biên bản gia hạn",
            note="a\nb",
        ),
        line(paper, "Tạm ngưng", occurred_on="2025", reason="Dịch bệnh"),
        line(paper, "Tiếp tục", effective_on="1/2026"),
        line(paper, "Thay thế bằng văn bản mới", occurred_on="1/6/2026", successor="bản ghi nhớ mới"),
        user=officer,
    )

    events = list(paper.events.order_by("order"))
    assert fates(batch) == [NEW] * 4
    assert [(event.kind, event.occurred_on, event.effective_on) for event in events] == [
        ("signing", on("2022-03-15"), None),
        ("renewal", on("2025-03-10"), on("2025-03-15")),
        ("suspension", on("2025"), None),
        ("resumption", None, on("2026-01")),
        ("replacement", on("2026-06-01"), None),
    ]
    renewal = events[1]
    assert (renewal.term_kind, renewal.term_months, renewal.term_as_printed) == ("for", 36, "3 năm")
    assert (renewal.document_number, renewal.title_vi, renewal.note) == ("5/BGN", "Biên bản gia hạn", "a\nb")
    assert (events[2].term_kind, events[2].reason, events[4].successor) == ("", "Dịch bệnh", heir)


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        ("Gia hạn", {"occurred_on": "3/2025"}, [("term_kind", "Gia hạn, kéo dài cần nêu thời hạn mới; văn bản không nêu thì chọn “Chưa rõ”.")]),
        ("Gia hạn", {"occurred_on": "3/2025", "term_kind": "Chưa rõ"}, []),
        ("Gia hạn", {"occurred_on": "3/2025", "term_kind": "Trong một thời gian"}, [("term_months", TERM)]),
        ("Ký tăng cường", {"occurred_on": "14/3/2022"}, [("occurred_on", "Ngày của sự kiện ở trước ngày ký văn bản.")]),
        ("Ký tăng cường", {"occurred_on": "15/3/2022"}, []),
        ("Ký tăng cường", {"occurred_on": "25/11/2026"}, []),
        ("Ký tăng cường", {"occurred_on": "26/11/2026"}, [("occurred_on", "Ngày này chưa tới; hiệu lực về sau ghi ở “Có hiệu lực từ”.")]),
        ("Ký tăng cường", {"effective_on": "1/1/2027"}, []),
        ("Ký tăng cường", {}, [("occurred_on", "Cần ghi ngày của sự kiện; biết đến tháng hoặc năm cũng được.")]),
        ("Ký tăng cường", {"occurred_on": "30/2/2025"}, [("occurred_on", "Ngày 30/2/2025 không có trong lịch: tháng 2 năm 2025 có 28 ngày.")]),
        ("Chấm dứt", {"occurred_on": "2025"}, [("reason", "Chấm dứt cần nêu lý do.")]),
        ("Chấm dứt", {"occurred_on": "2025", "reason": "Hai bên thống nhất"}, []),
        ("Chấm dứt", {"occurred_on": "2025", "reason": "x", "term_kind": "Chưa rõ"}, [("term_kind", "Sự kiện này không đặt thời hạn mới; hãy để trống thời hạn.")]),
        ("Thay thế bằng văn bản mới", {"occurred_on": "2025"}, [("successor", "Thay thế cần nêu văn bản mới.")]),
        ("Thay thế bằng văn bản mới", {"occurred_on": "2025", "successor": "nhap"}, [("successor", "Văn bản mới phải là văn bản đã ký.")]),
        ("Thay thế bằng văn bản mới", {"occurred_on": "2025", "successor": "la"}, [("successor", "Trong sổ không có “la”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.")]),
        ("Sửa đổi", {"occurred_on": "2025", "successor": "nhap"}, [("successor", "Chỉ “thay thế” mới nêu văn bản mới.")]),
        ("Tiếp tục", {"occurred_on": "2025"}, [("kind", "Chỉ ghi tiếp tục khi trước đó thỏa thuận đang tạm ngưng.")]),
        ("Sửa đổi", {"occurred_on": "2025", "agreement": "nhap"}, [("agreement", "Văn bản chưa ký; các bước trước khi ký ghi ở quá trình chuẩn bị.")]),
        ("", {"occurred_on": "2025"}, [("kind", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ("Sửa đổi", {"occurred_on": "2025", "agreement": ""}, [("agreement", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ("Sửa đổi", {"occurred_on": "2025", "id": "999999"}, [("id", "Trong sổ không có sự kiện với mã này; khi thêm mới hãy để trống.")]),
        ("Gia hạn", {"occurred_on": "2025", "term_as_printed": "đến 31/4/2030"}, None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, paper, kind, cells, expected):
    make_agreement(key="nhap", title_vi="Khác hẳn", stage=Stage.DRAFTING)

    batch = preview(EVENTS, line(paper, kind, **cells), user=officer)

    found = [(column, message) for _row, column, message in errors(batch)]
    if expected is None:
        assert [column for column, _message in found] == ["term_as_printed"]
    else:
        assert found == expected


def test_rows_are_read_together_with_the_chain_and_with_one_another(officer, paper):
    batch = preview(
        EVENTS,
        line(paper, "Chấm dứt", occurred_on="1/1/2025", reason="Hết nhu cầu"),
        line(paper, "Chấm dứt", occurred_on="1/2/2025", reason="Hết nhu cầu"),
        line(paper, "Sửa đổi", occurred_on="2/1/2025"),
        line(paper, "Sửa đổi", occurred_on="31/12/2024"),
        line(paper, "Sửa đổi", occurred_on="31/12/2024"),
        user=officer,
    )

    assert errors(batch) == [
        (3, "kind", "Thỏa thuận đã có sự kiện chấm dứt hoặc thay thế; hãy sửa sự kiện đó."),
        (4, "occurred_on", "Vào ngày này thỏa thuận đã chấm dứt hoặc đã được thay thế."),
        (6, "kind", "Trùng với dòng 5 của bảng: mỗi bản ghi chỉ ghi một dòng."),
    ]


def test_a_loop_of_successors_is_refused_by_the_service_at_its_cell(officer, paper):
    batch = preview(
        EVENTS,
        line(paper, "Thay thế bằng văn bản mới", occurred_on="2025", successor=paper.key),
        user=officer,
    )
    before = register_now()

    with pytest.raises(RefusedRowsError) as refused:
        sheet_commit(kind=EVENTS, batch=batch, user=officer, today=TODAY)

    assert refused.value.fields == {
        "rows.2.successor": ["Văn bản mới không thể là chính văn bản này hoặc văn bản mà nó thay."]
    }
    assert register_now() == before


def test_a_mark_of_secrecy_and_an_unclear_sentence(officer, paper):
    batch = preview(
        EVENTS,
        line(paper, "Sửa đổi", occurred_on="2025", document_number="12/BGN MẬT", term_as_printed="như cũ"),
        user=officer,
    )

    assert [column for _row, column, _message in errors(batch)] == ["document_number"]
    assert notes(batch) == [(2, "term_as_printed", "Chưa hiểu “như cũ” trong thời hạn; giữ nguyên văn.")]


def test_a_known_event_is_found_and_corrected(officer, paper):
    event = event_add(
        agreement=paper,
        kind=EventKind.RENEWAL,
        occurred_on=on("2025-03-10"),
        term_kind="for",
        term_months=36,
        user=officer,
        today=TODAY,
    )

    batch = commit(
        EVENTS,
        line(paper, occurred_on="10/3/2025", term_kind="Đến một ngày", term_ends_on="2029", note="rõ thêm"),
        user=officer,
    )
    moved = commit(EVENTS, {"id": str(event.pk), "occurred_on": "11/3/2025"}, user=officer)

    event.refresh_from_db()
    assert (fates(batch), fates(moved)) == ([CHANGED], [CHANGED])
    assert (event.term_kind, event.term_months, event.term_ends_on) == ("until", None, on("2029"))
    assert (event.occurred_on, event.note) == (on("2025-03-11"), "rõ thêm")
    assert AgreementEvent.objects.count() == 2
    newest = event.audit_rows.order_by("-pgh_id").first()
    assert newest.pgh_context.metadata["reason"] == "Nhập bảng"


def test_the_papers_own_signing_and_paper_stay(officer, paper):
    other = register(title_vi="Khác hẳn", signed_on=on("2019"), user=officer)
    signing = paper.events.get()
    by_day = event_add(
        agreement=paper, kind=EventKind.AMENDMENT, effective_on=on("2025"), user=officer, today=TODAY
    )
    event_add(agreement=paper, kind=EventKind.AMENDMENT, effective_on=on("2025"), user=officer, today=TODAY)

    batch = preview(
        EVENTS,
        {"id": str(signing.pk), "occurred_on": "2021"},
        {"id": str(by_day.pk), "agreement": other.key},
        line(paper, "Sửa đổi", effective_on="2025"),
        user=officer,
    )

    assert errors(batch) == [
        (
            2,
            "occurred_on",
            "Đây là lần ký của chính văn bản: loại và ngày được sửa ở bảng thỏa thuận.",
        ),
        (3, "agreement", "Sự kiện này thuộc văn bản khác, không chuyển được."),
        (4, "id", "Trong sổ có 2 bản ghi như vậy: hãy ghi khóa hoặc mã để phân biệt."),
    ]


def test_undo_brings_back_every_row_of_the_register(officer, paper):
    commit(EVENTS, line(paper, occurred_on="2024", term_as_printed="3 năm"), user=officer)
    known = paper.events.get(kind="renewal")
    before = register_now()

    batch = commit(
        EVENTS,
        {"id": str(known.pk), "term_kind": "Không thời hạn", "note": "x"},
        line(paper, "Sửa đổi", occurred_on="20/11/2026"),
        user=officer,
    )
    assert fates(batch) == [CHANGED, NEW]
    undo_batch(batch=batch, user=officer, reason="nhập nhầm")

    assert register_now() == before


def test_an_export_imported_again_changes_nothing(officer, paper):
    commit(
        EVENTS,
        line(paper, occurred_on="2024", term_as_printed="2 năm, tự động gia hạn 1 năm", note="a\nb"),
        line(paper, "Sửa đổi", occurred_on="5/2025"),
        user=officer,
    )

    assert imported_again(EVENTS, officer) == [UNCHANGED] * 3
    rows = exported_rows(EVENTS, officer)
    assert [row["kind"] for row in rows] == ["Ký", "Gia hạn", "Sửa đổi"]
    assert rows[1] == {
        "id": str(paper.events.get(kind="renewal").pk),
        "agreement": paper.key,
        "kind": "Gia hạn",
        "occurred_on": "2024",
        "term_kind": "Tự động gia hạn",
        "term_months": "24",
        "term_renew_months": "12",
        "term_as_printed": "2 năm, tự động gia hạn 1 năm",
        "note": "a\nb",
    }
