from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from delegations.import_kinds.trips import TRIPS
from delegations.models import Delegation
from dnfa.core.imports import undo_batch
from dnfa.core.models import ImportBatch
from dnfa.core.partial_dates import PartialDate
from dnfa.core.sheets import SheetError
from dnfa.core.table_import.selectors import unknown_headings
from dnfa.core.table_import.services import sheet_create
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
    preview,
    queries_of,
    refused,
)
from tests.delegations.import_kinds.sheets import room_now
from tests.delegations.outcomes.factories import make_report
from tests.delegations.trips.factories import make_item, make_member, make_stop, make_trip
from tests.factories import make_partner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("names")]


def line(title="Thăm Sakai", **cells) -> dict[str, str]:
    return {"title_vi": title, "direction": "Đoàn ra", "planned_starts_on": "20/12/2026", **cells}


WHOLE = line(
    title_en="Visit to Sakai",
    planned_starts_on="02/11/2026",
    planned_ends_on="06/11/2026",
    planned_persons="7",
    starts_on="03/11/2026",
    ends_on="05/11/2026",
    persons="6",
    countries="Nhật Bản; Đại Hàn Dân Quốc",
    partners="Sakai; Taegu",
    lead_agencies="Sở NgV",
    coordinating="so-du-lich",
    mode="Trực tiếp",
    place="Sakai, Daegu",
    host="UBND thành phố Sakai",
    head_name="Nguyễn Văn A",
    head_title="Phó Chủ tịch UBND thành phố",
    head_rank="Cấp phó của người đứng đầu thành phố, địa phương",
    received_by_name="Thị trưởng",
    received_by_title="Thị trưởng thành phố",
    purpose_vi="Hợp tác\ncảng biển",
    outcome_vi="Ký biên bản",
    decision_number="123/QĐ-UBND",
    decision_on="15/10/2026",
    decision_by="Chủ tịch UBND thành phố",
    plan_status="Ngoài kế hoạch",
    out_of_plan_reason="Phía bạn mời đột xuất",
    out_of_plan_document="45/UBND-NC",
    cost_amount="1.234.567,89",
    cost_currency="đồng",
    cost_source="Ngân sách thành phố",
    cost_note="Cả vé máy bay",
    owes_report="Không",
)


def facts_of(record: Delegation, *names: str) -> tuple:
    return tuple(getattr(record, name) for name in names)


def test_a_whole_row_becomes_a_delegation_with_all_it_has(officer):
    batch = commit(TRIPS, WHOLE, user=officer)

    made = Delegation.objects.get()
    assert (fates(batch), made.key, made.direction) == ([NEW], "tham-sakai-2026", "out")
    assert facts_of(
        made, "planned_starts_on", "planned_ends_on", "planned_persons", "starts_on", "ends_on", "persons"
    ) == (
        date(2026, 11, 2),
        date(2026, 11, 6),
        7,
        PartialDate(2026, 11, 3),
        PartialDate(2026, 11, 5),
        6,
    )
    assert facts_of(
        made, "head_name", "head_title", "head_rank", "host", "received_by_name", "mode", "place"
    ) == (
        "Nguyễn Văn A",
        "Phó Chủ tịch UBND thành phố",
        "locality_deputy",
        "UBND thành phố Sakai",
        "Thị trưởng",
        "in_person",
        "Sakai, Daegu",
    )
    assert facts_of(
        made, "decision_number", "decision_on", "decision_by", "plan_status", "out_of_plan_reason"
    ) == (
        "123/QĐ-UBND",
        date(2026, 10, 15),
        "Chủ tịch UBND thành phố",
        "out_of_plan",
        "Phía bạn mời đột xuất",
    )
    assert facts_of(made, "cost_amount", "cost_currency", "cost_source", "owes_report", "purpose_vi") == (
        Decimal("1234567.89"),
        "VND",
        "city_budget",
        False,
        "Hợp tác\ncảng biển",
    )
    assert [stop.country_id for stop in made.stops.all()] == ["JP", "KR"]
    assert sorted(made.partners.values_list("key", flat=True)) == ["jp-sakai", "kr-daegu"]
    assert (made.lead_agencies.get().key, made.coordinating.get().key) == ("so-ngoai-vu", "so-du-lich")


def test_what_is_planned_owes_a_report_unless_the_row_says_no(officer):
    commit(TRIPS, line("Một"), line("Hai", owes_report="Không"), line("Ba", owes_report="Có"), user=officer)

    assert dict(Delegation.objects.values_list("title_vi", "owes_report")) == {
        "Một": True,
        "Hai": False,
        "Ba": True,
    }


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"title_vi": ""}, [("title_vi", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"direction": ""}, [("direction", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"planned_starts_on": "12/2026"}, [("planned_starts_on", "Cần đủ ngày, tháng và năm, ví dụ 05/03/2026.")]),
        ({"planned_starts_on": "", "planned_ends_on": "1/12/2026"}, [("planned_starts_on", "Có ngày cuối thì cần ngày đầu dự kiến.")]),
        ({"planned_ends_on": "19/12/2026"}, [("planned_ends_on", "Ngày cuối dự kiến trước ngày đầu.")]),
        ({"planned_ends_on": "20/12/2026"}, []),
        ({"starts_on": "26/11/2026"}, [("starts_on", "Ngày này chưa tới; ngày dự kiến ghi ở phần kế hoạch.")]),
        ({"starts_on": "25/11/2026"}, []),
        ({"starts_on": "11/2026", "ends_on": "10/2026"}, [("ends_on", "Ngày kết thúc trước ngày bắt đầu.")]),
        ({"persons": "5"}, [("starts_on", "Cần ghi ngày bắt đầu thực tế.")]),
        ({"persons": "0"}, [("persons", "Từ 1 đến 100.000.")]),
        ({"countries": "Nhật Bổn"}, [("countries", "Danh mục quốc gia và vùng lãnh thổ không có “Nhật Bổn”; có phải là “Nhật Bản”?")]),
        ({"coordinating": "so-ngoai-vu", "lead_agencies": "Sở Ngoại vụ"}, [("coordinating", "Một cơ quan không thể vừa chủ trì vừa phối hợp; hãy chọn một vai.")]),
        ({"cost_amount": "5"}, [("cost_currency", "Có số tiền thì cần loại tiền, ba chữ cái, ví dụ VND.")]),
        ({"cost_amount": "-5", "cost_currency": "VND"}, [("cost_amount", "Từ 0 đến 999.999.999.999.999.999.")]),
        ({"cost_amount": "5", "cost_currency": "xu"}, [("cost_currency", "Không rõ loại tiền “xu”: hãy viết mã ba chữ như VND, USD, EUR.")]),
        ({"decision_on": "1/11/2026"}, [("decision_number", "Cần ghi số văn bản cho phép.")]),
        ({"decision_number": "1/QĐ"}, [("decision_on", "Cần ghi ngày văn bản cho phép.")]),
        ({"decision_number": "1/QĐ", "decision_on": "26/11/2026"}, [("decision_on", "Ngày văn bản chưa tới.")]),
        ({"plan_status": "Trong kế hoạch"}, [("programme_item", "Trong kế hoạch thì cần chọn mục trong chương trình năm.")]),
        ({"plan_status": "Ngoài kế hoạch"}, [("out_of_plan_reason", "Ngoài kế hoạch cần nêu lý do.")]),
        ({"out_of_plan_reason": "Gấp"}, [("out_of_plan_reason", "Chỉ ghi khi ở ngoài kế hoạch.")]),
        ({"cancel_reason": "Thủ tục xuất nhập cảnh"}, [("cancelled_on", "Hủy thì cần ghi ngày hủy.")]),
        ({"cancelled_on": "1/11/2026"}, [("cancel_reason", "Hãy chọn lý do.")]),
        ({"cancelled_on": "1/11/2026", "cancel_reason": "Lý do khác"}, [("cancel_note", "Lý do khác thì cần nói rõ.")]),
        ({"cancelled_on": "26/11/2026", "cancel_reason": "Thủ tục xuất nhập cảnh"}, [("cancelled_on", "Ngày này chưa tới.")]),
        ({"cancelled_on": "1/11/2026", "cancel_reason": "visa", "starts_on": "1/11/2026"}, [("cancelled_on", "Đã ghi ngày thực tế nên không hủy được.")]),
        ({"key": "khong-co"}, [("key", "Trong sổ không có bản ghi với khóa này; khi thêm mới hãy để trống.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, cells, expected):
    batch = preview(TRIPS, line(**cells), user=officer)

    assert [(column, message) for _row, column, message in errors(batch)] == expected


def test_a_mark_of_secrecy_is_refused(officer):
    batch = preview(
        TRIPS, line("Độ mật: Mật", out_of_plan_reason="TUYỆT MẬT", plan_status="Ngoài kế hoạch"), user=officer
    )

    assert [column for _row, column, _message in errors(batch)] == ["title_vi", "out_of_plan_reason"]


def test_a_line_of_the_programme_fits_the_delegation_and_was_accepted(officer):
    accepted = make_item(title="Đi Sakai")
    proposed = make_item(title="Đi Daegu", state="proposed")
    other = make_item(title="Hội nghị", kind="conference")

    batch = preview(
        TRIPS,
        line("Một", plan_status="Trong kế hoạch", programme_item="Đi Sakai"),
        line("Hai", plan_status="Trong kế hoạch", programme_item=str(proposed.pk)),
        line("Ba", plan_status="Trong kế hoạch", programme_item=f"{other.pk}: Hội nghị"),
        line("Bốn", programme_item=str(accepted.pk)),
        user=officer,
    )

    assert errors(batch) == [
        (3, "programme_item", "Mục này chưa được đưa vào chương trình năm."),
        (4, "programme_item", "Mục này trong chương trình năm là loại khác."),
        (5, "programme_item", "Chỉ ghi mục chương trình khi ở trong kế hoạch."),
    ]
    assert fates(batch) == [NEW, WRONG, WRONG, WRONG]


def test_a_currency_without_an_amount_is_noted(officer):
    batch = preview(TRIPS, line(cost_currency="VND"), user=officer)

    assert (errors(batch), notes(batch)) == (
        [],
        [(2, "cost_currency", "Chưa ghi số tiền nên loại tiền không được giữ.")],
    )


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_row_finds_its_delegation_by_key_or_by_way_day_and_words(officer, form):
    commit(TRIPS, line(), line(direction="Đoàn vào"), line("Khác"), user=officer)
    other = Delegation.objects.get(title_vi="Khác")

    batch = commit(
        TRIPS,
        line("THĂM SAKAI", planned_persons="5"),
        line(starts_on="21/11/2026", direction="Đoàn vào"),
        {"key": other.key, "title_vi": "Khác hẳn"},
        line(planned_starts_on="21/12/2026"),
        user=officer,
        form=form,
    )

    assert fates(batch) == [CHANGED, CHANGED, CHANGED, NEW]
    assert list(
        Delegation.objects.order_by("pk").values_list("title_vi", "direction", "planned_persons", "starts_on")
    ) == [
        ("THĂM SAKAI", "out", 5, None),
        ("Thăm Sakai", "in", None, PartialDate(2026, 11, 21)),
        ("Khác hẳn", "out", None, None),
        ("Thăm Sakai", "out", None, None),
    ]


def test_without_any_day_the_words_alone_are_asked(officer):
    undated = make_trip(title_vi="Thăm Sakai", planned_starts_on=None, planned_ends_on=None)
    make_trip(title_vi="Thăm Sakai")

    batch = preview(TRIPS, line(planned_starts_on="", planned_persons="3"), user=officer)

    assert (fates(batch), batch.rows.get().parsed["record"]) == ([CHANGED], undated.pk)


def test_the_same_delegation_twice_in_a_table(officer):
    batch = preview(
        TRIPS,
        line(partners="jp-sakai"),
        line("thăm sakai", partners="Sakai"),
        line(partners="kr-daegu"),
        line("Khác"),
        line("KHÁC"),
        user=officer,
    )

    twice = "Trùng với dòng %s của bảng: mỗi bản ghi chỉ ghi một dòng."
    assert errors(batch) == [
        (2, "title_vi", twice % 3),
        (3, "title_vi", twice % 2),
        (6, "title_vi", twice % 5),
    ]


@pytest.mark.parametrize(
    ("cells", "is_noted"),
    [
        ({"planned_starts_on": "10/12/2026", "planned_ends_on": "12/12/2026"}, True),
        ({"planned_starts_on": "8/12/2026", "planned_ends_on": "9/12/2026"}, False),
        ({"planned_starts_on": "9/12/2026", "planned_ends_on": "10/12/2026"}, True),
        ({"planned_starts_on": "14/12/2026"}, True),
        ({"planned_starts_on": "15/12/2026"}, False),
        ({"planned_starts_on": "", "starts_on": "11/2026", "ends_on": "11/2026"}, False),
        ({"planned_starts_on": "10/12/2026", "partners": "kr-daegu"}, False),
        ({"planned_starts_on": "10/12/2026", "direction": "Đoàn vào"}, False),
    ],
)
def test_a_delegation_known_by_other_words_is_noted(officer, names, cells, is_noted):
    make_trip(
        title_vi="Đoàn lãnh đạo thành phố đi Nhật Bản",
        planned_starts_on=date(2026, 12, 10),
        planned_ends_on=date(2026, 12, 14),
        partners=[names["sakai"]],
    )

    batch = preview(TRIPS, line(**{"partners": "jp-sakai", **cells}), user=officer)

    sentence = (
        "Có thể đã có trong sổ: Đoàn lãnh đạo thành phố đi Nhật Bản. "
        "Nếu là một đoàn, hãy ghi khóa của đoàn đó rồi nhập lại."
    )
    assert (fates(batch), notes(batch)) == ([NEW], [(2, "title_vi", sentence)] if is_noted else [])


def test_countries_that_stay_keep_their_days(officer):
    trip = make_trip(key="chuyen", title_vi="Chuyến")
    make_stop(trip, "JP", arrives_on=date(2026, 4, 20), leaves_on=date(2026, 4, 22), order=0)
    make_stop(trip, "LA", order=1)

    batch = commit(TRIPS, {"key": "chuyen", "countries": "KR; Nhật Bản"}, user=officer)

    assert fates(batch) == [CHANGED]
    assert list(trip.stops.values_list("country", "arrives_on")) == [("JP", date(2026, 4, 20)), ("KR", None)]
    assert fates(preview(TRIPS, {"key": "chuyen", "countries": "JP; KR"}, user=officer)) == [UNCHANGED]


def test_what_changes_goes_through_every_door(officer):
    commit(TRIPS, line(), user=officer)
    item = make_item(title="Đi Sakai")

    commit(TRIPS, {**WHOLE, "key": "tham-sakai-2026", "plan_status": "Trong kế hoạch", "programme_item": str(item.pk),
                   "out_of_plan_reason": "", "out_of_plan_document": ""}, user=officer)  # fmt: skip

    made = Delegation.objects.get()
    assert facts_of(
        made, "persons", "decision_number", "plan_status", "programme_item", "owes_report", "cost_currency"
    ) == (
        6,
        "123/QĐ-UBND",
        "in_plan",
        item,
        False,
        "VND",
    )
    assert [stop.country_id for stop in made.stops.all()] == ["JP", "KR"]


def test_days_that_a_document_allowed_do_not_move_by_a_table(officer):
    make_trip(key="chuyen", title_vi="Chuyến", decision_number="1/QĐ", decision_on=date(2026, 3, 1))

    batch = preview(TRIPS, {"key": "chuyen", "planned_ends_on": "25/04/2026"}, user=officer)

    sentence = "Đã có văn bản cho phép: đổi ngày bằng “Dời ngày”, có nêu lý do."
    assert errors(batch) == [(2, "planned_ends_on", sentence)]


def test_what_is_given_up_or_closed_comes_back_only_unchanged(officer):
    commit(TRIPS, line(cancelled_on="1/11/2026", cancel_reason="Lý do khác", cancel_note="Bão"), user=officer)
    make_trip(key="xong", title_vi="Xong", starts_on="2026-04-20", closed_on=date(2026, 6, 1))
    given_up = Delegation.objects.get(cancelled_on__isnull=False)

    batch = preview(
        TRIPS, {"key": given_up.key, "cancelled_on": "-"}, {"key": "xong", "persons": "3"}, user=officer
    )

    assert facts_of(given_up, "cancelled_on", "cancel_reason", "cancel_note") == (
        date(2026, 11, 1),
        "other",
        "Bão",
    )
    assert errors(batch) == [
        (2, "", "Hồ sơ này đã hủy; hãy khôi phục trước khi ghi tiếp."),
        (3, "", "Hồ sơ này đã kết thúc; hãy mở lại trước khi ghi tiếp."),
    ]
    assert imported_again(TRIPS, officer) == [UNCHANGED] * 2


def test_a_report_that_was_submitted_is_not_unasked(officer):
    trip = make_trip(key="chuyen", starts_on="2026-04-20", ends_on="2026-04-24")
    make_report(trip, reported_on=date(2026, 5, 4), document_number="9/BC")

    batch = preview(TRIPS, {"key": "chuyen", "owes_report": "Không"}, user=officer)

    assert errors(batch) == [(2, "owes_report", "Hồ sơ này đã có báo cáo nộp rồi.")]


def test_what_only_the_service_knows_is_refused_at_its_cell(officer):
    trip = make_trip(key="chuyen", title_vi="Chuyến", head_name="Lê Thị B")
    make_member(trip, "Lê Thị B", role="head")

    batch = preview(TRIPS, {"key": "chuyen", "head_name": "-"}, user=officer)

    assert refused(TRIPS, batch, officer) == {
        "rows.2.head_name": ["Trưởng đoàn có trong danh sách thành viên; hãy đổi ở danh sách thành viên."]
    }
    assert Delegation.objects.get().head_name == "Lê Thị B"


def test_undo_brings_back_every_row_of_the_room(officer):
    commit(TRIPS, {**WHOLE, "owes_report": "Có"}, user=officer)
    before = room_now()

    batch = commit(
        TRIPS,
        {"key": "tham-sakai-2026", "countries": "KR", "partners": "kr-daegu", "coordinating": "-", "persons": "9",
         "cost_amount": "-", "cost_currency": "-", "owes_report": "Không", "outcome_vi": "Khác"},
        line("Mới", countries="JP", partners="jp-sakai", lead_agencies="so-du-lich"),
        line("Hủy", cancelled_on="1/11/2026", cancel_reason="Thủ tục xuất nhập cảnh"),
        user=officer,
    )  # fmt: skip
    between = list(Delegation.objects.order_by("pk").values_list("title_vi", "persons", "owes_report"))
    undo_batch(batch=batch, user=officer, reason="nhầm tệp")

    assert between == [("Thăm Sakai", 9, False), ("Mới", None, True), ("Hủy", None, True)]
    assert room_now() == before


def test_an_export_imported_again_changes_nothing(officer):
    commit(
        TRIPS,
        WHOLE,
        line("Kế hoạch"),
        line("Tháng", planned_starts_on="", starts_on="4/2025", ends_on="2025"),
        user=officer,
    )
    make_trip(
        title_vi="Định kỳ", planned_starts_on=None, planned_ends_on=None, is_recurring=True, owes_report=False
    )

    assert imported_again(TRIPS, officer) == [UNCHANGED] * 4
    rows = exported_rows(TRIPS, officer)
    assert [row["title_vi"] for row in rows] == ["Kế hoạch", "Thăm Sakai", "Tháng", "Định kỳ"]
    assert rows[1] == {
        **WHOLE,
        "key": "tham-sakai-2026",
        "countries": "JP; KR",
        "partners": "jp-sakai; kr-daegu",
        "lead_agencies": "so-ngoai-vu",
        "cost_currency": "VND",
    }


def test_no_name_of_a_member_is_in_the_table(officer):
    trip = make_trip(title_vi="Chuyến", head_name="")
    make_member(trip, "Lê Thị Thành Viên")

    assert exported_rows(TRIPS, officer) == [
        {
            "key": trip.key,
            "title_vi": "Chuyến",
            "direction": "Đoàn ra",
            "planned_starts_on": "20/04/2026",
            "planned_ends_on": "24/04/2026",
            "owes_report": "Có",
        }
    ]


def test_queries_do_not_grow_with_rows(officer):
    def more() -> None:
        trip = make_trip(partners=[make_partner()], programme_item=make_item(), plan_status="in_plan")
        make_stop(trip)
        make_member(trip)

    more()
    few = queries_of(TRIPS, officer)
    for _number in range(3):
        more()

    assert queries_of(TRIPS, officer) == few


def of_sheet(officer, *lines: str) -> ImportBatch:
    """The preview of a sheet as a department keeps it, headings and all."""
    content = "\n".join(lines).encode()
    return sheet_create(kind=TRIPS, file_name="doan.csv", content=content, user=officer, today=TODAY)


@pytest.mark.parametrize(
    ("heading", "said", "days"),
    [
        ("Thời gian", "20-26/5/2025", {"starts_on": "20/05/2025", "ends_on": "26/05/2025"}),
        ("Thời gian (từ - đến, số ngày)", "28/12/2024-3/1/2025 (7 ngày)", {"starts_on": "28/12/2024", "ends_on": "03/01/2025"}),
        ("THỜI GIAN THỰC HIỆN", "4/2025", {"starts_on": "4/2025"}),
        ("Thời gian dự kiến", "từ 20 đến 26/5/2027", {"planned_starts_on": "20/05/2027", "planned_ends_on": "26/05/2027"}),
    ],
)  # fmt: skip
def test_one_column_tells_both_days(officer, heading, said, days):
    batch = of_sheet(officer, f"Tên đoàn;Loại đoàn;{heading}", f"Thăm Sakai;Đoàn ra;{said}")

    row = batch.rows.get()
    assert (row.problems, unknown_headings(batch)) == ([], [])
    assert row.parsed["values"] == {"title_vi": "Thăm Sakai", "direction": "Đoàn ra", **days}


def test_a_period_nobody_can_read_is_told_and_one_beside_its_own_columns_is_not_read(officer):
    unread = of_sheet(officer, "Tên đoàn;Loại đoàn;Thời gian", "Thăm Sakai;Đoàn ra;quý II/2025")
    beside = of_sheet(
        officer, "Tên đoàn;Loại đoàn;Từ ngày;Thời gian", "Thăm Sakai;Đoàn ra;20/5/2025;21-22/5/2025"
    )

    assert [(row, column) for row, column, _message in errors(unread)] == [(2, "starts_on")]
    assert [heading for heading, _near in unknown_headings(beside)] == ["Thời gian"]
    assert beside.rows.get().parsed["values"]["starts_on"] == "20/05/2025"


def test_the_columns_of_annex_v_of_the_yearly_report_are_read(officer):
    batch = of_sheet(
        officer,
        "STT;Tên đoàn;Loại đoàn;Trưởng đoàn;Đến từ;Cơ quan, địa phương làm việc;Lãnh đạo tiếp;Nội dung;Số người;Thời gian;Kết quả",
        "1;Đoàn thành phố Daegu;Đoàn vào;Hong;Hàn Quốc;Sở Du lịch;Hồ Kỳ Minh;Kỷ niệm 20 năm;12;10-13/3/2025;Ký chương trình",
    )

    row = batch.rows.get()
    assert (row.problems, unknown_headings(batch)) == ([], [])
    assert row.parsed["values"] == {
        "title_vi": "Đoàn thành phố Daegu",
        "direction": "Đoàn vào",
        "head_name": "Hong",
        "countries": "Hàn Quốc",
        "coordinating": "Sở Du lịch",
        "received_by_name": "Hồ Kỳ Minh",
        "purpose_vi": "Kỷ niệm 20 năm",
        "persons": "12",
        "starts_on": "10/03/2025",
        "ends_on": "13/03/2025",
        "outcome_vi": "Ký chương trình",
    }


def test_a_column_that_stands_twice_for_nobody_else_is_refused(officer):
    with pytest.raises(SheetError) as refused:
        of_sheet(officer, "Tên đoàn;Loại đoàn;Nội dung;Mục đích", "Thăm Sakai;Đoàn ra;Khác;Làm việc")

    assert str(refused.value) == "Dòng tiêu đề (dòng 1) có hai cột: “Nội dung”. Hãy bỏ bớt một cột."
