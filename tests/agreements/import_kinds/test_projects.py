from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.import_kinds.projects import PROJECTS
from agreements.models import Project
from dnfa.accounts.enums import Role
from dnfa.core.imports import undo_batch
from partners.models import CooperationField, Partner
from tests.agreements.import_kinds.sheets import (
    CHANGED,
    NEW,
    UNCHANGED,
    commit,
    errors,
    fates,
    imported_again,
    notes,
    preview,
    queries_of,
    register_now,
)
from tests.factories import make_agency, make_agreement, make_partner, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    make_partner(key="jica", name_vi="JICA")
    make_partner(key="koica", name_vi="KOICA")
    make_agency(key="so-y-te", name_vi="Sở Y tế")
    make_agreement(key="khung-2020", title_vi="Thỏa thuận khung")
    CooperationField.objects.create(code="health", level=1, name_vi="Y tế")
    make_project(key="chuong-trinh", title_vi="Chương trình y tế")
    gone = make_user(Role.OFFICER, username="nghi-viec", is_active=False)
    make_project(key="da-giao", title_vi="Đã giao", officer=gone)


def line(title="Trạm xá Hòa Bắc", **cells) -> dict[str, str]:
    return {"title_vi": title, "direction": "Tiếp nhận", **cells}


def test_a_row_becomes_a_project_with_its_sides_and_bodies(officer, world):
    batch = commit(
        PROJECTS,
        line(
            source_type="Phi chính phủ nước ngoài",
            donors="JICA; koica",
            managing="Sở Y tế",
            agreements="Thỏa thuận khung",
            shares="JICA: 62,5%; koica: 30",
            coordinating="so-y-te",
            title_en="Hoa Bac health post",
            parent="chuong-trinh",
            is_component="Có",
            remains_vi="Nhà trạm",
            remains_seen_on="1/2/2026",
            owes_reports="Không",
            officer=officer.username,
            fields="health",
            starts_on="3/2026",
            ends_on="2028",
            quantity="1.200,5",
            quantity_unit="suất",
        ),
        user=officer,
    )

    made = Project.objects.get(title_vi="Trạm xá Hòa Bắc")
    assert fates(batch) == [NEW]
    assert (made.key, made.source_type, str(made.starts_on), made.quantity) == (
        "tram-xa-hoa-bac-2026",
        "ngo",
        "2026-03",
        Decimal("1200.50"),
    )
    assert [(party.partner.key, party.role, party.share) for party in made.parties.all()] == [
        ("jica", "donor", Decimal("62.5")),
        ("koica", "donor", Decimal(30)),
    ]
    assert [(body.agency.key, body.role) for body in made.agency_roles.all()] == [
        ("so-y-te", "managing"),
        ("so-y-te", "coordinating"),
    ]
    assert (made.parent.key, made.is_component, made.owes_reports, made.officer) == (
        "chuong-trinh",
        True,
        False,
        officer,
    )
    assert (made.title_en, made.remains_vi, made.remains_seen_on) == (
        "Hoa Bac health post",
        "Nhà trạm",
        date(2026, 2, 1),
    )
    assert (made.agreements.get().key, made.fields.get().code) == ("khung-2020", "health")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"title_vi": ""}, [("title_vi", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"starts_on": "2028", "ends_on": "2026"}, [("ends_on", "Ngày kết thúc trước ngày bắt đầu.")]),
        ({"quantity": "5"}, [("quantity_unit", "Hãy ghi đơn vị tính của số lượng.")]),
        ({"donors": "jica", "participants": "jica"}, [("participants", "Mỗi đối tác chỉ ghi một lần, với một vai trò.")]),
        ({"donors": "jica", "shares": "jica: 60; koica: 40"}, [("shares", "“KOICA” không phải là nhà tài trợ của dự án.")]),
        ({"donors": "jica; koica", "shares": "jica: 60; koica: 50"}, [("shares", "Các tỷ lệ góp cộng lại vượt 100%.")]),
        ({"donors": "jica", "shares": "jica: 60; jica: 10"}, [("shares", "Mỗi nhà tài trợ chỉ ghi một tỷ lệ.")]),
        ({"donors": "jica", "shares": "60"}, [("shares", "Hãy ghi từng nhà tài trợ với tỷ lệ: jica: 60; koica: 40.")]),
        ({"donors": "jica", "shares": "jica: 0"}, [("shares", "Tỷ lệ góp là phần trăm lớn hơn 0, nhiều nhất 100, nhiều nhất hai chữ số lẻ.")]),
        ({"key": "go-nham"}, [("key", "Trong sổ không có dự án với khóa này; khi thêm mới hãy để trống.")]),
        ({"is_component": "Có"}, [("parent", "Hãy chọn chương trình mà hợp phần này thuộc về.")]),
        ({"remains_seen_on": "1/2/2026"}, [("remains_vi", "Hãy ghi còn lại những gì vào ngày kiểm tra.")]),
        ({"officer": "nghi-viec"}, [("officer", "Người này không còn làm việc này ở Sở.")]),
        ({"donors": "khong-co"}, [("donors", "Trong sổ không có “khong-co”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, world, cells, expected):
    found = errors(preview(PROJECTS, line(**cells), user=officer))

    assert [(column, words) for _row, column, words in found] == expected


def test_twice_in_the_sheet_is_refused_and_a_known_name_is_noted(officer, world):
    make_project(title_vi="Trạm xá Hòa Bắc", key="cu")

    batch = preview(PROJECTS, line(), line("TRẠM XÁ HÒA BẮC"), line(direction="Hỗ trợ bạn"), user=officer)

    assert errors(batch) == [(3, "title_vi", "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng.")]
    assert [(row, column) for row, column, _words in notes(batch)] == [(2, "title_vi"), (3, "title_vi")]


def test_what_the_table_has_no_column_for_stays(officer, world):
    project = make_project(
        key="cu", title_vi="Cũ", agencies=[make_agency(key="so-tc", name_vi="Sở Tài chính")]
    )
    jica, koica = (make_partner(key=key, name_vi=key.upper()) for key in ("wb", "adb"))
    project.parties.create(partner=jica, role="donor", share=Decimal(60))
    project.agency_roles.create(agency=make_agency(key="phoi-hop"), role="coordinating")

    batch = commit(PROJECTS, {"key": "cu", "donors": "wb; adb", "managing": "so-y-te"}, user=officer)

    assert fates(batch) == [CHANGED]
    assert [(party.partner, party.share) for party in project.parties.all()] == [
        (jica, Decimal(60)),
        (koica, None),
    ]
    assert [(body.agency.key, body.role) for body in project.agency_roles.all()] == [
        ("so-y-te", "managing"),
        ("phoi-hop", "coordinating"),
    ]


def test_shares_are_changed_alone_and_cleared(officer, world):
    project = make_project(key="cu", title_vi="Cũ")
    for order, key in enumerate(("jica", "koica")):
        project.parties.create(partner=Partner.objects.get(key=key), role="donor", share=50, order=order)

    def stated() -> list[tuple[str, Decimal | None]]:
        return [(party.partner.key, party.share) for party in project.parties.all()]

    commit(PROJECTS, {"key": "cu", "shares": "koica: 75; jica: 25"}, user=officer)
    moved = stated()
    commit(PROJECTS, {"key": "cu", "shares": "-"}, user=officer)

    assert moved == [("jica", Decimal(25)), ("koica", Decimal(75))]
    assert stated() == [("jica", None), ("koica", None)]


def test_what_goes_out_comes_back_unchanged_and_undo_takes_all_back(officer, world):
    before = register_now()
    batch = commit(
        PROJECTS,
        line(
            donors="jica; koica",
            shares="jica: 40",
            managing="so-y-te",
            coordinating="so-y-te",
            fields="health",
            parent="chuong-trinh",
            is_component="Có",
            remains_vi="Nhà trạm",
            remains_seen_on="1/2/2026",
            owes_reports="Không",
            officer=officer.username,
        ),
        line("Khác"),
        user=officer,
    )

    assert imported_again(PROJECTS, officer) == [UNCHANGED] * 4
    undo_batch(batch=batch, user=officer, reason="Nhầm")
    assert register_now() == before


def test_queries_of_a_preview_do_not_grow_with_projects(officer, world):
    def one_more():
        project = make_project(
            parent=Project.objects.get(key="chuong-trinh"), is_component=True, officer=officer
        )
        project.parties.create(partner=make_partner(), role="donor", share=50)

    one_more()
    few = queries_of(PROJECTS, officer)
    one_more()
    one_more()

    assert queries_of(PROJECTS, officer) == few
