from __future__ import annotations

import pytest

from delegations.enums import EngagementKind
from delegations.import_kinds.engagements import ENGAGEMENTS
from delegations.models import Engagement
from dnfa.core.imports import undo_batch
from dnfa.core.partial_dates import PartialDate
from dnfa.core.table_import.registry import importer_of
from tests.agreements.import_kinds.sheets import (
    CHANGED,
    NEW,
    UNCHANGED,
    WRONG,
    commit,
    errors,
    exported_rows,
    fates,
    imported_again,
    preview,
    queries_of,
    refused,
)
from tests.delegations.import_kinds.sheets import room_now
from tests.factories import make_agency
from tests.partners.factories import make_engagement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("names")]


def line(title="Thư chúc mừng năm mới", **cells) -> dict[str, str]:
    return {
        "title_vi": title,
        "kind": "Thư từ",
        "starts_on": "20/11/2026",
        "partners": "jp-sakai",
        "lead_agencies": "so-ngoai-vu",
        **cells,
    }


WHOLE = line(
    title_en="New Year letter",
    kind="Tiếp khách",
    starts_on="10/2026",
    ends_on="11/2026",
    partners="Sakai; Taegu",
    lead_agencies="Sở NgV; Sở Du lịch thành phố Đà Nẵng",
    is_recurring="Không",
    initiative="Phía bạn",
    mode="Trực tiếp",
    place="Trung tâm Hành chính",
    head_name="Nguyễn Văn A",
    head_title="Phó Giám đốc",
    persons="1.250",
    document_number="12/SNgV-HTQT",
    purpose_vi="Chào xã giao\nbàn về cảng biển",
    outcome_vi="Hai bên nhất trí trao đổi thực tập sinh.",
)


def test_a_whole_row_becomes_a_contact(officer):
    batch = commit(ENGAGEMENTS, WHOLE, user=officer)

    made = Engagement.objects.get()
    assert fates(batch) == [NEW]
    assert (made.kind, made.starts_on, made.ends_on, made.is_recurring) == (
        EngagementKind.RECEPTION,
        PartialDate(2026, 10),
        PartialDate(2026, 11),
        False,
    )
    assert (made.title_en, made.initiative, made.mode, made.place, made.persons, made.document_number) == (
        "New Year letter",
        "theirs",
        "in_person",
        "Trung tâm Hành chính",
        1250,
        "12/SNgV-HTQT",
    )
    assert (made.head_name, made.head_title, made.purpose_vi, made.outcome_vi) == (
        "Nguyễn Văn A",
        "Phó Giám đốc",
        "Chào xã giao\nbàn về cảng biển",
        "Hai bên nhất trí trao đổi thực tập sinh.",
    )
    assert sorted(made.partners.values_list("key", flat=True)) == ["jp-sakai", "kr-daegu"]
    assert sorted(made.lead_agencies.values_list("key", flat=True)) == ["so-du-lich", "so-ngoai-vu"]
    assert made.recorded_by == officer


@pytest.mark.parametrize("said", ["jp-sakai", "Thành phố Sakai", "TP. Sakai", "sakai", "Sakai City", "堺市"])
def test_a_partner_is_known_by_any_of_its_names(officer, said):
    commit(ENGAGEMENTS, line(partners=said), user=officer)

    assert list(Engagement.objects.get().partners.values_list("key", flat=True)) == ["jp-sakai"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"title_vi": ""}, [("title_vi", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"title_vi": "d" * 501}, [("title_vi", "Dài 501 ký tự, nhiều nhất 500: hãy viết ngắn lại.")]),
        ({"kind": "Thư tay"}, [("kind", "“Thư tay” không có trong danh sách; có phải là “Thư từ”?")]),
        ({"starts_on": ""}, [("starts_on", "Hãy ghi ngày; biết đến tháng hoặc năm cũng được.")]),
        ({"starts_on": "31/11/2026"}, [("starts_on", "Ngày 31/11/2026 không có trong lịch: tháng 11 có 30 ngày.")]),
        ({"starts_on": "25/11/2026"}, []),
        ({"starts_on": "26/11/2026"}, [("starts_on", "Ngày này chưa tới; chỉ ghi việc đã làm.")]),
        ({"starts_on": "26/11/2026", "kind": "Sự kiện"}, []),
        ({"ends_on": "19/11/2026"}, [("ends_on", "Ngày kết thúc không thể trước ngày bắt đầu.")]),
        ({"is_recurring": "Có"}, [("starts_on", "Việc định kỳ không ghi ngày; hãy để trống.")]),
        ({"is_recurring": "Có", "starts_on": ""}, []),
        ({"partners": ""}, [("partners", "Hãy chọn ít nhất một đối tác.")]),
        ({"partners": "", "kind": "Sự kiện"}, []),
        ({"lead_agencies": ""}, [("lead_agencies", "Hãy chọn cơ quan chủ trì.")]),
        ({"lead_agencies": "Sở Ngoại vu"}, []),
        ({"persons": "1,250"}, [("persons", "“1,250” có thể hiểu hai cách: hãy viết 1.250 nếu là hàng nghìn, 1,2500 nếu là số lẻ.")]),
        ({"key": "khong-co"}, [("key", "Trong sổ không có bản ghi với khóa này; khi thêm mới hãy để trống.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, cells, expected):
    batch = preview(ENGAGEMENTS, line(**cells), user=officer)

    assert [(column, message) for _row, column, message in errors(batch)] == expected


def test_a_mark_of_secrecy_is_refused_and_nothing_written(officer):
    batch = preview(ENGAGEMENTS, line(outcome_vi="Độ mật: Tuyệt mật", place="TỐI MẬT"), user=officer)

    assert [(row, column) for row, column, _message in errors(batch)] == [(2, "place"), (2, "outcome_vi")]
    assert Engagement.objects.count() == 0


def test_a_partner_nobody_knows_is_refused_with_those_like_it(officer):
    batch = preview(ENGAGEMENTS, line(partners="Sakay"), line("Khác", partners="Zzz"), user=officer)

    assert errors(batch) == [
        (
            2,
            "partners",
            (
                "Sổ chưa có đối tác “Sakay”. Gần giống: Thành phố Sakai (Nhật Bản). Nếu là một, hãy sửa tên trong bảng "
                "hoặc thêm tên này vào tên khác của đối tác."
            ),
        ),
        (3, "partners", "Trong sổ không có “Zzz”: hãy thêm vào sổ trước, hoặc ghi đúng khóa."),
    ]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_row_finds_its_contact_by_key_or_by_day_words_and_partner(officer, form):
    commit(ENGAGEMENTS, line(), line(partners="kr-daegu"), line("Điện đàm", kind="Điện đàm"), user=officer)
    call = Engagement.objects.get(kind="call")

    batch = commit(
        ENGAGEMENTS,
        line("THƯ CHÚC MỪNG NĂM MỚI", partners="Daegu", persons="3"),
        {"key": call.key, "title_vi": "Điện đàm với Thị trưởng"},
        line(starts_on="19/11/2026"),
        user=officer,
        form=form,
    )

    assert fates(batch) == [CHANGED, CHANGED, NEW]
    assert list(Engagement.objects.order_by("pk").values_list("title_vi", "persons")) == [
        ("Thư chúc mừng năm mới", None),
        ("THƯ CHÚC MỪNG NĂM MỚI", 3),
        ("Điện đàm với Thị trưởng", None),
        ("Thư chúc mừng năm mới", None),
    ]


def test_two_contacts_of_the_same_words_are_told_apart_by_key(officer):
    commit(ENGAGEMENTS, line(), line(partners="kr-daegu"), user=officer)

    batch = preview(ENGAGEMENTS, line(partners="jp-sakai; kr-daegu"), user=officer)

    assert errors(batch) == [(2, "key", "Trong sổ có 2 bản ghi như vậy: hãy ghi khóa hoặc mã để phân biệt.")]


def test_the_same_contact_twice_in_a_table(officer):
    event = {"kind": "Sự kiện", "partners": ""}

    batch = preview(
        ENGAGEMENTS,
        line(),
        line("thư chúc mừng năm mới"),
        line(partners="kr-daegu"),
        line("Hội chợ", **event),
        line("HỘI CHỢ", **event),
        user=officer,
    )

    twice = "Trùng với dòng %s của bảng: mỗi bản ghi chỉ ghi một dòng."
    assert errors(batch) == [
        (2, "title_vi", twice % 3),
        (3, "title_vi", twice % 2),
        (6, "title_vi", twice % 5),
    ]
    assert fates(batch) == [WRONG, WRONG, NEW, NEW, WRONG]


def test_a_cell_left_empty_keeps_and_a_dash_clears(officer):
    commit(ENGAGEMENTS, WHOLE, user=officer)
    key = Engagement.objects.get().key

    commit(ENGAGEMENTS, {"key": key, "persons": "-", "mode": "-", "ends_on": "-", "place": ""}, user=officer)

    made = Engagement.objects.get()
    assert (made.persons, made.mode, made.ends_on, made.place) == (None, "", None, "Trung tâm Hành chính")
    assert errors(preview(ENGAGEMENTS, {"key": key, "kind": "-"}, user=officer)) == [
        (2, "kind", "Cột bắt buộc, không xóa trống được.")
    ]


def test_undo_brings_back_every_row_of_the_room(officer):
    commit(ENGAGEMENTS, WHOLE, user=officer)
    key = Engagement.objects.get().key
    before = room_now()

    batch = commit(
        ENGAGEMENTS,
        {"key": key, "partners": "jp-sakai", "lead_agencies": "so-du-lich", "persons": "9"},
        line(partners="kr-daegu"),
        user=officer,
    )
    between = [
        (
            one.persons,
            [partner.key for partner in one.partners.all()],
            [agency.key for agency in one.lead_agencies.all()],
        )
        for one in Engagement.objects.order_by("pk")
    ]
    undo_batch(batch=batch, user=officer, reason="nhầm tệp")

    assert between == [(9, ["jp-sakai"], ["so-du-lich"]), (None, ["kr-daegu"], ["so-ngoai-vu"])]
    assert room_now() == before


def test_an_export_imported_again_changes_nothing(officer):
    commit(ENGAGEMENTS, WHOLE, line("Hội chợ", kind="Sự kiện", partners="", starts_on="2026"), user=officer)
    commit(ENGAGEMENTS, line("Gặp mặt", starts_on="", is_recurring="Có"), user=officer)

    assert imported_again(ENGAGEMENTS, officer) == [UNCHANGED] * 3
    rows = exported_rows(ENGAGEMENTS, officer)
    assert [row["title_vi"] for row in rows] == ["Thư chúc mừng năm mới", "Hội chợ", "Gặp mặt"]
    assert rows[0] == {
        **WHOLE,
        "key": Engagement.objects.get(kind="reception").key,
        "partners": "jp-sakai; kr-daegu",
        "lead_agencies": "so-du-lich; so-ngoai-vu",
    }


def test_a_table_of_contacts_needs_a_person():
    batch = preview(ENGAGEMENTS, line(), user=None)

    assert refused(ENGAGEMENTS, batch, None) == {
        "rows.2": ["Bảng này phải có người đứng tên: hãy nêu tên đăng nhập (--user)."]
    }
    assert Engagement.objects.count() == 0


def test_queries_do_not_grow_with_rows(officer, names):
    def more() -> None:
        make_engagement(partners=[names["sakai"]], agencies=[make_agency()], starts_on="2026-10-01")

    more()
    few = queries_of(ENGAGEMENTS, officer)
    for _number in range(3):
        more()

    assert queries_of(ENGAGEMENTS, officer) == few


def test_a_new_row_is_called_by_its_words_in_the_preview(officer):
    row = preview(ENGAGEMENTS, WHOLE, user=officer).rows.get()

    assert importer_of("tiep-xuc").row_view(row).name == "Thư chúc mừng năm mới"


CALLED_OFF = {"cancelled_on": "25/11/2026", "cancel_reason": "Thiên tai, dịch bệnh"}


def test_an_event_is_called_off_by_its_row_and_not_changed_after(officer):
    row = line(kind="Sự kiện", starts_on="05/12/2026")
    made = commit(ENGAGEMENTS, {**row, **CALLED_OFF}, user=officer)
    event = Engagement.objects.get()

    again = imported_again(ENGAGEMENTS, officer)
    later = preview(ENGAGEMENTS, {**row, "key": event.key, "persons": "4"}, user=officer)

    assert fates(made) == [NEW]
    assert (str(event.cancelled_on), event.cancel_reason) == ("2026-11-25", "disaster")
    assert again == [UNCHANGED]
    assert errors(later) == [(2, "", "Việc này đã hủy; hãy khôi phục trước.")]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"cancel_reason": "Thiên tai, dịch bệnh"}, ("cancelled_on", "Hủy thì cần ghi ngày hủy.")),
        ({"cancelled_on": "25/11/2026"}, ("cancel_reason", "Hãy chọn lý do.")),
        (CALLED_OFF | {"kind": "Thư từ", "starts_on": "20/11/2026"},
         ("cancelled_on", "Chỉ hủy được việc có ngày dự định; bản ghi nhầm thì xóa.")),
    ],
)  # fmt: skip
def test_calling_off_is_checked_before_it_is_written(officer, cells, problem):
    batch = preview(ENGAGEMENTS, {**line(kind="Sự kiện", starts_on="05/12/2026"), **cells}, user=officer)

    assert errors(batch) == [(2, *problem)]
