from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from rest_framework.test import APIClient

from delegations.import_kinds.members import MEMBERS
from delegations.models import Delegation, DelegationMember
from delegations.services.trips import set_people
from dnfa.accounts.enums import Role
from dnfa.core.imports import undo_batch
from dnfa.core.models import ImportBatch
from dnfa.core.sheets import SheetError
from dnfa.core.table_import import RowValues
from dnfa.core.table_import.books import export_rows
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
from tests.delegations.import_kinds.sheets import room_now
from tests.delegations.trips.factories import make_member, make_trip
from tests.factories import make_agency, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("names")]


@pytest.fixture
def trip() -> Delegation:
    return make_trip(key="tham-sakai-2026", title_vi="Thăm Sakai")


def line(name="Nguyễn Văn An", **cells) -> dict[str, str]:
    return {"delegation": "tham-sakai-2026", "name": name, **cells}


def people(trip: Delegation) -> list[tuple[str, str, str]]:
    return list(trip.members.order_by("order", "pk").values_list("name", "title", "role"))


def test_rows_become_members_in_their_order(officer, trip):
    batch = commit(
        MEMBERS,
        line(delegation="thăm sakai".capitalize(), title="Phó Chủ tịch", agency="Sở NgV", role="Trưởng đoàn", is_key_leader="Có"),
        line("Trần Thị B", title="Chuyên viên", agency="so-du-lich"),
        line("John Smith", title="Cố vấn", organisation="JICA", role="interpreter"),
        user=officer,
    )  # fmt: skip

    assert fates(batch) == [NEW] * 3
    assert people(trip) == [
        ("Nguyễn Văn An", "Phó Chủ tịch", "head"),
        ("Trần Thị B", "Chuyên viên", "member"),
        ("John Smith", "Cố vấn", "interpreter"),
    ]
    assert list(trip.members.values_list("agency__key", "organisation", "is_key_leader")) == [
        ("so-ngoai-vu", "", True),
        ("so-du-lich", "", False),
        (None, "JICA", False),
    ]
    trip.refresh_from_db()
    assert (trip.head_name, trip.head_title) == ("Nguyễn Văn An", "Phó Chủ tịch")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"name": ""}, [("name", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"name": "n" * 151}, [("name", "Dài 151 ký tự, nhiều nhất 150: hãy viết ngắn lại.")]),
        ({"delegation": ""}, [("delegation", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"delegation": "khong-co"}, [("delegation", "Trong sổ không có “khong-co”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.")]),
        ({"delegation": "huy"}, [("delegation", "Hồ sơ này đã hủy; hãy khôi phục trước khi ghi tiếp.")]),
        ({"agency": "so-du-lich", "organisation": "JICA"}, [("organisation", "Ghi một cơ quan: trong danh mục, hoặc tên cơ quan khác.")]),
        ({"is_key_leader": "Có"}, [("is_key_leader", "Lãnh đạo chủ chốt thì cần cơ quan trong danh mục.")]),
        ({"is_key_leader": "Có", "agency": "Sở Du lịch"}, []),
        ({"agency": "Công ty Zzz"}, [("agency", "Trong sổ không có “Công ty Zzz”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.")]),
        ({"role": "Lái xe"}, [("role", "“Lái xe” không có trong danh sách: hãy chọn “Trưởng đoàn”, “Phó trưởng đoàn”, “Thành viên”, “Phiên dịch”, “Phóng viên”, “Doanh nghiệp”.")]),
        ({"id": "999999"}, [("id", "Trong sổ không có thành viên với mã này; khi thêm mới hãy để trống.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, trip, cells, expected):
    make_trip(key="huy", title_vi="Hủy", cancelled_on=date(2026, 3, 1), cancel_reason="visa")

    batch = preview(MEMBERS, line(**cells), user=officer)

    assert [(column, message) for _row, column, message in errors(batch)] == expected


def test_a_mark_of_secrecy_is_refused(officer, trip):
    batch = preview(MEMBERS, line(title="TỐI MẬT"), user=officer)

    assert [column for _row, column, _message in errors(batch)] == ["title"]


def test_people_of_one_name_are_told_apart_by_title(officer, trip):
    one = make_member(trip, "Nguyễn Văn An", title="Giám đốc")
    two = make_member(trip, "Nguyễn Văn An", title="Chuyên viên")

    exact, unclear, moved = (
        preview(MEMBERS, row, user=officer)
        for row in (
            line("NGUYỄN VĂN AN", title="giám đốc", agency="so-du-lich"),
            line(agency="so-du-lich"),
            line(id=str(two.pk), title="Phó Giám đốc"),
        )
    )

    assert [(fates(batch), batch.rows.get().parsed["record"]) for batch in (exact, moved)] == [
        ([CHANGED], one.pk),
        ([CHANGED], two.pk),
    ]
    assert errors(unclear) == [(2, "id", "Trong sổ có 2 bản ghi như vậy: hãy ghi khóa hoặc mã để phân biệt.")]


def test_a_table_from_before_somebody_was_taken_out_changes_nobody_else(officer, trip):
    for name in ("Trần A", "Lê B", "Võ C"):
        make_member(trip, name)
    table = [line(name, id=str(pk)) for pk, name in trip.members.values_list("pk", "name")]
    set_people(
        delegation=trip, rows=[{"name": "Lê B"}, {"name": "Võ C"}], base_version=None, user=make_user()
    )

    batch = preview(MEMBERS, *table, user=officer)

    assert errors(batch) == [(2, "id", "Trong sổ không có thành viên với mã này; khi thêm mới hãy để trống.")]
    assert fates(batch)[1:] == [UNCHANGED, UNCHANGED]


def test_a_new_title_is_a_change_and_a_namesake_a_new_member(officer, trip):
    make_member(trip, "Nguyễn Văn An", title="Giám đốc")

    promoted = preview(MEMBERS, line(title="Phó Chủ tịch"), user=officer)
    namesake = preview(MEMBERS, line(title="Giám đốc"), line(title="Chuyên viên"), user=officer)

    assert (fates(promoted), fates(namesake)) == ([CHANGED], [UNCHANGED, NEW])


def test_nobody_twice_and_one_head(officer, trip):
    make_member(trip, "Lê Thị B", title="Giám đốc", role="head")

    batch = preview(
        MEMBERS,
        line(title="Chuyên viên"),
        line("nguyễn văn an", title="CHUYÊN VIÊN"),
        line("Trần C", role="Trưởng đoàn"),
        user=officer,
    )

    assert [(row, column) for row, column, _message in errors(batch)] == [
        (2, "delegation"),
        (3, "name"),
        (3, "delegation"),
        (4, "role"),
    ]
    assert errors(batch)[-1][2] == (
        "Đoàn đã có trưởng đoàn: Lê Thị B. Hãy ghi vai trò mới của người đó ở một dòng phía trên."
    )


def test_the_head_is_handed_on_row_by_row(officer, trip):
    make_member(trip, "Lê Thị B", title="Giám đốc", role="head", order=0)
    make_member(trip, "Trần C", title="Phó Giám đốc", order=1)

    commit(MEMBERS, line("Lê Thị B", role="Thành viên"), line("Trần C", role="Trưởng đoàn"), user=officer)

    trip.refresh_from_db()
    assert people(trip) == [("Lê Thị B", "Giám đốc", "member"), ("Trần C", "Phó Giám đốc", "head")]
    assert (trip.head_name, trip.head_title) == ("Trần C", "Phó Giám đốc")


def test_a_member_stays_with_its_delegation(officer, trip):
    make_trip(key="khac", title_vi="Khác")
    member = make_member(trip)

    batch = preview(MEMBERS, {"id": str(member.pk), "delegation": "khac"}, user=officer)

    assert errors(batch) == [(2, "delegation", "Thành viên này thuộc đoàn khác, không chuyển được.")]


def test_undo_brings_back_every_row_of_the_room(officer, trip):
    commit(MEMBERS, line(title="Giám đốc", role="Trưởng đoàn"), line("Trần C"), user=officer)
    before = room_now()

    batch = commit(
        MEMBERS,
        line(role="-", title="Phó Giám đốc"),
        line("Trần C", role="Trưởng đoàn"),
        line("Mới"),
        user=officer,
    )
    between = people(trip)
    undo_batch(batch=batch, user=officer, reason="nhầm tệp")

    assert between == [
        ("Nguyễn Văn An", "Phó Giám đốc", "member"),
        ("Trần C", "", "head"),
        ("Mới", "", "member"),
    ]
    assert room_now() == before


def test_an_export_imported_again_changes_nothing(officer, trip):
    commit(
        MEMBERS,
        line(title="Giám đốc", agency="so-du-lich", role="Trưởng đoàn", is_key_leader="Có"),
        line("John", organisation="JICA"),
        user=officer,
    )
    make_member(make_trip(key="khac"), "Nguyễn Văn An")

    assert imported_again(MEMBERS, officer) == [UNCHANGED] * 3
    first = DelegationMember.objects.get(title="Giám đốc")
    assert exported_rows(MEMBERS, officer)[1] == {
        "id": str(first.pk),
        "delegation": "tham-sakai-2026",
        "name": "Nguyễn Văn An",
        "title": "Giám đốc",
        "agency": "so-du-lich",
        "role": "Trưởng đoàn",
        "is_key_leader": "Có",
    }


@pytest.mark.parametrize(
    ("heading", "is_kept_out"),
    [
        ("Ngày sinh", True),
        ("Ngày, tháng, năm sinh", True),
        ("Số hộ chiếu", True),
        ("HỘ CHIẾU (ngày cấp)", True),
        ("Passport No.", True),
        ("CCCD/CMND", True),
        ("Số định danh cá nhân", True),
        ("Địa chỉ thường trú", True),
        ("Số điện thoại", True),
        ("Email", True),
        ("Họ và tên (ngày sinh)", True),
        ("Ghi chú", False),
        ("Ngày sinh hoạt", True),
        ("Giới tính", False),
        ("Nơi đến", False),
    ],
)
def test_a_table_with_such_a_column_is_refused_before_anything_is_kept(officer, trip, heading, is_kept_out):
    content = f"Đoàn;Họ và tên;{heading}\ntham-sakai-2026;Nguyễn Văn An;01/02/1980\n".encode()

    def sent() -> str:
        try:
            sheet_create(kind=MEMBERS, file_name="ds.csv", content=content, user=officer, today=TODAY)
        except SheetError as error:
            return str(error)
        return ""

    expected = (
        f"Cột “{heading}” không được giữ: sổ không lưu ngày sinh, giấy tờ tùy thân, địa chỉ, số điện thoại của cá nhân. "
        "Hãy bỏ cột đó rồi nhập lại; chưa lưu gì của bảng này."
    )
    if heading == "Họ và tên (ngày sinh)":
        content = content.replace("Họ và tên;".encode(), b"")
    assert (sent(), ImportBatch.objects.count()) == ((expected, 0) if is_kept_out else ("", 1))


def test_the_table_has_no_column_for_such_things():
    assert [column.key for column in MEMBERS.columns] == [
        "id", "delegation", "name", "title", "agency", "organisation", "role", "is_key_leader",
    ]  # fmt: skip


def test_names_are_exported_to_those_who_bring_tables_in_and_to_nobody_else(trip):
    shown = make_member(trip)
    agency = make_agency()
    trip.lead_agencies.set([agency])
    trip.coordinating.set([coordinating := make_agency()])
    leading, joined = (make_user(Role.FOCAL_POINT, agency=one) for one in (agency, coordinating))
    people = [make_user(Role.OFFICER), make_user(Role.LEADER), leading, joined, make_user(Role.FOCAL_POINT)]

    assert [list(MEMBERS.exported(person)) for person in people] == [[shown], [shown], [shown], [], []]
    sizes = [len(export_rows(MEMBERS, MEMBERS.exported(person), person)) for person in people]
    empty = len(export_rows(MEMBERS, [], people[0]))
    assert [size == empty for size in sizes] == [False, True, True, True, True]


def test_a_row_finds_no_member_that_is_hidden(trip):
    member = make_member(trip)
    stranger = make_user(Role.FOCAL_POINT)

    found = MEMBERS.find([RowValues(2, {"id": member.pk})], stranger)

    assert [(one.column, str(one.message)) for one in found] == [
        ("id", "Trong sổ không có thành viên với mã này; khi thêm mới hãy để trống.")
    ]


def test_queries_do_not_grow_with_rows(officer):
    def more() -> None:
        make_member(make_trip(), agency=make_agency())

    more()
    few = queries_of(MEMBERS, officer)
    for _number in range(3):
        more()

    assert queries_of(MEMBERS, officer) == few


@pytest.mark.parametrize("role", list(Role))
def test_a_batch_with_names_is_read_by_those_who_bring_tables_in(officer, trip, role):
    batch = preview(MEMBERS, line("Nguyễn Thị Kín"), user=officer)
    client = APIClient()
    client.force_login(make_user(role))

    answers = [
        client.get(address)
        for address in (
            f"/nhap-bang/{batch.pk}/",
            f"/nhap-bang/{batch.pk}/tai-ve/",
            f"/api/v1/imports/{batch.pk}/",
            f"/api/v1/imports/{batch.pk}/rows/",
        )
    ]

    expected = 200 if role in {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR} else 403
    assert [answer.status_code for answer in answers] == [expected] * 4
    assert ["Nguyễn Thị Kín" in answers[place].content.decode() for place in (0, 3)] == [expected == 200] * 2


def test_the_api_and_the_command_keep_such_a_table_out_too(officer, trip, tmp_path):
    content = "Đoàn;Họ và tên;Số hộ chiếu\ntham-sakai-2026;Nguyễn Văn An;B1234567\n".encode()
    path = tmp_path / "ds.csv"
    path.write_bytes(content)
    client = APIClient()
    client.force_authenticate(officer)

    sent = client.post(
        "/api/v1/imports/",
        {"kind": "thanh-vien-doan", "file": SimpleUploadedFile("ds.csv", content)},
        format="multipart",
    )
    with pytest.raises(CommandError) as refused:
        call_command("import_table", "thanh-vien-doan", str(path), "--user", officer.username)

    assert (sent.status_code, sent.data["error"]["code"]) == (400, "column_never_kept")
    assert str(refused.value).startswith("Cột “Số hộ chiếu” không được giữ")
    assert (ImportBatch.objects.count(), DelegationMember.objects.count()) == (0, 0)
