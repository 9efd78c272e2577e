from __future__ import annotations

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.enums import EventKind, LegalRegime, Stage, TermKind
from agreements.import_kinds import PAPERS
from agreements.import_kinds.likeness import likeness, trigrams
from agreements.models import Agreement
from agreements.naming import possible_duplicates
from dnfa.accounts.enums import Role
from dnfa.core.enums import ImportState
from dnfa.core.errors import Conflict
from dnfa.core.imports import undo_batch
from dnfa.core.table_import.books import template_book
from dnfa.core.table_import.planning import plan_table
from dnfa.core.table_import.registry import importers_for
from dnfa.core.table_import.services import RefusedRowsError, sheet_commit
from dnfa.core.text import fold
from partners.models import CooperationField, Partner
from tests.agreements.import_kinds.sheets import (
    CHANGED,
    NEW,
    TODAY,
    UNCHANGED,
    WRONG,
    commit,
    errors,
    exported_rows,
    fates,
    imported_again,
    notes,
    paper_named,
    preview,
    register_now,
    workbook,
)
from tests.agreements.records.factories import on, register
from tests.factories import make_agency, make_agreement, make_partner, make_user

pytestmark = pytest.mark.django_db
TREATY = (
    "Thỏa thuận quốc tế không mang tên công ước, định ước, hiệp ước, hiệp định; hãy dùng thỏa thuận, bản ghi nhớ, "
    "biên bản thỏa thuận, chương trình hoặc kế hoạch hợp tác."
)
TERM = (
    "Thời hạn chưa khớp: “đến một ngày” cần có ngày, “trong một thời gian” cần số tháng, “tự động gia hạn” cần số "
    "tháng và số tháng mỗi lần gia hạn; các con số khác để trống."
)


@pytest.fixture
def sides():
    """Two partners, two bodies and two fields, by name."""
    make_partner(key="jp-mie", name_vi="Tỉnh Mie")
    make_partner(key="jp-sakai", name_vi="Thành phố Sakai")
    make_agency(key="so-y-te", name_vi="Sở Y tế")
    make_agency(key="truong-cd", name_vi="Trường Cao đẳng")
    CooperationField.objects.create(code="y-te", level=1, name_vi="Y tế", order=2)
    CooperationField.objects.create(code="giao-duc", level=1, name_vi="Giáo dục", order=1)


def line(title="Bản ghi nhớ về y tế", **cells) -> dict[str, str]:
    """A row that can be written: a department's paper of 5/3/2024 with Mie, for five years."""
    return {
        "title_vi": title,
        "type": "Bản ghi nhớ",
        "capacity": "Sở, ngành",
        "signed_on": "05/03/2024",
        "partners": "jp-mie",
        "signing_agencies": "Sở Y tế",
        "term_as_printed": "05 năm",
        **cells,
    }


# --- new papers -----------------------------------------------------------------
def test_a_new_row_becomes_a_signed_paper_with_its_sides_and_its_signing(officer, sides):
    batch = commit(
        PAPERS,
        line(
            title_en="MOU on health",
            partners="Thành phố Sakai; jp-mie",
            lead_agency="so-y-te",
            coordinating="truong-cd; Sở Y tế",
            fields="y-te; Giáo dục",
            document_number="12/BGN-SYT",
            effective_on="4/2024",
            place="Đà Nẵng",
            signing_mode="Ký trực tiếp",
            languages="Tiếng Việt; en; nhật",
            originals_count="2",
            originals_kept_at="Văn phòng Sở",
            note="dòng một\ndòng hai",
        ),
        user=officer,
    )

    paper = paper_named("Bản ghi nhớ về y tế")
    assert (batch.state, fates(batch)) == (ImportState.COMMITTED, [NEW])
    assert (paper.key, paper.stage, paper.type, paper.capacity, paper.legal_regime) == (
        "jp-sakai-jp-mie-2024",
        Stage.SIGNED,
        "mou",
        "department",
        LegalRegime.LAW_2020,
    )
    assert (paper.signed_on, paper.effective_on) == (on("2024-03-05"), on("2024-04"))
    assert (paper.term_kind, paper.term_months, paper.term_as_printed) == (TermKind.FOR, 60, "05 năm")
    assert [party.partner.key for party in paper.parties.order_by("order")] == ["jp-sakai", "jp-mie"]
    assert sorted(paper.agency_roles.values_list("role", "agency__key")) == [
        ("coordinating", "so-y-te"),
        ("coordinating", "truong-cd"),
        ("lead", "so-y-te"),
        ("signatory", "so-y-te"),
    ]
    assert list(paper.fields.values_list("code", flat=True)) == ["giao-duc", "y-te"]
    assert (paper.place, paper.signing_mode, paper.languages) == ("Đà Nẵng", "in_person", ["vi", "en", "ja"])
    assert (paper.originals_count, paper.originals_kept_at, paper.note) == (
        2,
        "Văn phòng Sở",
        "dòng một\ndòng hai",
    )
    assert (paper.title_en, paper.document_number) == ("MOU on health", "12/BGN-SYT")
    assert list(paper.events.values_list("kind", "occurred_on", "effective_on")) == [
        (EventKind.SIGNING, on("2024-03-05"), on("2024-04"))
    ]
    row = batch.rows.get()
    assert (row.parsed["record"], row.parsed["href"]) == (paper.pk, paper.get_absolute_url())


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"term_as_printed": "Không có thời hạn"}, ("indefinite", None, None, None, None)),
        ({"term_as_printed": "2 năm, tự động gia hạn 1 năm"}, ("auto_renew", None, 24, 12, None)),
        ({"term_as_printed": "đến hết năm 2029"}, ("until", on("2029"), None, None, None)),
        ({"term_as_printed": ""}, ("unknown", None, None, None, None)),
        ({"term_as_printed": "5 năm", "term_kind": "Không thời hạn"}, ("indefinite", None, None, None, None)),
        (
            {"term_as_printed": "xem điều 5", "term_kind": "Đến một ngày", "term_ends_on": "29/02/2028"},
            ("until", on("2028-02-29"), None, None, None),
        ),
        (
            {
                "term_as_printed": "",
                "term_kind": "Tự động gia hạn",
                "term_months": "24",
                "term_renew_months": "12",
                "term_notice_months": "6",
            },
            ("auto_renew", None, 24, 12, 6),
        ),
    ],
)
def test_a_term_is_said_by_kind_and_figures_or_by_its_sentence(officer, sides, cells, expected):
    commit(PAPERS, line(**cells), user=officer)

    paper = paper_named("Bản ghi nhớ về y tế")
    found = (
        paper.term_kind,
        paper.term_ends_on,
        paper.term_months,
        paper.term_renew_months,
        paper.term_notice_months,
    )
    assert found == expected


def test_a_sentence_that_is_not_understood_is_kept_with_a_note(officer, sides):
    batch = preview(PAPERS, line(term_as_printed="theo thỏa thuận khung"), user=officer)

    assert (fates(batch), notes(batch)) == (
        [NEW],
        [(2, "term_as_printed", "Chưa hiểu “theo thỏa thuận khung” trong thời hạn; giữ nguyên văn.")],
    )


# --- what is refused -----------------------------------------------------------
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"title_vi": "Hiệp định hợp tác y tế"}, [("title_vi", TREATY)]),
        ({"title_vi": "Hiệp định hợp tác y tế", "legal_regime": "Trước Pháp lệnh 2007"}, []),
        ({"title_en": "x", "title_vi": "Thỏa thuận kết nghĩa"}, [("title_vi", "Sổ không dùng từ “kết nghĩa”; hãy ghi “quan hệ hữu nghị”, “quan hệ hợp tác” như trên văn bản.")]),
        ({"signed_on": "25/11/2026"}, []),
        ({"signed_on": "26/11/2026"}, [("signed_on", "Ngày ký ở sau hôm nay; văn bản chưa ký thì mở hồ sơ mới.")]),
        ({"signed_on": "30/6/2021", "legal_regime": "Luật Thỏa thuận quốc tế 70/2020/QH14"}, [("legal_regime", "Luật 70/2020/QH14 chỉ áp dụng cho văn bản ký từ 01/7/2021.")]),
        ({"signed_on": "1/7/2021", "legal_regime": "Luật Thỏa thuận quốc tế 70/2020/QH14"}, []),
        ({"signed_on": "1/7/2025", "capacity": "UBND quận, huyện (trước 01/7/2025)"}, [("capacity", "Từ 01/7/2025 không còn cấp quận, huyện; văn bản mới không thể ký với danh nghĩa này.")]),
        ({"signed_on": "30/6/2025", "capacity": "UBND quận, huyện (trước 01/7/2025)"}, []),
        ({"signed_on": "31/6/2024"}, [("signed_on", "Ngày 31/6/2024 không có trong lịch: tháng 6 có 30 ngày.")]),
        ({"signed_on": ""}, [("signed_on", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"partners": ""}, [("partners", "Cần chọn ít nhất một đối tác nước ngoài.")]),
        ({"partners": "Tỉnh Mia"}, [("partners", "Trong sổ không có “Tỉnh Mia”; có phải là “Tỉnh Mie”?")]),
        ({"signing_agencies": ""}, [("signing_agencies", "Cần chọn cơ quan ký phía Việt Nam.")]),
        ({"signing_agencies": "", "capacity": "Trung ương"}, []),
        ({"term_kind": "Trong một thời gian"}, [("term_months", TERM)]),
        ({"term_kind": "Không thời hạn", "term_months": "60"}, [("term_months", TERM)]),
        ({"term_as_printed": "đến 31/9/2027"}, [("term_as_printed", "Ngày 31/9/2027 không có trong lịch: tháng 9 có 30 ngày.")]),
        ({"languages": "Tiếng Sao Hỏa"}, [("languages", "Không có ngôn ngữ “Tiếng Sao Hỏa”.")]),
        ({"key": "khong-co"}, [("key", "Trong sổ không có văn bản với khóa này; khi thêm mới hãy để trống.")]),
        ({"originals_count": "1000"}, [("originals_count", "Từ 0 đến 999.")]),
        ({"confirm_duplicate": "không"}, [("confirm_duplicate", "Hãy ghi Có, hoặc để trống.")]),
        ({"type": "Ghi nhớ khung"}, None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell_before_anything_is_written(officer, sides, cells, expected):
    batch = preview(PAPERS, line(**cells), user=officer)

    found = [(column, message) for _row, column, message in errors(batch)]
    if expected is None:
        assert [column for column, _message in found] == ["type"]
    else:
        assert found == expected
    assert fates(batch) == [WRONG if expected != [] else NEW]


def test_a_mark_of_secrecy_is_refused_at_each_cell(officer, sides):
    batch = preview(
        PAPERS, line(document_number="12/BGN MẬT", note="Độ mật: Tối mật", place="Hội An"), user=officer
    )

    assert [(row, column) for row, column, _message in errors(batch)] == [
        (2, "document_number"),
        (2, "note"),
    ]


def test_all_wrong_rows_are_told_at_once(officer, sides):
    batch = preview(
        PAPERS,
        line("Hiệp định một"),
        line("Bản hai", signed_on="1/1/2030"),
        line("Bản ba", confirm_duplicate="Có"),
        user=officer,
    )

    assert [(row, column) for row, column, _message in errors(batch)] == [(2, "title_vi"), (3, "signed_on")]
    assert (batch.state, Agreement.objects.count()) == (ImportState.REFUSED, 0)


# --- the same paper twice -------------------------------------------------------
def test_two_rows_of_one_paper_are_refused_together(officer, sides):
    batch = preview(PAPERS, line(), line("BẢN GHI NHỚ về Y tế", confirm_duplicate="Có"), user=officer)

    assert errors(batch) == [
        (2, "title_vi", "Trùng với dòng 3 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (3, "title_vi", "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng."),
    ]


def test_a_row_without_key_finds_the_paper_of_the_same_name_day_and_partners(officer, sides):
    commit(PAPERS, line(), user=officer)

    same, later, other = (
        preview(PAPERS, row, user=officer)
        for row in (line("bản ghi nhớ VỀ y tế "), line(signed_on="2020"), line(partners="jp-sakai"))
    )

    assert (fates(same), fates(later), fates(other)) == ([CHANGED], [WRONG], [WRONG])
    assert same.rows.get().parsed["differences"] == [
        {"column": "title_vi", "before": "Bản ghi nhớ về y tế", "after": "bản ghi nhớ VỀ y tế"}
    ]
    likely = "Có thể đã có trong sổ: Bản ghi nhớ về y tế. Nếu đúng là văn bản khác, hãy ghi Có ở cột này."
    assert (errors(later), errors(other)) == (
        [(2, "confirm_duplicate", likely)],
        [(2, "confirm_duplicate", likely)],
    )


def test_two_papers_that_answer_to_one_row_need_the_key(officer, sides):
    commit(PAPERS, line(), line("Bản ghi nhớ về giáo dục", confirm_duplicate="Có"), user=officer)
    second = paper_named("Bản ghi nhớ về giáo dục")
    Agreement.objects.filter(pk=second.pk).update(title_vi="Bản ghi nhớ về y tế")

    unclear, named = (
        preview(PAPERS, row, user=officer)
        for row in (line(confirm_duplicate="Có"), line(key=second.key, note="mới"))
    )

    assert errors(unclear) == [
        (2, "key", "Trong sổ có 2 bản ghi như vậy: hãy ghi khóa hoặc mã để phân biệt.")
    ]
    assert fates(named) == [CHANGED]


@pytest.mark.parametrize(
    ("title", "day", "kind", "partner", "is_likely"),
    [
        ("Khác hẳn", "2025-03-05", "mou", "jp-mie", True),
        ("Khác hẳn", "2025-03-06", "mou", "jp-mie", False),
        ("Khác hẳn", "2023-03-05", "mou", "jp-mie", True),
        ("Khác hẳn", "2023-03-04", "mou", "jp-mie", False),
        ("Khác hẳn", "2024-03-05", "plan", "jp-mie", False),
        ("Khác hẳn", "2024-03-05", "mou", "jp-sakai", False),
        ("Bản ghi nhớ về y tế", "2000-01-01", "plan", "jp-mie", True),
        ("Bản ghi nhớ về y tế", "2024-03-05", "plan", "jp-sakai", True),
        ("Bản ghi nhớ về y tế", "2022-03-05", "plan", "jp-sakai", False),
        ("Bản ghi nhớ về y tế", None, "mou", "jp-mie", True),
        ("Khác hẳn", None, "mou", "jp-mie", False),
    ],
)
def test_the_preview_tells_likely_papers_as_the_service_does(  # noqa: PLR0917
    officer, sides, title, day, kind, partner, is_likely
):

    known = Partner.objects.get(key=partner)
    make_agreement(
        title_vi=title, signed_on=on(day) if day else None, type=kind, partners=[known], key="da-co"
    )

    batch = preview(PAPERS, line(), user=officer)

    asked = possible_duplicates(
        user=officer,
        partners=[Partner.objects.get(key="jp-mie")],
        paper_type="mou",
        title="Bản ghi nhớ về y tế",
        day=on("2024-03-05"),
    )
    assert (fates(batch) == [WRONG], asked.exists()) == (is_likely, is_likely)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bản ghi nhớ về y tế", "Bản ghi nhớ về y tế"),
        ("Bản ghi nhớ hợp tác", "Bản ghi nhớ về hợp tác, 2024"),
        ("Thỏa thuận", "Chương trình"),
        ("Kế hoạch 12/KH-UBND", "Kế hoạch số 12"),
    ],
)
def test_likeness_is_that_of_the_database(one, other):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity(%s, %s)", [fold(one), fold(other)])
        expected = cursor.fetchone()[0]

    assert likeness(trigrams(fold(one)), trigrams(fold(other))) == pytest.approx(expected, abs=1e-6)
    assert likeness(frozenset(), frozenset()) == 0.0


def test_rows_of_one_file_that_may_be_one_paper_need_a_word(officer, sides):
    rows = [line("Bản một"), line("Bản hai", signed_on="7/2024")]

    batch = preview(PAPERS, *rows, user=officer)
    commit(PAPERS, rows[0], rows[1] | {"confirm_duplicate": "Có"}, user=officer)

    assert errors(batch) == [
        (
            3,
            "confirm_duplicate",
            "Có thể đã có trong sổ: Bản một. Nếu đúng là văn bản khác, hãy ghi Có ở cột này.",
        )
    ]
    assert Agreement.objects.count() == 2


def test_a_likely_paper_registered_since_the_preview_stops_the_table(officer, sides):
    batch = preview(PAPERS, line(), line("Bản khác", partners="jp-sakai", signed_on="2019"), user=officer)
    register(title_vi="Bản ghi nhớ về  y tế", signed_on=on("2024-03-06"), user=officer)
    before = register_now()

    with pytest.raises(Conflict) as stale:
        sheet_commit(kind=PAPERS, batch=batch, user=officer, today=TODAY)

    assert (stale.value.code, register_now()) == ("import_stale", before)


def test_a_table_of_papers_needs_a_person(sides):
    batch = preview(PAPERS, line(), user=None)

    with pytest.raises(RefusedRowsError) as refused:
        sheet_commit(kind=PAPERS, batch=batch, user=None, today=TODAY)

    assert refused.value.fields == {
        "rows.2": ["Bảng này phải có người đứng tên: hãy nêu tên đăng nhập (--user)."]
    }
    assert Agreement.objects.count() == 0


# --- known papers ----------------------------------------------------------------
def test_a_known_key_is_corrected_with_its_reason_and_nothing_else_moves(officer, sides):
    commit(
        PAPERS, line(partners="jp-sakai; jp-mie", fields="y-te", signing_mode="Ký trực tiếp"), user=officer
    )
    paper = paper_named("Bản ghi nhớ về y tế")

    batch = commit(
        PAPERS,
        {
            "key": paper.key,
            "title_vi": "Bản ghi nhớ về chăm sóc y tế",
            "partners": "jp-mie; jp-sakai",
            "fields": "giao-duc",
            "signing_mode": "-",
            "term_kind": "Đến một ngày",
            "term_ends_on": "31/12/2029",
            "signed_on": "6/3/2024",
        },
        user=officer,
    )

    paper.refresh_from_db()
    assert fates(batch) == [CHANGED]
    assert {found["column"] for found in batch.rows.get().parsed["differences"]} == {
        "title_vi",
        "fields",
        "signing_mode",
        "term_kind",
        "term_ends_on",
        "signed_on",
    }
    assert (paper.title_vi, paper.signing_mode, paper.signed_on) == (
        "Bản ghi nhớ về chăm sóc y tế",
        "",
        on("2024-03-06"),
    )
    assert (paper.term_kind, paper.term_ends_on, paper.term_months) == ("until", on("2029-12-31"), None)
    assert [party.partner.key for party in paper.parties.order_by("order")] == ["jp-sakai", "jp-mie"]
    assert list(paper.fields.values_list("code", flat=True)) == ["giao-duc"]
    assert list(paper.events.values_list("occurred_on", flat=True)) == [on("2024-03-06")]
    newest = paper.audit_rows.order_by("-pgh_id").first()
    assert (newest.pgh_context.metadata["reason"], newest.pgh_context.metadata["user"]) == (
        "Nhập bảng",
        officer.pk,
    )


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"term_as_printed": "3 năm"}, ("for", 36, "3 năm")),
        ({"term_as_printed": "3 năm", "term_kind": "Trong một thời gian"}, ("for", 60, "3 năm")),
        ({"term_as_printed": "3 năm", "term_months": "36"}, ("for", 36, "3 năm")),
        ({"term_kind": "-"}, ("unknown", None, "05 năm")),
        ({"term_as_printed": "-"}, ("for", 60, "")),
        ({"term_kind": "Không thời hạn"}, ("indefinite", None, "05 năm")),
    ],
)
def test_a_term_is_corrected_as_a_whole(officer, sides, cells, expected):
    commit(PAPERS, line(), user=officer)
    paper = paper_named("Bản ghi nhớ về y tế")

    commit(PAPERS, {"key": paper.key, **cells}, user=officer)

    paper.refresh_from_db()
    assert (paper.term_kind, paper.term_months, paper.term_as_printed) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"term_kind": "Không thời hạn", "term_months": "60"}, [("term_months", TERM)]),
        ({"partners": "-"}, [("partners", "Cần chọn ít nhất một đối tác nước ngoài.")]),
        ({"partners": "?"}, [("partners", "Trong sổ không có “?”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.")]),
        ({"signing_agencies": "-"}, []),
        ({"title_vi": "Hiệp định"}, [("title_vi", TREATY)]),
        ({"title_en": "Kết nghĩa"}, [("title_en", "Sổ không dùng từ “kết nghĩa”; hãy ghi “quan hệ hữu nghị”, “quan hệ hợp tác” như trên văn bản.")]),
        ({"note": "Dấu TUYỆT MẬT"}, None),
    ],
)  # fmt: skip
def test_a_correction_is_checked_too(officer, sides, cells, expected):
    commit(PAPERS, line(), user=officer)

    batch = preview(PAPERS, {"key": "jp-mie-2024", **cells}, user=officer)

    found = [(column, message) for _row, column, message in errors(batch)]
    if expected is None:
        assert [column for column, _message in found] == ["note"]
    else:
        assert found == expected


def test_an_official_english_title_may_say_what_it_says(officer, sides):
    paper = register(title_is_official=True, user=officer)

    batch = preview(PAPERS, {"key": paper.key, "title_en": "Kết nghĩa"}, user=officer)

    assert (errors(batch), fates(batch)) == ([], [CHANGED])


def test_a_draft_belongs_into_its_own_table(officer):
    make_agreement(key="du-thao-1", stage=Stage.DRAFTING)

    batch = preview(PAPERS, {"key": "du-thao-1", "note": "x"}, user=officer)

    assert errors(batch) == [(2, "key", "Văn bản này chưa ký: hãy dùng bảng dự thảo.")]


# --- undo, export, rights ------------------------------------------------------------
def test_undo_brings_back_every_row_of_the_register(officer, sides):
    commit(PAPERS, line(fields="y-te", partners="jp-mie; jp-sakai", lead_agency="so-y-te"), user=officer)
    before = register_now()

    batch = commit(
        PAPERS,
        {
            "key": "jp-mie-jp-sakai-2024",
            "title_vi": "Tên mới",
            "fields": "giao-duc",
            "partners": "jp-sakai",
            "lead_agency": "truong-cd",
            "signed_on": "2023",
        },
        line("Bản ghi nhớ mới", signed_on="20/11/2026", fields="giao-duc; y-te", partners="jp-sakai"),
        user=officer,
    )
    assert register_now() != before
    undo_batch(batch=batch, user=officer, reason="nhập nhầm")

    assert register_now() == before


def test_undo_of_a_change_that_leaves_the_paper_itself_alone(officer, sides):
    commit(PAPERS, line(fields="y-te"), user=officer)
    before = register_now()

    batch = commit(PAPERS, {"key": "jp-mie-2024", "fields": "-"}, user=officer)
    changed = [change.content_type.model for change in batch.changes.all()]
    undo_batch(batch=batch, user=officer, reason="nhập nhầm")

    assert (changed, register_now()) == (["agreement_fields"], before)


def test_undo_refuses_a_paper_that_has_moved_on(officer, sides):
    batch = commit(PAPERS, line(), user=officer)
    Agreement.objects.update(place="Huế")

    with pytest.raises(Conflict) as refused:
        undo_batch(batch=batch, user=officer, reason="nhập nhầm")

    assert refused.value.code == "import_record_changed"


def test_an_export_imported_again_changes_nothing(officer, sides):
    commit(
        PAPERS,
        line(
            partners="jp-sakai; jp-mie",
            fields="y-te; giao-duc",
            languages="Tiếng Nhật; Tiếng Việt",
            note="a\nb",
        ),
        line("Bản hai", signed_on="2019", term_as_printed="không rõ", partners="jp-sakai"),
        line(
            "Bản ba", signed_on="3/2015", term_as_printed="2 năm, tự động gia hạn 2 năm", originals_count="0"
        ),
        user=officer,
    )
    make_agreement(key="cu", partners=[], title_vi="=Bản cũ")
    make_agreement(key="nhap", stage=Stage.DRAFTING)

    assert imported_again(PAPERS, officer) == [UNCHANGED] * 4
    rows = exported_rows(PAPERS, officer)
    assert [row["key"] for row in rows] == ["jp-sakai-jp-mie-2024", "jp-sakai-2019", "jp-mie-2015", "cu"]
    assert rows[0] == {
        "key": "jp-sakai-jp-mie-2024",
        "title_vi": "Bản ghi nhớ về y tế",
        "type": "Bản ghi nhớ",
        "capacity": "Sở, ngành",
        "legal_regime": "Luật Thỏa thuận quốc tế 70/2020/QH14",
        "signed_on": "05/03/2024",
        "term_kind": "Trong một thời gian",
        "term_months": "60",
        "term_as_printed": "05 năm",
        "partners": "jp-mie; jp-sakai",
        "signing_agencies": "so-y-te",
        "fields": "giao-duc; y-te",
        "languages": "Tiếng Nhật; Tiếng Việt",
        "note": "a\nb",
    }


def test_the_template_offers_its_lists_and_reads_back_as_an_empty_table():
    book = openpyxl.load_workbook(io.BytesIO(template_book(PAPERS)))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    chosen = {heads[int(area.min_col) - 1] for rule in sheet.data_validations.dataValidation for area in rule.cells.ranges}  # fmt: skip

    assert len(heads) == len(PAPERS.columns) + 1
    assert chosen == {
        "Loại văn bản *",
        "Danh nghĩa ký *",
        "Chế độ pháp lý",
        "Thời hạn",
        "Cách ký",
        "Là văn bản khác",
    }


def test_who_keeps_the_register_may_bring_papers_in():
    offered = {
        role: "thoa-thuan" in {importer.code for importer in importers_for(make_user(role))} for role in Role
    }

    assert offered == {role: role in {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR} for role in Role}


def test_the_queries_of_a_preview_do_not_grow_with_its_rows(officer, sides):
    commit(PAPERS, line(), user=officer)
    counts = []
    for size in (2, 60):
        rows = [line(f"Văn bản {n} {n}", confirm_duplicate="Có") for n in range(size)]
        content = workbook(PAPERS, {"key": "jp-mie-2024", "note": "x"}, *rows)
        with CaptureQueriesContext(connection) as queries:
            plan_table(PAPERS, content, user=officer, today=TODAY)
        counts.append(len(queries))

    assert counts == [11, 11]
