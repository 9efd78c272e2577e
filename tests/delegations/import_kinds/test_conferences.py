from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from delegations.import_kinds.conferences import CONFERENCES
from delegations.models import Conference
from dnfa.core.imports import undo_batch
from dnfa.core.partial_dates import PartialDate
from dnfa.core.table_import.selectors import unknown_headings
from dnfa.core.table_import.services import sheet_create
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
    queries_of,
)
from tests.delegations.conferences.factories import make_conference
from tests.delegations.import_kinds.sheets import room_now
from tests.delegations.trips.factories import make_item
from tests.factories import make_agency, make_country, make_partner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("names")]


def line(title="Hội thảo biển", **cells) -> dict[str, str]:
    return {
        "title_vi": title,
        "part": "Chủ trì, đăng cai",
        "lead_agencies": "so-ngoai-vu",
        "planned_starts_on": "10/03/2027",
        **cells,
    }


WHOLE = line(
    title_en="Seminar on the sea",
    coordinating="so-du-lich",
    organiser="Đại học Sakai",
    planned_starts_on="10/03/2026",
    planned_ends_on="12/03/2026",
    planned_persons="150",
    starts_on="11/03/2026",
    ends_on="12/03/2026",
    vietnamese_persons="1.000",
    resident_foreigners="2",
    visiting_foreigners="0",
    online_persons="20",
    countries="Nhật Bản; South Korea",
    partners="Sakai",
    mode="Trực tiếp kết hợp trực tuyến",
    place="Ariyana",
    purpose_vi="Bàn về rác thải biển",
    outcome_vi="Thông cáo chung",
    permit_level="Chủ tịch UBND thành phố",
    filed_on="01/02/2026",
    decision_number="12/QĐ-UBND",
    decision_on="20/02/2026",
    decision_by="Chủ tịch UBND thành phố",
    plan_status="Ngoài kế hoạch",
    out_of_plan_reason="Đối tác đề nghị",
    cost_amount="450.000.000",
    cost_currency="VND",
    cost_source="Ngân sách thành phố",
    owes_report="Có",
)


def test_a_whole_row_becomes_a_conference_with_all_it_has(officer):
    batch = commit(CONFERENCES, WHOLE, user=officer)

    made = Conference.objects.get()
    assert (fates(batch), made.key, made.part, made.organiser) == (
        [NEW],
        "hoi-thao-bien-2026",
        "hosted",
        "Đại học Sakai",
    )
    assert (made.planned_starts_on, made.planned_ends_on, made.starts_on, made.ends_on) == (
        date(2026, 3, 10),
        date(2026, 3, 12),
        PartialDate(2026, 3, 11),
        PartialDate(2026, 3, 12),
    )
    assert (
        made.vietnamese_persons,
        made.resident_foreigners,
        made.visiting_foreigners,
        made.online_persons,
    ) == (
        1000,
        2,
        0,
        20,
    )
    assert (made.persons, made.planned_persons, made.cost_amount) == (1022, 150, Decimal(450_000_000))
    assert (made.permit_level, made.filed_on, made.decision_number, made.decision_on) == (
        "city_committee",
        date(2026, 2, 1),
        "12/QĐ-UBND",
        date(2026, 2, 20),
    )
    assert (made.plan_status, made.out_of_plan_reason, made.mode, made.owes_report) == (
        "out_of_plan",
        "Đối tác đề nghị",
        "hybrid",
        True,
    )
    assert sorted(made.countries.values_list("code", flat=True)) == ["JP", "KR"]
    assert [made.partners.get().key, made.lead_agencies.get().key, made.coordinating.get().key] == [
        "jp-sakai",
        "so-ngoai-vu",
        "so-du-lich",
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"title_vi": ""}, [("title_vi", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"part": ""}, [("part", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"lead_agencies": ""}, [("lead_agencies", "Hãy chọn cơ quan chủ trì.")]),
        ({"lead_agencies": "Zzz"}, [("lead_agencies", "Trong sổ không có “Zzz”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.")]),
        ({"coordinating": "Sở NgV"}, [("coordinating", "Một cơ quan không thể vừa chủ trì vừa phối hợp; hãy chọn một vai.")]),
        ({"planned_starts_on": ""}, [("planned_starts_on", "Cần ghi ngày đầu dự kiến.")]),
        ({"planned_starts_on": "", "starts_on": "2025"}, []),
        ({"planned_ends_on": "9/3/2027"}, [("planned_ends_on", "Ngày cuối dự kiến trước ngày đầu.")]),
        ({"starts_on": "26/11/2026"}, [("starts_on", "Ngày này chưa tới; ngày dự kiến ghi ở phần kế hoạch.")]),
        ({"starts_on": "25/11/2026", "ends_on": "24/11/2026"}, [("ends_on", "Ngày kết thúc trước ngày bắt đầu.")]),
        ({"vietnamese_persons": "5"}, [("starts_on", "Cần ghi ngày bắt đầu thực tế.")]),
        ({"starts_on": "2025", "vietnamese_persons": "5", "persons": "4"}, [("persons", "Tổng số người nhỏ hơn các nhóm đã ghi.")]),
        ({"starts_on": "2025", "vietnamese_persons": "5", "persons": "5"}, []),
        ({"online_persons": "12,5"}, [("online_persons", "“12,5”: cần số nguyên.")]),
        ({"cost_amount": "5"}, [("cost_currency", "Có số tiền thì cần loại tiền, ba chữ cái, ví dụ VND.")]),
        ({"filed_on": "26/11/2026"}, [("filed_on", "Ngày này chưa tới.")]),
        ({"decision_on": "26/11/2026"}, [("decision_on", "Ngày này chưa tới.")]),
        ({"decision_on": "25/11/2026"}, []),
        ({"plan_status": "Ngoài kế hoạch"}, [("out_of_plan_reason", "Ngoài kế hoạch cần nêu lý do.")]),
        ({"cancelled_on": "1/11/2026"}, [("cancel_reason", "Hãy chọn lý do.")]),
        ({"key": "khong-co"}, [("key", "Trong sổ không có bản ghi với khóa này; khi thêm mới hãy để trống.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, cells, expected):
    batch = preview(CONFERENCES, line(**cells), user=officer)

    assert [(column, message) for _row, column, message in errors(batch)] == expected


def test_a_mark_of_secrecy_is_refused(officer):
    batch = preview(CONFERENCES, line(organiser="TUYỆT MẬT", purpose_vi="Độ mật: Mật"), user=officer)

    assert [column for _row, column, _message in errors(batch)] == ["organiser", "purpose_vi"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_row_finds_its_conference_by_key_or_by_day_and_words(officer, form):
    commit(CONFERENCES, line(), line("Khác", planned_starts_on="", starts_on="5/2026"), user=officer)
    other = Conference.objects.get(title_vi="Khác")

    batch = commit(
        CONFERENCES,
        line("HỘI THẢO BIỂN", planned_persons="90"),
        {"key": other.key, "title_vi": "Khác hẳn"},
        line(planned_starts_on="11/03/2027"),
        user=officer,
        form=form,
    )

    assert fates(batch) == [CHANGED, CHANGED, NEW]
    assert list(Conference.objects.order_by("pk").values_list("title_vi", "planned_persons")) == [
        ("HỘI THẢO BIỂN", 90),
        ("Khác hẳn", None),
        ("Hội thảo biển", None),
    ]


def test_the_same_conference_twice_in_a_table(officer):
    batch = preview(
        CONFERENCES,
        line(),
        line("hội thảo biển"),
        line("Khác", partners="jp-sakai"),
        line("Khác", partners="Sakai"),
        user=officer,
    )

    twice = "Trùng với dòng %s của bảng: mỗi bản ghi chỉ ghi một dòng."
    assert errors(batch) == [
        (3, "title_vi", twice % 2),
        (4, "title_vi", twice % 5),
        (5, "title_vi", twice % 4),
    ]


def test_a_plan_is_carried_out_by_a_second_table(officer):
    commit(CONFERENCES, line(planned_starts_on="10/03/2026"), user=officer)
    item = make_item(title="Hội thảo biển", kind="conference")

    commit(
        CONFERENCES,
        line(
            planned_starts_on="10/03/2026",
            starts_on="10/03/2026",
            visiting_foreigners="30",
            countries="KR",
            decision_number="1/QĐ",
            decision_on="1/3/2026",
            plan_status="Trong kế hoạch",
            programme_item=str(item.pk),
            owes_report="Không",
        ),
        user=officer,
    )

    made = Conference.objects.get()
    assert (made.starts_on, made.visiting_foreigners, made.persons, made.decision_number) == (
        PartialDate(2026, 3, 10),
        30,
        None,
        "1/QĐ",
    )
    assert (made.plan_status, made.programme_item, made.owes_report, made.countries.get().code) == (
        "in_plan",
        item,
        False,
        "KR",
    )


def test_allowed_days_given_up_and_closed_conferences_stay(officer):
    make_conference(
        key="phep", decision_number="1/QĐ", decision_on=date(2026, 3, 1), lead_agencies=[make_agency()]
    )
    make_conference(key="huy", cancelled_on=date(2026, 3, 1), cancel_reason="visa")
    make_conference(key="xong", starts_on="2026-03-10", closed_on=date(2026, 6, 1))

    batch = preview(
        CONFERENCES,
        {"key": "phep", "planned_starts_on": "11/03/2027"},
        {"key": "huy", "place": "Ariyana"},
        {"key": "xong", "place": "Ariyana"},
        user=officer,
    )

    assert errors(batch) == [
        (2, "planned_starts_on", "Đã có văn bản cho phép: đổi ngày ở trang của hội nghị, có nêu lý do."),
        (3, "", "Hồ sơ này đã hủy; hãy khôi phục trước khi ghi tiếp."),
        (4, "", "Hồ sơ này đã kết thúc; hãy mở lại trước khi ghi tiếp."),
    ]


def test_undo_brings_back_every_row_of_the_room(officer):
    commit(CONFERENCES, WHOLE, user=officer)
    before = room_now()

    batch = commit(
        CONFERENCES,
        {"key": "hoi-thao-bien-2026", "countries": "JP", "partners": "kr-daegu", "online_persons": "-", "persons": "1.500",
         "permit_level": "-", "owes_report": "Không"},
        line("Mới", countries="KR", coordinating="so-du-lich"),
        line("Hủy", cancelled_on="1/11/2026", cancel_reason="Thủ tục xuất nhập cảnh"),
        user=officer,
    )  # fmt: skip
    between = list(Conference.objects.order_by("pk").values_list("title_vi", "persons", "cancel_reason"))
    undo_batch(batch=batch, user=officer, reason="nhầm tệp")

    assert between == [("Hội thảo biển", 1500, ""), ("Mới", None, ""), ("Hủy", None, "visa")]
    assert room_now() == before


def test_an_export_imported_again_changes_nothing(officer):
    commit(
        CONFERENCES, WHOLE, line("Kế hoạch"), line("Cũ", planned_starts_on="", starts_on="2024"), user=officer
    )

    assert imported_again(CONFERENCES, officer) == [UNCHANGED] * 3
    assert exported_rows(CONFERENCES, officer)[1] == {
        **WHOLE,
        "key": "hoi-thao-bien-2026",
        "countries": "JP; KR",
        "partners": "jp-sakai",
        "persons": "1.022",
    }


def test_queries_do_not_grow_with_rows(officer):
    def more() -> None:
        make_conference(
            partners=[make_partner()],
            lead_agencies=[make_agency()],
            countries=[make_country("KR"), make_country()],
        )

    more()
    few = queries_of(CONFERENCES, officer)
    for _number in range(3):
        more()

    assert queries_of(CONFERENCES, officer) == few


def test_the_columns_of_annex_vi_of_the_yearly_report_are_read(officer):
    content = (
        "STT;Tên/chủ đề;Vai trò;Cơ quan tổ chức, phối hợp;Người VN;Người NN trong nước;Người NN từ nước ngoài;Các nước;"
        "Thời gian;Địa điểm;Kinh phí;Loại tiền;Cấp cho phép\n"
        "1;Hội thảo biển;Chủ trì, đăng cai;Sở NgV; 120;2;30;Nhật Bản, Hàn Quốc;10-12/3/2026;Ariyana;450.000.000;VND;"
        "Chủ tịch UBND thành phố\n"
    ).replace("Nhật Bản, Hàn Quốc", '"Nhật Bản; Hàn Quốc"')

    batch = sheet_create(
        kind=CONFERENCES, file_name="pl6.csv", content=content.encode(), user=officer, today=TODAY
    )

    assert (errors(batch), fates(batch), unknown_headings(batch)) == ([], [NEW], [])
    assert batch.rows.get().parsed["values"] == {
        "title_vi": "Hội thảo biển",
        "part": "Chủ trì, đăng cai",
        "lead_agencies": "Sở Ngoại vụ",
        "vietnamese_persons": "120",
        "resident_foreigners": "2",
        "visiting_foreigners": "30",
        "countries": "Hàn Quốc; Nhật Bản",
        "starts_on": "10/03/2026",
        "ends_on": "12/03/2026",
        "place": "Ariyana",
        "cost_amount": "450.000.000",
        "cost_currency": "VND",
        "permit_level": "Chủ tịch UBND thành phố",
    }
