from __future__ import annotations

from datetime import date

import pytest

from agreements.enums import Stage
from agreements.import_kinds.drafts import DRAFTS
from agreements.models import Agreement
from dnfa.core.imports import undo_batch
from dnfa.core.table_import.services import RefusedRowsError, sheet_commit
from partners.models import CooperationField
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
    paper_named,
    preview,
    register_now,
)
from tests.agreements.records.factories import register
from tests.factories import make_agency, make_agreement, make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides():
    make_partner(key="jp-mie", name_vi="Tỉnh Mie")
    make_partner(key="jp-sakai", name_vi="Thành phố Sakai")
    make_agency(key="so-y-te", name_vi="Sở Y tế")
    CooperationField.objects.create(code="y-te", level=1, name_vi="Y tế")


def line(title="Bản ghi nhớ về y tế", **cells) -> dict[str, str]:
    return {
        "title_vi": title,
        "type": "Bản ghi nhớ",
        "capacity": "UBND thành phố",
        "partners": "jp-mie",
        "lead_agency": "so-y-te",
        **cells,
    }


def test_a_new_row_becomes_a_draft_with_its_first_step(officer, sides):
    batch = commit(
        DRAFTS,
        line(
            entered_on="02/03/2026",
            fields="y-te",
            purpose="Đào tạo\nđiều dưỡng",
            cooperation_level="Quan hệ chính thức",
            expected_results="10 người",
            partner_aims="Tuyển dụng",
            term_as_printed="5 năm",
            note="x",
        ),
        line("Bản khác", partners="jp-sakai"),
        user=officer,
    )

    paper = paper_named("Bản ghi nhớ về y tế")
    assert fates(batch) == [NEW, NEW]
    assert (paper.stage, paper.officer, paper.signed_on, paper.legal_regime) == (
        Stage.EXPLORING,
        officer,
        None,
        "law_70_2020",
    )
    assert (paper.purpose, paper.cooperation_level, paper.expected_results, paper.partner_aims) == (
        "Đào tạo\nđiều dưỡng",
        "formal",
        "10 người",
        "Tuyển dụng",
    )
    assert (paper.term_kind, paper.term_months, paper.note) == ("for", 60, "x")
    assert [field.code for field in paper.fields.all()] == ["y-te"]
    assert list(paper.steps.values_list("stage", "entered_on")) == [("exploring", date(2026, 3, 2))]
    assert paper_named("Bản khác").steps.get().entered_on == TODAY


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"title_vi": "Hiệp ước y tế"}, ["title_vi"]),
        ({"entered_on": "25/11/2026"}, []),
        ({"entered_on": "26/11/2026"}, ["entered_on"]),
        ({"capacity": "UBND quận, huyện (trước 01/7/2025)"}, ["capacity"]),
        ({"partners": ""}, ["partners"]),
        ({"term_kind": "Đến một ngày"}, ["term_ends_on"]),
        ({"purpose": "Độ mật: Tối mật"}, ["purpose"]),
        ({"key": "la"}, ["key"]),
        ({"key": "da-ky"}, ["key"]),
        ({"partners": "jp-sakai"}, ["confirm_duplicate"]),
        ({"partners": "jp-sakai", "confirm_duplicate": "Có"}, []),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(officer, sides, cells, expected):
    register(title_vi="Khác hẳn", user=officer)
    Agreement.objects.update(key="da-ky")
    commit(DRAFTS, line("Tên lạ", partners="jp-sakai"), user=officer)

    batch = preview(DRAFTS, line(**cells), user=officer)

    assert [column for _row, column, _message in errors(batch)] == expected


def test_a_known_draft_is_found_by_key_or_name_and_corrected(officer, sides):
    commit(DRAFTS, line(), user=officer)
    paper = paper_named("Bản ghi nhớ về y tế")

    commit(DRAFTS, {"key": paper.key, "purpose": "Mới", "fields": "y-te"}, user=officer)
    batch = commit(DRAFTS, line("BẢN ghi nhớ về y tế", cooperation_level="-"), user=officer)
    moved = preview(DRAFTS, line(key=paper.key, entered_on="1/3/2026"), user=officer)

    paper.refresh_from_db()
    assert fates(batch) == [CHANGED]
    assert (paper.title_vi, paper.purpose, paper.stage) == ("BẢN ghi nhớ về y tế", "Mới", Stage.EXPLORING)
    assert errors(moved) == [
        (2, "entered_on", "Các bước đã ghi được sửa ở phần quá trình chuẩn bị của văn bản.")
    ]


def test_a_table_of_drafts_needs_a_person(sides):
    batch = preview(DRAFTS, line(), user=None)

    with pytest.raises(RefusedRowsError):
        sheet_commit(kind=DRAFTS, batch=batch, user=None, today=TODAY)

    assert Agreement.objects.count() == 0


def test_undo_brings_back_every_row_of_the_register(officer, sides):
    commit(DRAFTS, line(fields="y-te"), user=officer)
    before = register_now()

    batch = commit(
        DRAFTS,
        line(fields="-", purpose="Mới", lead_agency="-"),
        line("Bản khác", partners="jp-sakai", fields="y-te"),
        user=officer,
    )
    assert fates(batch) == [CHANGED, NEW]
    undo_batch(batch=batch, user=officer, reason="nhập nhầm")

    assert register_now() == before


def test_an_export_imported_again_changes_nothing(officer, sides):
    commit(DRAFTS, line(entered_on="2/3/2026", purpose="a\nb", fields="y-te"), user=officer)
    make_agreement(key="bo-do", title_vi="Khác hẳn", stage=Stage.BROKEN_OFF)
    make_agreement(key="da-ky")

    assert imported_again(DRAFTS, officer) == [UNCHANGED] * 2
    rows = exported_rows(DRAFTS, officer)
    assert [row["key"] for row in rows] == ["bo-do", "jp-mie-2026"]
    assert rows[1] == {
        "key": "jp-mie-2026",
        "title_vi": "Bản ghi nhớ về y tế",
        "type": "Bản ghi nhớ",
        "capacity": "UBND thành phố",
        "legal_regime": "Luật Thỏa thuận quốc tế 70/2020/QH14",
        "partners": "jp-mie",
        "lead_agency": "so-y-te",
        "fields": "y-te",
        "entered_on": "02/03/2026",
        "purpose": "a\nb",
        "term_kind": "Chưa rõ",
    }
