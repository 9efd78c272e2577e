from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from agreements.enums import EventKind, Stage, TermKind
from agreements.import_kinds.renewals import RENEWALS
from agreements.models import AgreementEvent, RenewalCase, RenewalStep
from agreements.services.expiry import close_renewal, open_renewal
from dnfa.core.errors import Conflict
from dnfa.core.imports import undo_batch
from dnfa.core.table_import.services import sheet_commit
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
from tests.factories import make_agency, make_agreement, make_event

pytestmark = pytest.mark.django_db
CANNOT = "Chỉ mở hồ sơ gia hạn cho văn bản đã ký, có ngày hết hiệu lực và chưa chấm dứt."


@pytest.fixture
def paper():
    """In force until 14/02/2027; the office's template has one step."""
    RenewalStep.objects.all().delete()
    RenewalStep.objects.create(
        key="hoi", title="Hỏi đối tác", holder="department", offset=30, unit="calendar_day", order=5
    )
    make_agency(key="so-y-te", name_vi="Sở Y tế")
    return ending("mie", "Bản ghi nhớ với Mie")


def ending(key: str, title: str, day: str = "2027-02-14"):
    return make_agreement(
        key=key,
        title_vi=title,
        signed_on=on("2022-02-15"),
        term_kind=TermKind.UNTIL,
        term_ends_on=on(day),
    )


def opened(paper, officer, day: date = TODAY, **values) -> RenewalCase:
    return open_renewal(agreement=paper, user=officer, today=day, **values)


def line(key="mie", **cells) -> dict[str, str]:
    return {"agreement": key, **cells}


def said(batch) -> list[tuple[str, str]]:
    return [(column, message) for _row, column, message in errors(batch)]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_new_row_opens_the_file_with_its_steps(officer, paper, form):
    ending("sakai", "Thư với Sakai", "2026-12-31")
    batch = commit(
        RENEWALS,
        line(proposal="Gia hạn\nthêm 5 năm", ends_on="14/02/2027", opened_on="25/11/2026"),
        line("Thư với Sakai"),
        user=officer,
        form=form,
    )

    assert fates(batch) == [NEW, NEW]
    assert list(
        RenewalCase.objects.order_by("pk").values_list("agreement__key", "ends_on", "opened_on", "proposal")
    ) == [
        ("mie", date(2027, 2, 14), TODAY, "Gia hạn\nthêm 5 năm"),
        ("sakai", date(2026, 12, 31), TODAY, ""),
    ]
    assert [case.opened_by for case in RenewalCase.objects.all()] == [officer, officer]
    assert list(Action.objects.order_by("pk").values_list("title", "due_on")) == [
        ("Hỏi đối tác", date(2027, 1, 15)),
        ("Hỏi đối tác", date(2026, 12, 1)),
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (line("", proposal="x"), [("agreement", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line("khong-co"), ["agreement"]),
        (line("nhap"), [("agreement", CANNOT)]),
        (line("vo-han"), [("agreement", CANNOT)]),
        (line("cham-dut"), [("agreement", CANNOT)]),
        (line("het-han"), []),
        (line(opened_on="24/11/2026"), [("opened_on", "Hồ sơ mới mở vào ngày nhập bảng: hãy để trống.")]),
        (line(opened_on="26/11/2026"), [("opened_on", "Hồ sơ mới mở vào ngày nhập bảng: hãy để trống.")]),
        (line(opened_on="11/2026"), ["opened_on"]),
        (line(ends_on="13/02/2027"), [("ends_on", "Theo sổ, văn bản này hết hiệu lực ngày 14/02/2027.")]),
        (line(ends_on="14/02/2027"), []),
        (line(ends_on="sang năm"), ["ends_on"]),
        (line(proposal="Độ mật: Tối mật"), ["proposal"]),
        (line(outcome="Để hết hạn", outcome_note="x"), [("outcome", "Chỉ ghi khi đóng một hồ sơ đã mở."), ("outcome_note", "Chỉ ghi khi đóng một hồ sơ đã mở.")]),
        (line(closed_on="25/11/2026"), [("closed_on", "Chỉ ghi khi đóng một hồ sơ đã mở.")]),
        (line(id="999999"), [("id", "Trong sổ không có hồ sơ gia hạn với mã này; khi thêm mới hãy để trống.")]),
        (line(id="hồ sơ 1"), [("id", "Mã do hệ thống cho; khi thêm mới hãy để trống.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_new_file_is_told_at_its_cell(officer, paper, cells, expected):
    make_agreement(key="nhap", title_vi="Dự thảo", stage=Stage.CONSULTING)
    make_agreement(key="vo-han", title_vi="Vô hạn", signed_on=on("2020"), term_kind=TermKind.INDEFINITE)
    over = ending("cham-dut", "Đã chấm dứt")
    make_event(over, EventKind.TERMINATION, occurred_on=on("2026-01-01"), reason="x")
    ending("het-han", "Đã hết hạn", "2026-01-31")

    found = said(preview(RENEWALS, cells, user=officer))

    only_columns = expected and isinstance(expected[0], str)
    assert ([column for column, _message in found] if only_columns else found) == expected


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        ("renewal", {"outcome": "Đã gia hạn"}, ("renewed", "renewal", "")),
        ("renewal", {"outcome": "Đã gia hạn", "closed_on": "25/11/2026"}, ("renewed", "renewal", "")),
        ("re_signing", {"outcome": "Đã ký tăng cường, ký lại", "outcome_note": "ký ở Mie"}, ("strengthened", "re_signing", "ký ở Mie")),
        ("", {"outcome": "Để hết hạn", "outcome_note": "hết  nhu cầu"}, ("lapsed", None, "hết nhu cầu")),
    ],
)  # fmt: skip
def test_an_outcome_closes_the_file(officer, paper, kind, cells, expected):
    case = opened(paper, officer, date(2026, 11, 20))
    if kind:
        make_event(paper, kind, occurred_on=on("2026-11-24"))

    batch = commit(RENEWALS, line(**cells), user=officer)

    case.refresh_from_db()
    assert fates(batch) == [CHANGED]
    assert case.closed_on == TODAY
    assert (case.outcome, case.event.kind if case.event else None, case.outcome_note) == expected
    assert Action.objects.of_record(case).get().cancelled_on == TODAY


def test_of_two_events_the_number_decides(officer, paper):
    case = opened(paper, officer)
    first = make_event(paper, EventKind.RENEWAL, occurred_on=on("2026-11-20"))
    make_event(paper, EventKind.RENEWAL, occurred_on=on("2026-11-24"))

    commit(RENEWALS, line(id=str(case.pk), outcome="Đã gia hạn", event=str(first.pk)), user=officer)

    case.refresh_from_db()
    assert case.event == first


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (line(), []),
        (line(proposal="đề xuất"), []),
        (line(proposal="khác"), [("proposal", "Hồ sơ đã mở thì không sửa được mục này.")]),
        (line(ends_on="1/1/2027"), [("ends_on", "Hồ sơ đã mở thì không sửa được mục này.")]),
        (line(outcome="Đã gia hạn"), [("outcome", "Chưa thấy sự kiện ghi nhận kết quả này: hãy ghi sự kiện vào văn bản trước.")]),
        (line(outcome="Đã gia hạn", event="signing"), [("event", "Sự kiện này không phải kết quả của hồ sơ gia hạn.")]),
        (line(outcome="Đã gia hạn", event="strange"), [("event", "Sự kiện này không phải kết quả của hồ sơ gia hạn.")]),
        (line(outcome="Để hết hạn", outcome_note="x", event="signing"), [("event", "Sự kiện này không phải kết quả của hồ sơ gia hạn.")]),
        (line(outcome="Đã gia hạn", event="0"), ["event"]),
        (line(outcome="Để hết hạn"), [("outcome_note", "Hãy giải thích vì sao để hết hạn hoặc chấm dứt.")]),
        (line(outcome="Để hết hạn", outcome_note="x" * 501), ["outcome_note"]),
        (line(outcome="Để hết hạn", outcome_note="Độ mật: Mật"), ["outcome_note"]),
        (line(outcome="Để hết hạn", outcome_note="x", closed_on="24/11/2026"), [("closed_on", "Hồ sơ đóng vào ngày nhập bảng: hãy để trống.")]),
        (line(outcome="Bỏ ngỏ", outcome_note="x"), ["outcome"]),
        (line(outcome_note="x"), [("outcome_note", "Chỉ ghi cùng với kết quả, khi đóng hồ sơ.")]),
        (line(opened_on="24/11/2026"), [("opened_on", "Hồ sơ mới mở vào ngày nhập bảng: hãy để trống."), ("agreement", "Văn bản này đã có hồ sơ gia hạn đang mở.")]),
        (line(opened_on="25/11/2026"), [("agreement", "Văn bản này đã có hồ sơ gia hạn đang mở.")]),
        (line(opened_on="20/11/2026"), []),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_open_file_is_told_at_its_cell(officer, paper, cells, expected):
    opened(paper, officer, date(2026, 11, 20), proposal="đề xuất")
    events = {
        "signing": make_event(paper, EventKind.SIGNING, occurred_on=on("2022-02-15")),
        "strange": make_event(ending("khac", "Khác hẳn"), EventKind.RENEWAL, occurred_on=on("2026")),
    }
    if cells.get("event") in events:
        cells = {**cells, "event": str(events[cells["event"]].pk)}

    found = said(preview(RENEWALS, cells, user=officer))

    only_columns = expected and isinstance(expected[0], str)
    if only_columns:
        assert [column for column, _message in found] == expected
    else:
        assert sorted(found) == sorted(expected)


def test_an_event_written_before_the_file_was_opened_does_not_close_it(officer, paper):
    old = make_event(paper, EventKind.RENEWAL, occurred_on=on("2024-01-01"))
    AgreementEvent.objects.filter(pk=old.pk).update(created_at=datetime(2026, 11, 19, 10, tzinfo=UTC))
    opened(paper, officer, date(2026, 11, 20))

    unsaid = preview(RENEWALS, line(outcome="Đã gia hạn"), user=officer)
    told = preview(RENEWALS, line(outcome="Đã gia hạn", event=str(old.pk)), user=officer)

    assert [column for column, _message in said(unsaid)] == ["outcome"]
    assert said(told) == []


def closed(paper, officer) -> RenewalCase:
    case = opened(paper, officer)
    return close_renewal(case=case, outcome="lapsed", note="thôi", user=officer, today=TODAY)


def test_a_closed_file_stays_and_a_new_one_may_follow(officer, paper):
    case = closed(paper, officer)

    same = preview(RENEWALS, line(opened_on="25/11/2026", outcome="Để hết hạn"), user=officer)
    other = preview(RENEWALS, line(id=str(case.pk), outcome_note="khác"), user=officer)
    new = commit(RENEWALS, line(), user=officer)
    unclear = preview(RENEWALS, line(opened_on="25/11/2026"), user=officer)

    assert (fates(same), errors(same)) == ([UNCHANGED], [])
    assert said(other) == [("outcome_note", "Hồ sơ gia hạn này đã đóng.")]
    assert fates(new) == [NEW]
    assert RenewalCase.objects.standing().get().agreement == paper
    assert said(unclear) == [("id", "Trong sổ có 2 bản ghi như vậy: hãy ghi khóa hoặc mã để phân biệt.")]


def test_a_paper_twice(officer, paper):
    new = preview(RENEWALS, line(), line("Bản ghi nhớ với Mie"), user=officer)
    case = opened(paper, officer)
    known = preview(RENEWALS, line(), line(id=str(case.pk)), user=officer)

    assert errors(new) == [(3, "agreement", "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng.")]
    assert [(row, message) for row, _column, message in errors(known)] == [
        (2, "Trùng với dòng 3 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (3, "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng."),
    ]


def test_a_file_opened_after_the_preview_keeps_the_table_out(officer, paper):
    batch = preview(RENEWALS, line(), user=officer)
    opened(paper, officer)
    before = register_now()

    with pytest.raises(Conflict) as caught:
        sheet_commit(kind=RENEWALS, batch=batch, user=officer, today=TODAY)

    assert (caught.value.code, register_now()) == ("import_stale", before)


def test_a_table_of_files_needs_a_person(paper):
    batch = preview(RENEWALS, line(), user=None)

    assert list(refused(RENEWALS, batch, None)) == ["rows.2"]
    assert RenewalCase.objects.count() == 0


def test_undo_brings_back_every_row_of_the_register(officer, paper):
    ending("sakai", "Thư với Sakai")
    opened(paper, officer)
    before = register_now()

    batch = commit(RENEWALS, line(outcome="Để hết hạn", outcome_note="x"), line("sakai"), user=officer)
    assert fates(batch) == [CHANGED, NEW]
    assert register_now() != before
    undo_batch(batch=batch, user=officer, reason="nhập nhầm")

    assert register_now() == before


def test_an_export_imported_again_changes_nothing(officer, paper):
    first = closed(paper, officer)
    second = opened(paper, officer, proposal="a\nb")
    event = make_event(paper, EventKind.RENEWAL, occurred_on=on("2026-11-24"))
    third = opened(ending("sakai", "Thư với Sakai"), officer)
    close_renewal(case=second, outcome="renewed", event=event, user=officer, today=TODAY)

    assert imported_again(RENEWALS, officer) == [UNCHANGED] * 3
    rows = exported_rows(RENEWALS, officer)
    assert [str(row["id"]) for row in rows] == [str(case.pk) for case in (first, second, third)]
    assert {name: value for name, value in rows[1].items() if name != "id"} == {
        "agreement": "mie",
        "opened_on": "25/11/2026",
        "ends_on": "14/02/2027",
        "proposal": "a\nb",
        "outcome": "Đã gia hạn",
        "event": f"{event.pk}: {event}",
        "closed_on": "25/11/2026",
    }
