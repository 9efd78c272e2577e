from __future__ import annotations

from datetime import date

import pytest

from agreements.enums import EventKind, Stage
from agreements.import_kinds.reports import REPORTS
from agreements.models import LegalReport
from dnfa.core.errors import Conflict
from dnfa.core.imports import undo_batch
from dnfa.core.table_import.services import sheet_commit
from tests.agreements.consultation.factories import make_report
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
from tests.factories import make_agreement, make_event

pytestmark = pytest.mark.django_db
AFTER_SIGNING, ENDING = "Báo cáo sau khi ký", "Thông báo chấm dứt, rút khỏi, tạm đình chỉ"


@pytest.fixture
def paper():
    """Signed on 1/3/2026, strengthened in 6/2026, suspended on 1/9 and ended on 1/10/2026."""
    made = make_agreement(key="ky", title_vi="Bản ghi nhớ với Mie", signed_on=on("2026-03-01"))
    make_event(made, EventKind.SIGNING, occurred_on=on("2026-03-01"))
    make_event(made, EventKind.STRENGTHENING, occurred_on=on("2026-06"))
    make_event(made, EventKind.SUSPENSION, occurred_on=on("2026-09-01"))
    make_event(made, EventKind.TERMINATION, effective_on=on("2026-10-01"), reason="x")
    return made


def event_of(paper, kind: str):
    return paper.events.get(kind=kind)


def line(kind=AFTER_SIGNING, **cells) -> dict[str, str]:
    return {
        "agreement": "ky",
        "kind": kind,
        "sent_on": "10/10/2026",
        "document_number": "45/BC-UBND",
        **cells,
    }


def told() -> list[tuple]:
    """Every report: kind, kind of the event it is about, day, number."""
    rows = LegalReport.objects.order_by("pk").select_related("event")
    return [
        (row.kind, row.event.kind if row.event else None, row.sent_on, row.document_number) for row in rows
    ]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_rows_become_reports_about_the_acts_of_the_paper(officer, paper, form):
    number = str(event_of(paper, "suspension").pk)
    batch = commit(
        REPORTS,
        line(sent_on="10/03/2026"),
        line(act_on="6/2026", sent_on="1/6/2026", recipients="Bộ Ngoại giao", note="a\nb"),
        line(ENDING, event=number),
        line(ENDING, act_on="01/10/2026", document_number="46/TB"),
        user=officer,
        form=form,
    )

    assert fates(batch) == [NEW] * 4
    assert told() == [
        ("signing", None, date(2026, 3, 10), "45/BC-UBND"),
        ("signing", "strengthening", date(2026, 6, 1), "45/BC-UBND"),
        ("ending", "suspension", date(2026, 10, 10), "45/BC-UBND"),
        ("ending", "termination", date(2026, 10, 10), "46/TB"),
    ]
    assert list(LegalReport.objects.order_by("pk").values_list("recipients", "note")) == [
        ("Thủ tướng Chính phủ; Bộ Ngoại giao (bản sao)", ""),
        ("Bộ Ngoại giao", "a\nb"),
        ("Bộ Ngoại giao", ""),
        ("Bộ Ngoại giao", ""),
    ]


@pytest.mark.parametrize(
    "cells", [{}, {"act_on": "1/3/2026"}, {"event": "signing"}, {"event": "signing", "act_on": "1/3/2026"}]
)
def test_the_first_signing_is_one_act_however_it_is_said(officer, paper, cells):
    known = make_report(paper)
    if "event" in cells:
        cells = {**cells, "event": str(event_of(paper, cells["event"]).pk)}

    batch = preview(REPORTS, line(sent_on="11/03/2026", **cells), user=officer)

    assert (errors(batch), batch.rows.get().parsed["record"]) == ([], known.pk)


def test_the_only_ending_needs_no_day(officer):
    paper = make_agreement(key="ky", signed_on=on("2020"))
    make_event(paper, EventKind.TERMINATION, occurred_on=on("2026-10-01"), reason="x")

    commit(REPORTS, line(ENDING), user=officer)

    assert told() == [("ending", "termination", date(2026, 10, 10), "45/BC-UBND")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (line(sent_on="28/2/2026"), [("sent_on", "Ngày gửi không thể trước ngày của việc được báo cáo.")]),
        (line(sent_on="1/3/2026"), []),
        (line(sent_on="25/11/2026"), []),
        (line(sent_on="26/11/2026"), [("sent_on", "Ngày này chưa tới.")]),
        (line(act_on="6/2026", sent_on="31/5/2026"), [("sent_on", "Ngày gửi không thể trước ngày của việc được báo cáo.")]),
        (line(sent_on="3/2026"), ["sent_on"]),
        (line(sent_on=""), [("sent_on", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line(document_number=""), [("document_number", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line(document_number="-"), ["document_number"]),
        (line(document_number="x" * 121), ["document_number"]),
        (line(recipients="x" * 301), ["recipients"]),
        (line(document_number="45 MẬT", recipients="TỐI MẬT", note="Độ mật: Mật"), ["document_number", "recipients", "note"]),
        (line(kind=""), [("kind", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line(kind="Báo cáo năm"), ["kind"]),
        (line(agreement=""), [("agreement", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line(agreement="khong-co"), ["agreement"]),
        (line(agreement="nhap"), [("agreement", "Văn bản chưa ký nên chưa có việc phải báo cáo.")]),
        (line(ENDING), ["event"]),
        (line(act_on="2/3/2026"), [("act_on", "Văn bản không có lần ký, chấm dứt hoặc tạm ngưng nào như vậy: hãy ghi sự kiện trước.")]),
        (line(ENDING, act_on="1/3/2026"), [("act_on", "Văn bản không có lần ký, chấm dứt hoặc tạm ngưng nào như vậy: hãy ghi sự kiện trước.")]),
        (line(act_on="hôm qua"), ["act_on"]),
        (line(event="0"), ["event"]),
        (line(event="lần đầu"), ["event"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, paper, cells, expected):
    make_agreement(key="nhap", title_vi="Dự thảo", stage=Stage.CONSULTING)

    found = [(column, message) for _row, column, message in errors(preview(REPORTS, cells, user=officer))]

    only_columns = expected and isinstance(expected[0], str)
    assert ([column for column, _message in found] if only_columns else found) == expected


@pytest.mark.parametrize(
    ("event", "cells", "expected"),
    [
        ("termination", {"kind": AFTER_SIGNING}, [("event", "Báo cáo sau khi ký phải gắn với một lần ký.")]),
        ("signing", {"kind": ENDING}, [("event", "Hãy chọn sự kiện chấm dứt hoặc tạm ngưng được thông báo.")]),
        ("other", {"kind": ENDING}, [("event", "Sự kiện này thuộc văn bản khác.")]),
        ("suspension", {"kind": ENDING, "act_on": "2/9/2026"}, [("act_on", "Ngày này không phải ngày của sự kiện có mã ở dòng này.")]),
        ("suspension", {"kind": ENDING, "act_on": "1/9/2026"}, []),
    ],
)  # fmt: skip
def test_an_event_that_does_not_fit(officer, paper, event, cells, expected):
    other = make_agreement(key="khac", title_vi="Khác hẳn", signed_on=on("2020"))
    strange = make_event(other, EventKind.TERMINATION, occurred_on=on("2026"), reason="x")
    number = strange.pk if event == "other" else event_of(paper, event).pk

    batch = preview(REPORTS, line(event=f"{number}: tên gì cũng được", **cells), user=officer)

    assert [(column, message) for _row, column, message in errors(batch)] == expected


def test_two_rows_of_one_act(officer, paper):
    known = make_report(paper)

    new = preview(
        REPORTS,
        line(ENDING, act_on="1/9/2026"),
        line(ENDING, event=str(event_of(paper, "suspension").pk)),
        user=officer,
    )
    same = preview(REPORTS, line(sent_on="10/3/2026"), line(act_on="1/3/2026"), user=officer)

    assert errors(new) == [(3, "kind", "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng.")]
    assert [(row, message) for row, _column, message in errors(same)] == [
        (2, "Trùng với dòng 3 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (3, "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng."),
    ]
    assert LegalReport.objects.get() == known


def test_a_known_report_is_corrected(officer, paper):
    known = make_report(paper, note="cũ", recipients="Ai đó")

    batch = commit(
        REPORTS,
        {"agreement": "ky", "kind": AFTER_SIGNING, "sent_on": "11/3/2026", "document_number": "12/BC-UBND", "note": "-", "recipients": "-"},
        user=officer,
    )  # fmt: skip

    known.refresh_from_db()
    assert fates(batch) == [CHANGED]
    assert (known.sent_on, known.document_number, known.note) == (date(2026, 3, 11), "12/BC-UBND", "")
    assert known.recipients == "Thủ tướng Chính phủ; Bộ Ngoại giao (bản sao)"


def test_a_report_made_meanwhile_keeps_the_table_out(officer, paper):
    rows = [line(sent_on="10/03/2026")]
    batch = preview(REPORTS, *rows, user=officer)
    commit(REPORTS, *rows, user=officer)

    with pytest.raises(Conflict) as caught:
        sheet_commit(kind=REPORTS, batch=batch, user=officer, today=TODAY)

    assert (caught.value.code, fates(preview(REPORTS, *rows, user=officer))) == ("import_stale", [UNCHANGED])
    assert len(told()) == 1


def test_a_table_of_reports_needs_a_person(paper):
    batch = preview(REPORTS, line(), user=None)

    assert list(refused(REPORTS, batch, None)) == ["rows.2"]
    assert LegalReport.objects.count() == 0


def test_undo_brings_back_every_row_of_the_register(officer, paper):
    make_report(paper)
    before = register_now()

    batch = commit(REPORTS, line(note="x"), line(ENDING, act_on="1/9/2026"), user=officer)
    assert fates(batch) == [CHANGED, NEW]
    assert register_now() != before
    undo_batch(batch=batch, user=officer, reason="nhập nhầm")

    assert register_now() == before


def test_an_export_imported_again_changes_nothing(officer, paper):
    suspension = event_of(paper, "suspension")
    make_report(paper, note="a\nb")
    make_report(paper, event=suspension, kind="ending", sent_on=date(2026, 9, 2))
    nameless = make_agreement(key="khong-ngay", title_vi="Không rõ ngày")
    make_report(nameless, sent_on=date(2026, 9, 3))

    assert imported_again(REPORTS, officer) == [UNCHANGED] * 3
    assert exported_rows(REPORTS, officer)[1:] == [
        {
            "agreement": "ky",
            "kind": AFTER_SIGNING,
            "act_on": "01/03/2026",
            "sent_on": "10/03/2026",
            "document_number": "12/BC-UBND",
            "recipients": "Thủ tướng Chính phủ",
            "note": "a\nb",
        },
        {
            "agreement": "ky",
            "kind": ENDING,
            "act_on": "01/09/2026",
            "event": f"{suspension.pk}: {suspension}",
            "sent_on": "02/09/2026",
            "document_number": "12/BC-UBND",
            "recipients": "Thủ tướng Chính phủ",
        },
    ]
