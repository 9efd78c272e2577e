from __future__ import annotations

from datetime import date

import pytest

from agreements.enums import Stage
from agreements.import_kinds.reviews import REVIEWS
from agreements.models import ReviewItem, ReviewSession
from agreements.services.reviews import item_record, session_close, session_create
from dnfa.core.errors import Conflict
from dnfa.core.imports import undo_batch
from dnfa.core.table_import.services import sheet_commit
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
HELD = date(2026, 11, 20)
TITLE = "Rà soát kỳ II năm 2026"


@pytest.fixture
def papers():
    make_agency(key="so-y-te", name_vi="Sở Y tế")
    return [
        make_agreement(key=key, title_vi=title, signed_on=on("2020-05-04"))
        for key, title in (("mie", "Bản ghi nhớ với Mie"), ("sakai", "Thư hữu nghị với Sakai"))
    ]


@pytest.fixture
def session(officer, papers):
    """A session that looks at the first paper."""
    return planned(papers[:1], officer)


def planned(papers, user, title=TITLE, held_on=HELD) -> ReviewSession:
    return session_create(title=title, held_on=held_on, agreements=papers, user=user)


def line(paper="mie", **cells) -> dict[str, str]:
    return {"session": TITLE, "agreement": paper, "rating": "Thực sự hiệu quả", "reasons": "Đều", **cells}


def told(session: ReviewSession) -> list[tuple]:
    """The agenda: paper, rating, reasons, decision."""
    items = session.items.order_by("order", "pk")
    return list(items.values_list("agreement__key", "rating", "reasons", "decision"))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_rows_are_what_the_session_said_and_new_papers_join_the_agenda(officer, session, form):
    batch = commit(
        REVIEWS,
        line("sakai", rating="Mô hình điển hình", reasons="a\nb"),
        line(
            session=f"{session.pk}: tên khác cũng được",
            decision="Gia hạn",
            decision_note="thêm 5 năm",
            other_results="Trao đổi học sinh",
            lead_agency="Sở Y tế",
            due_on="20/11/2026",
        ),
        user=officer,
        form=form,
    )

    assert fates(batch) == [NEW, CHANGED]
    assert told(session) == [("mie", "effective", "Đều", "renew"), ("sakai", "model", "a\nb", "")]
    item = session.items.get(agreement__key="mie")
    assert (item.other_results, item.decision_note, item.lead_agency.key, item.due_on) == (
        "Trao đổi học sinh",
        "thêm 5 năm",
        "so-y-te",
        HELD,
    )
    assert session.items.get(agreement__key="sakai").facts != {}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (line(session=""), [("session", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line(session="999999"), [("session", "Trong sổ không có “999999”: hãy ghi đúng mã.")]),
        (line(session="Phiên lạ"), [("session", "Trong sổ không có “Phiên lạ”: hãy ghi đúng mã.")]),
        (line(session="99999999999999"), ["session"]),
        (line(session=TITLE.upper()), []),
        (line(""), [("agreement", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        (line("khong-co"), ["agreement"]),
        (line("nhap"), [("agreement", "Chỉ rà soát văn bản đã ký với đối tác nước ngoài.")]),
        (line("mot-ben"), [("agreement", "Chỉ rà soát văn bản đã ký với đối tác nước ngoài.")]),
        (line(rating="Tốt"), ["rating"]),
        (line(reasons=""), [("reasons", "Hãy ghi lý do xếp loại.")]),
        (line(reasons="-"), [("reasons", "Hãy ghi lý do xếp loại.")]),
        (line(reasons="x" * 10_001), ["reasons"]),
        (line(reasons="", rating=""), []),
        (line(decision="Chờ xem"), ["decision"]),
        (line(other_results="x" * 10_001, decision_note="x" * 10_001), ["other_results", "decision_note"]),
        (line(reasons="MẬT", other_results="TỐI MẬT", decision_note="Độ mật: Mật"), ["reasons", "other_results", "decision_note"]),
        (line(lead_agency="Sở Không Có", due_on="1/12/2026"), ["lead_agency"]),
        (line(due_on="1/12/2026"), [("lead_agency", "Có hạn thì phải có cơ quan chủ trì.")]),
        (line(lead_agency="so-y-te", due_on="19/11/2026"), [("due_on", "Hạn không thể trước ngày họp.")]),
        (line(lead_agency="so-y-te", due_on="20/11/2026"), []),
        (line(lead_agency="so-y-te", due_on="quý I"), ["due_on"]),
        (line(lead_agency="so-y-te"), []),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, session, cells, expected):
    make_agreement(key="nhap", title_vi="Dự thảo", stage=Stage.DRAFTING)
    make_agreement(key="mot-ben", title_vi="Một bên", partners=[], signed_on=on("2020"))

    found = [(column, message) for _row, column, message in errors(preview(REVIEWS, cells, user=officer))]

    only_columns = expected and isinstance(expected[0], str)
    assert ([column for column, _message in found] if only_columns else found) == expected


def test_of_two_sessions_of_one_name_the_number_decides(officer, session, papers):
    other = planned(papers, officer, held_on=date(2025, 11, 20))

    unclear = preview(REVIEWS, line(), user=officer)
    clear = preview(REVIEWS, line(session=str(other.pk)), user=officer)

    assert errors(unclear) == [
        (2, "session", f"Có 2 bản ghi tên “{TITLE}”: hãy ghi mã ({session.pk}, {other.pk}).")
    ]
    assert (errors(clear), clear.rows.get().parsed["record"]) == (
        [],
        other.items.get(agreement=papers[0]).pk,
    )


def test_a_paper_twice(officer, session):
    new = preview(REVIEWS, line("sakai"), line("Thư hữu nghị với Sakai"), user=officer)
    known = preview(REVIEWS, line(), line(rating="Mô hình điển hình"), user=officer)

    assert errors(new) == [(3, "agreement", "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng.")]
    assert [(row, message) for row, _column, message in errors(known)] == [
        (2, "Trùng với dòng 3 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (3, "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng."),
    ]


def close(session: ReviewSession, officer) -> None:
    for item in session.items.all():
        item_record(item=item, rating="effective", reasons="Đều", decision="keep", user=officer)
    session_close(session=session, conclusion="Thống nhất", user=officer, today=TODAY)


def test_closed_minutes_stay_as_they_are(officer, session):
    close(session, officer)
    before = register_now()

    same = preview(REVIEWS, line(), user=officer)
    other = preview(REVIEWS, line(reasons="Khác"), line("sakai"), user=officer)

    sentence = "Biên bản phiên rà soát này đã chốt."
    assert (fates(same), errors(same)) == ([UNCHANGED], [])
    assert errors(other) == [(2, "session", sentence), (3, "session", sentence)]
    assert register_now() == before


def test_minutes_closed_after_the_preview_keep_the_table_out(officer, session):
    batch = preview(REVIEWS, line("sakai"), user=officer)
    close(session, officer)
    before = register_now()

    with pytest.raises(Conflict) as caught:
        sheet_commit(kind=REVIEWS, batch=batch, user=officer, today=TODAY)

    assert caught.value.code == "import_stale"
    assert register_now() == before


def test_what_was_said_is_corrected_and_taken_back(officer, session):
    item = session.items.get()
    item_record(item=item, rating="model", reasons="cũ", decision="end", decision_note="x", user=officer)

    batch = commit(
        REVIEWS,
        {"session": TITLE, "agreement": "mie", "rating": "-", "decision": "-", "decision_note": "-"},
        user=officer,
    )

    assert fates(batch) == [CHANGED]
    assert told(session) == [("mie", "", "cũ", "")]


def test_a_table_of_reviews_needs_a_person(session):
    batch = preview(REVIEWS, line(), user=None)

    assert list(refused(REVIEWS, batch, None)) == ["rows.2"]
    assert ReviewItem.objects.get().rating == ""


def test_undo_brings_back_every_row_of_the_register(officer, session):
    before = register_now()

    batch = commit(REVIEWS, line(decision="Duy trì"), line("sakai"), user=officer)
    assert fates(batch) == [CHANGED, NEW]
    assert register_now() != before
    undo_batch(batch=batch, user=officer, reason="nhập nhầm")

    assert register_now() == before


def test_an_export_imported_again_changes_nothing(officer, session, papers):
    planned(papers, officer, title="2025: rà soát", held_on=date(2025, 11, 20))
    commit(
        REVIEWS,
        line(reasons="a\nb", decision="Gia hạn", decision_note="c", other_results="d", lead_agency="so-y-te", due_on="1/12/2026"),
        user=officer,
    )  # fmt: skip

    assert imported_again(REVIEWS, officer) == [UNCHANGED] * 3
    rows = exported_rows(REVIEWS, officer)
    assert [row["agreement"] for row in rows] == ["mie", "mie", "sakai"]
    assert rows[0] == {
        "session": f"{session.pk}: {TITLE}",
        "agreement": "mie",
        "rating": "Thực sự hiệu quả",
        "reasons": "a\nb",
        "other_results": "d",
        "decision": "Gia hạn",
        "decision_note": "c",
        "lead_agency": "so-y-te",
        "due_on": "01/12/2026",
    }
