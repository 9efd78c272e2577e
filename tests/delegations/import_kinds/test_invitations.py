from __future__ import annotations

from datetime import date

import pytest

from delegations.activity import attendance
from delegations.import_kinds.invitations import INVITATIONS
from delegations.invitation_days import days_on
from delegations.models import Invitation
from dnfa.core.history import changes_of
from dnfa.core.imports import undo_batch
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
from tests.delegations.engagements.factories import make_invitation
from tests.delegations.import_kinds.sheets import room_now
from tests.delegations.trips.factories import make_trip
from tests.factories import make_agency
from tests.partners.factories import make_engagement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("names")]


@pytest.fixture(autouse=True)
def occasions():
    """A fair that took place, one to come, a conference to come, a delegation received and one sent."""
    make_engagement(
        key="ewec-2026", title_vi="Hội chợ EWEC 2026", starts_on="2026-08-01", ends_on="2026-08-05"
    )
    make_engagement(key="ewec-2027", title_vi="Hội chợ EWEC 2027", starts_on="2027-08-01")
    make_conference(key="hoi-thao", title_vi="Hội thảo biển")
    make_trip(key="doan-vao", title_vi="Đoàn Sakai", direction="in")
    make_trip(key="doan-ra", title_vi="Đoàn đi Sakai")


def line(**cells) -> dict[str, str]:
    return {
        "side": "Thành phố mời",
        "partner": "Sakai",
        "occasion": "Hội chợ EWEC",
        "sent_on": "01/06/2026",
        **cells,
    }


WHOLE = line(
    document_number="12/TM-UBND",
    event="ewec-2026",
    event_from="01/08/2026",
    event_to="05/08/2026",
    answer_by="01/07/2026",
    agency="Sở NgV",
    answer="Nhận lời",
    answered_on="20/06/2026",
    answer_document="45/SK",
    attended="Có",
    attended_persons="4",
    delegation="doan-vao",
    note="Đón ở sân bay",
)
DECLINED = {
    "answer": "Từ chối",
    "answered_on": "20/06/2026",
    "reason": "Lý do khác",
    "reason_note": "Bầu cử",
}


def facts_of(record: Invitation, *names: str) -> tuple:
    return tuple(getattr(record, name) for name in names)


def test_a_whole_row_becomes_an_invitation_with_its_answer_and_who_came(officer, names):
    batch = commit(
        INVITATIONS, WHOLE, line(partner="Taegu", side="Thành phố được mời", **DECLINED), user=officer
    )

    first, second = Invitation.objects.order_by("pk")
    assert fates(batch) == [NEW, NEW]
    assert facts_of(
        first, "side", "partner", "occasion", "sent_on", "document_number", "answer_by", "note"
    ) == (
        "sent",
        names["sakai"],
        "Hội chợ EWEC",
        date(2026, 6, 1),
        "12/TM-UBND",
        date(2026, 7, 1),
        "Đón ở sân bay",
    )
    assert (first.event.key, first.agency.key, first.delegation.key, first.recorded_by) == (
        "ewec-2026",
        "so-ngoai-vu",
        "doan-vao",
        officer,
    )
    assert facts_of(first, "answer", "answered_on", "answer_document", "attended", "attended_persons") == (
        "accepted",
        date(2026, 6, 20),
        "45/SK",
        True,
        4,
    )
    assert facts_of(second, "side", "partner", "answer", "reason", "reason_note", "attended") == (
        "received",
        names["daegu"],
        "declined",
        "other",
        "Bầu cử",
        None,
    )


def test_the_days_are_those_of_the_event(officer):
    moved = line(
        event="Hội chợ EWEC 2026", partner="kr-daegu", event_from="02/08/2026", event_to="05/08/2026"
    )
    refused = errors(preview(INVITATIONS, moved, user=officer))
    commit(INVITATIONS, line(event="Hội chợ EWEC 2026"), line(conference="hoi-thao"), user=officer)

    assert [days_on(one) for one in Invitation.objects.order_by("pk")] == [
        (date(2026, 8, 1), date(2026, 8, 5)),
        (date(2027, 3, 10), date(2027, 3, 12)),
    ]
    said = "Ngày lấy theo sự kiện, hội nghị trong sổ (01/08/2026 – 05/08/2026); dời ngày thì sửa ở đó."
    assert refused == [(2, "event_from", said)]


def test_only_who_came_is_activity(officer):
    commit(INVITATIONS, WHOLE, line(partner="kr-daegu", event="ewec-2026", **DECLINED), user=officer)

    assert [row.partner.key for row in attendance(TODAY)] == ["jp-sakai"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"side": ""}, [("side", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"partner": ""}, [("partner", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"partner": "jp-sakai; kr-daegu"}, [("partner", "Trong sổ không có “jp-sakai; kr-daegu”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.")]),
        ({"occasion": ""}, [("occasion", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"sent_on": ""}, [("sent_on", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"sent_on": "6/2026"}, [("sent_on", "Cần đủ ngày, tháng và năm, ví dụ 05/03/2026.")]),
        ({"sent_on": "26/11/2026"}, []),
        ({"sent_on": "26/11/2026", "side": "Thành phố được mời"}, [("sent_on", "Ngày nhận thư mời chưa tới.")]),
        ({"answer_by": "31/05/2026"}, [("answer_by", "Hạn trả lời không thể trước ngày gửi, ngày nhận.")]),
        ({"answer_by": "01/06/2026"}, []),
        ({"event_from": "2/8/2026", "event_to": "1/8/2026"}, [("event_to", "Ngày kết thúc không thể trước ngày bắt đầu.")]),
        ({"event": "ewec-2026", "conference": "hoi-thao"}, [("conference", "Chỉ chọn sự kiện hoặc hội nghị, không chọn cả hai.")]),
        ({"event": "Hội chợ Zzz"}, [("event", "Trong sổ không có “Hội chợ Zzz”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.")]),
        ({"answer": "Nhận lời"}, [("answered_on", "Cần đủ ngày, tháng và năm.")]),
        ({"answer": "Không trả lời"}, []),
        ({"answered_on": "20/06/2026"}, [("answered_on", "Chỉ ghi khi đã trả lời.")]),
        ({"answer": "Nhận lời", "answered_on": "31/05/2026"}, [("answered_on", "Ngày trả lời không thể trước ngày gửi, ngày nhận lời mời.")]),
        ({"answer": "Nhận lời", "answered_on": "26/11/2026"}, [("answered_on", "Ngày trả lời chưa tới.")]),
        ({"answer": "Nhận lời", "answered_on": "25/11/2026", "reason": "Trùng lịch công tác"}, [("reason", "Chỉ ghi khi từ chối.")]),
        ({"answer": "Từ chối", "answered_on": "20/06/2026"}, [("reason", "Hãy chọn lý do không nhận.")]),
        ({**DECLINED, "reason_note": ""}, [("reason_note", "Hãy nói rõ lý do.")]),
        ({"attended": "Có", "event": "ewec-2027"}, [("attended", "Sự kiện chưa diễn ra nên chưa ghi được ai đã dự.")]),
        ({"attended": "Có", "event_from": "26/11/2026"}, [("attended", "Sự kiện chưa diễn ra nên chưa ghi được ai đã dự.")]),
        ({"attended": "Có", "event_from": "25/11/2026"}, []),
        ({"attended_persons": "4"}, [("attended_persons", "Chỉ ghi số người khi có dự.")]),
        ({"attended": "Có", "attended_persons": "0"}, [("attended_persons", "Từ 1 đến 100.000.")]),
        ({"delegation": "doan-ra"}, [("delegation", "Theo lời mời này phải là đoàn đi chiều ngược lại.")]),
        ({"delegation": "doan-ra", "side": "Thành phố được mời"}, []),
        ({"id": "999999"}, [("id", "Trong sổ không có lời mời với mã này; khi thêm mới hãy để trống.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, cells, expected):
    batch = preview(INVITATIONS, line(**cells), user=officer)

    assert [(column, message) for _row, column, message in errors(batch)] == expected


def test_a_mark_of_secrecy_is_refused(officer):
    batch = preview(
        INVITATIONS, line(note="Độ mật: Mật", **{**DECLINED, "reason_note": "TỐI MẬT"}), user=officer
    )

    assert sorted({column for _row, column, _message in errors(batch)}) == ["note", "reason_note"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_row_finds_its_invitation_by_number_event_or_day_and_words(officer, form):
    by_event = {"event": "ewec-2026"}
    commit(INVITATIONS, line(**by_event), line(occasion="Lễ hội"), line(occasion="Khác"), user=officer)
    last = Invitation.objects.get(occasion="Khác")

    batch = commit(
        INVITATIONS,
        line(occasion="Tên khác", sent_on="02/06/2026", **by_event),
        line(occasion="LỄ HỘI", answer="Nhận lời", answered_on="05/06/2026"),
        {"id": str(last.pk), "note": "Gọi lại"},
        line(occasion="Lễ hội", side="Thành phố được mời"),
        user=officer,
        form=form,
    )

    assert fates(batch) == [CHANGED, CHANGED, CHANGED, NEW]
    assert list(Invitation.objects.order_by("pk").values_list("occasion", "answer", "note")) == [
        ("Tên khác", "", ""),
        ("LỄ HỘI", "accepted", ""),
        ("Khác", "", "Gọi lại"),
        ("Lễ hội", "", ""),
    ]


def test_the_same_invitation_twice_in_a_table(officer):
    batch = preview(
        INVITATIONS,
        line(),
        line(occasion="HỘI CHỢ EWEC"),
        line(occasion="Một", event="ewec-2026"),
        line(occasion="Hai", event="Hội chợ EWEC 2026"),
        line(partner="Daegu"),
        user=officer,
    )

    twice = "Trùng với dòng %s của bảng: mỗi bản ghi chỉ ghi một dòng."
    assert errors(batch) == [(3, "partner", twice % 2), (4, "partner", twice % 5), (5, "partner", twice % 4)]


def test_two_invitations_alike_are_told_apart_by_number(officer, names):
    for _number in range(2):
        make_invitation(partner=names["sakai"], occasion="Hội chợ EWEC", sent_on=date(2026, 6, 1))

    batch = preview(INVITATIONS, line(), user=officer)

    assert errors(batch) == [(2, "id", "Trong sổ có 2 bản ghi như vậy: hãy ghi khóa hoặc mã để phân biệt.")]


def test_the_same_words_to_another_event_are_another_invitation(officer):
    commit(INVITATIONS, line(event="ewec-2026"), line(partner="Daegu"), user=officer)

    batch = preview(
        INVITATIONS, line(event="ewec-2027"), line(partner="Daegu", event="ewec-2027"), user=officer
    )

    assert fates(batch) == [NEW, CHANGED]


def test_an_answer_that_stands_is_corrected_with_the_import_as_the_reason(officer):
    commit(
        INVITATIONS,
        line(answer="Nhận lời", answered_on="20/06/2026"),
        line(occasion="Im", answer="Không trả lời"),
        user=officer,
    )
    first, silent = Invitation.objects.order_by("pk")

    commit(
        INVITATIONS,
        {"id": str(first.pk), **DECLINED},
        {"id": str(silent.pk), "answer": "Nhận lời", "answered_on": "21/06/2026"},
        user=officer,
    )
    commit(INVITATIONS, {"id": str(silent.pk), "answer": "-", "answered_on": "-"}, user=officer)

    first.refresh_from_db()
    silent.refresh_from_db()
    assert facts_of(first, "answer", "reason", "reason_note") == ("declined", "other", "Bầu cử")
    assert facts_of(silent, "answer", "answered_on") == ("", None)
    assert changes_of(Invitation, first.pk)[0].reason == "Nhập bảng"


def test_undo_brings_back_every_row_of_the_room(officer):
    commit(INVITATIONS, WHOLE, user=officer)
    first = Invitation.objects.get()
    before = room_now()

    batch = commit(
        INVITATIONS,
        {"id": str(first.pk), **DECLINED, "attended": "-", "attended_persons": "-", "delegation": "-"},
        line(partner="Daegu", answer="Không trả lời"),
        user=officer,
    )
    between = list(Invitation.objects.order_by("pk").values_list("answer", "attended", "delegation"))
    undo_batch(batch=batch, user=officer, reason="nhầm tệp")

    assert between == [("declined", None, None), ("no_answer", None, None)]
    assert room_now() == before


def test_an_export_imported_again_changes_nothing(officer):
    commit(
        INVITATIONS,
        WHOLE,
        line(partner="kr-daegu", **DECLINED),
        line(occasion="Lễ", attended="Không"),
        user=officer,
    )

    assert imported_again(INVITATIONS, officer) == [UNCHANGED] * 3
    first = Invitation.objects.order_by("pk").first()
    rows = {row["id"]: row for row in exported_rows(INVITATIONS, officer)}
    assert rows[str(first.pk)] == {
        **WHOLE,
        "id": str(first.pk),
        "partner": "jp-sakai",
        "agency": "so-ngoai-vu",
    }


def test_queries_do_not_grow_with_rows(officer):
    def more() -> None:
        make_invitation(agency=make_agency(), event=make_engagement(), delegation=make_trip(direction="in"))

    more()
    few = queries_of(INVITATIONS, officer)
    for _number in range(3):
        more()

    assert queries_of(INVITATIONS, officer) == few
