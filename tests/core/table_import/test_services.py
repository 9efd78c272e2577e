from __future__ import annotations

import dataclasses
import io
import threading
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from dnfa.accounts.enums import Role
from dnfa.accounts.import_kinds import AGENCIES
from dnfa.accounts.models import Agency, AgencySuccession
from dnfa.accounts.services import agency_create, agency_update
from dnfa.core.audit import as_actor
from dnfa.core.enums import ImportFate, ImportState
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.imports import batch_create, snapshot, undo_batch
from dnfa.core.models import ImportBatch, ImportChange
from dnfa.core.partial_dates import PartialDate
from dnfa.core.sheets import SheetError
from dnfa.core.table_import.planning import plan_table
from dnfa.core.table_import.selectors import unknown_headings
from dnfa.core.table_import.services import RefusedRowsError, sheet_commit, sheet_create, sheet_refresh
from tests.core.table_import.sheets import DEPARTMENT, HEADS, TODAY, fates, line, preview, problems, workbook
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
NEW, CHANGED, UNCHANGED, WRONG = (
    str(fate) for fate in (ImportFate.NEW, ImportFate.CHANGED, ImportFate.UNCHANGED, ImportFate.WRONG)
)


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


def _commit(batch: ImportBatch, user) -> ImportBatch:
    return sheet_commit(kind=AGENCIES, batch=batch, user=user, today=TODAY)


def _all() -> dict[str, dict]:
    """Every agency as the database has it, by key."""
    return {agency.key: {"pk": agency.pk, **snapshot(agency)} for agency in Agency.objects.all()}


# --- preview --------------------------------------------------------------------
def test_each_row_gets_its_fate(officer):
    make_agency(key="so-a", name_vi="Sở A", note="cũ", abbreviations=["A"])
    make_agency(key="so-b", name_vi="Sở B")
    before = _all()

    batch = preview(
        line("Sở A", key="so-a", note="mới", valid_from="2004", abbreviations="A; SA"),
        line("sở b"),
        line("Sở B", key="so-b"),
        line("Sở C"),
        line("Sở D", kind="sở ngành lạ"),
        user=officer,
    )

    assert fates(batch) == [(2, CHANGED), (3, WRONG), (4, WRONG), (5, NEW), (6, WRONG)]
    assert batch.state == ImportState.REFUSED
    assert problems(batch) == [
        (3, "key", "Trùng với dòng 4 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (4, "key", "Trùng với dòng 3 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (6, "kind", "“sở ngành lạ” không có trong danh sách; có phải là “Sở, ngành”?"),
    ]
    assert batch.rows.get(number=2).parsed["differences"] == [
        {"column": "abbreviations", "before": "A", "after": "A; SA"},
        {"column": "valid_from", "before": "", "after": "2004"},
        {"column": "note", "before": "cũ", "after": "mới"},
    ]
    assert _all() == before


def test_an_empty_cell_leaves_and_a_dash_clears(officer):
    agency = make_agency(
        key="so-a", name_vi="Sở A", name_en="A", note="cũ", abbreviations=["A"], valid_from="2004"
    )

    batch = preview(line("Sở A", key="so-a", note="-", abbreviations="-", valid_from="-"), user=officer)
    _commit(batch, officer)

    agency.refresh_from_db()
    assert (agency.name_en, agency.note, agency.abbreviations, agency.valid_from) == ("A", "", [], None)


def test_a_required_cell_can_be_neither_missing_nor_cleared(officer):
    make_agency(key="so-a", name_vi="Sở A")

    batch = preview(
        line("", key="so-a", kind=""),
        line("-", key="so-b"),
        line("Sở C", kind=""),
        line("", kind="", note="x"),
    )

    assert fates(batch) == [(2, UNCHANGED), (3, WRONG), (4, WRONG), (5, WRONG)]
    assert problems(batch) == [
        (3, "name_vi", "Cột bắt buộc, không xóa trống được."),
        (4, "kind", "Thiếu: cột này bắt buộc khi thêm mới."),
        (5, "name_vi", "Thiếu: cột này bắt buộc khi thêm mới."),
        (5, "kind", "Thiếu: cột này bắt buộc khi thêm mới."),
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"valid_from": "2005", "valid_to": "2004"},
            [("valid_to", "Ngày kết thúc đứng trước ngày thành lập.")],
        ),
        ({"valid_from": "2004", "valid_to": "2004"}, []),
        ({"valid_from": "31/12/2004", "valid_to": "1/1/2005"}, []),
        (
            {"valid_from": "1/1/2005", "valid_to": "31/12/2004"},
            [("valid_to", "Ngày kết thúc đứng trước ngày thành lập.")],
        ),
        (
            {"valid_from": "29/2/2024", "valid_to": "28/2/2024"},
            [("valid_to", "Ngày kết thúc đứng trước ngày thành lập.")],
        ),
        ({"valid_to": "28/2/2024"}, []),
    ],
)
def test_days_must_be_in_order(cells, expected):
    assert [
        (column, message) for _row, column, message in problems(preview(line("Sở A", **cells)))
    ] == expected


def test_a_name_that_stands_under_another_key_and_a_name_that_stands_twice():
    make_agency(key="so-a", name_vi="Sở A")
    make_agency(key="tt-1", name_vi="Trung tâm")
    make_agency(key="tt-2", name_vi="Trung tâm")

    assert problems(preview(line("Sở A", key="so-khac"), line("Trung tâm"))) == [
        (2, "key", "Tên này đã có trong sổ với khóa “so-a”: hãy ghi khóa đó, hoặc đổi tên."),
        (3, "name_vi", "Trong sổ có 2 bản ghi như vậy: hãy ghi khóa để phân biệt."),
    ]


def test_new_rows_that_mean_the_same_record_are_refused_together():
    batch = preview(line("Sở A"), line("Sở B"), line("SỞ  A"), line("Sở C", key="x"), line("Sở D", key="x"))

    assert problems(batch) == [
        (2, "name_vi", "Trùng với dòng 4 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (4, "name_vi", "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (5, "key", "Trùng với dòng 6 của bảng: mỗi bản ghi chỉ ghi một dòng."),
        (6, "key", "Trùng với dòng 5 của bảng: mỗi bản ghi chỉ ghi một dòng."),
    ]


def test_a_thousand_rows_with_planted_errors_are_all_reported_at_once():
    rows = [line(f"Đơn vị {number}") for number in range(1, 1001)]
    planted = {
        17: ("kind", line("Đơn vị 17", kind="không có loại này")),
        250: ("valid_from", line("Đơn vị 250", valid_from="31/9/2023")),
        251: ("valid_to", line("Đơn vị 251", valid_to="trước đây")),
        500: ("key", line("Đơn vị 500", key="Có Dấu")),
        777: ("name_vi", line("", kind=DEPARTMENT)),
        999: ("name_vi", line("Đơn vị 1")),
        1000: ("abbreviations", line("Đơn vị 1000", abbreviations="A" * 81)),
    }
    for place, (_column, row) in planted.items():
        rows[place - 1] = row

    batch = preview(*rows)

    found = {(row - 1, column) for row, column, _message in problems(batch)}
    assert found == {(place, column) for place, (column, _row) in planted.items()} | {(1, "name_vi")}
    assert batch.rows.filter(fate=WRONG).count() == 8
    assert batch.rows.filter(fate=NEW).count() == 992


def test_formulas_and_excel_errors_are_refused_cell_by_cell():
    assert problems(preview(line("=A1&B1"), line("Sở B", note="#REF!"))) == [
        (2, "name_vi", "Ô B2 là công thức: hãy dán lại dưới dạng giá trị."),
        (3, "note", "Ô H3 báo lỗi của Excel (#REF!): hãy ghi giá trị."),
    ]


def test_real_numbers_and_dates_of_excel_are_read_as_people_write_them(officer):
    batch = preview(["", "Sở A", "", "", DEPARTMENT, date(2004, 3, 5), 2006, 1.5], user=officer)
    _commit(batch, officer)

    agency = Agency.objects.get(name_vi="Sở A")
    assert (agency.valid_from, agency.valid_to, agency.note) == (
        PartialDate(2004, 3, 5),
        PartialDate(2006),
        "1,5",
    )


def test_the_queries_of_a_preview_do_not_grow_with_its_rows(django_assert_num_queries):
    make_agency(name_vi="Đơn vị 1")
    few, many = (workbook(*[line(f"Đơn vị {n}", key=f"k-{n}") for n in range(size)]) for size in (2, 200))

    for content in (few, many):
        with django_assert_num_queries(2):
            plan_table(AGENCIES, content, user=None, today=TODAY)


# --- the file -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("heads", "sentence"),
    [
        (
            ("a", "b"),
            "Không tìm thấy dòng tiêu đề: cần có các cột “Tên cơ quan”; “Loại”. Hãy tải bảng mẫu, hoặc chép cả dòng tiêu đề.",
        ),
        (
            ("Tên cơ quan", "Ghi chus", "Lọai hình"),
            "Dòng tiêu đề (dòng 1) thiếu cột: “Loại”. Cột “Ghi chus” không có trong mẫu; có phải là “Ghi chú”? Cột “Lọai hình” không có trong mẫu; có phải là “Loại”?",
        ),
        (
            ("Tên cơ quan", "TÊN", "Loại"),
            "Dòng tiêu đề (dòng 1) có hai cột: “Tên cơ quan”. Hãy bỏ bớt một cột.",
        ),
    ],
)
def test_a_heading_that_cannot_be_used_says_why_and_keeps_nothing(heads, sentence):
    with pytest.raises(SheetError) as refused:
        preview(["x", "y", "z"], heads=heads)

    assert str(refused.value) == sentence
    assert ImportBatch.objects.count() == 0


def test_a_heading_without_rows_is_refused():
    with pytest.raises(SheetError, match="không có dòng nào bên dưới"):
        preview(["", "", "", "", "", "", "", ""])


def test_headings_match_without_marks_and_the_rest_is_named():
    batch = preview(
        ["1", "Sở A", "so, nganh", "x", "y", "cũ"],
        heads=("STT", "TEN CO QUAN *", "loai (chọn)", "Ghi chus", "Địa bàn", "Kết quả"),
    )

    assert fates(batch) == [(2, NEW)]
    assert unknown_headings(batch) == [("Ghi chus", "Ghi chú"), ("Địa bàn", "")]


def test_the_table_may_stand_in_any_sheet_below_a_title(officer):
    book = openpyxl.Workbook()
    book.active.append(["Bìa", "Loại"])
    sheet = book.create_sheet("Danh sách")
    for row in (["Danh sách cơ quan"], [], HEADS, line("Sở A")):
        sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)

    batch = sheet_create(
        kind=AGENCIES, file_name="a.xlsx", content=target.getvalue(), user=officer, today=TODAY
    )

    assert fates(batch) == [(4, NEW)]
    assert batch.rows.get().parsed["sheet"] == {"title": "Danh sách", "header_row": 3, "unknown": []}


# --- commit ---------------------------------------------------------------------
def test_commit_writes_new_and_changed_rows_through_the_service(officer):
    make_agency(key="so-a", name_vi="Sở A", note="cũ")

    batch = _commit(
        preview(
            line("Sở A", key="so-a", note="mới"), line("Sở Bê", abbreviations="SB; B", valid_from="4/2012")
        ),
        officer,
    )

    assert (batch.state, batch.uploaded_by) == (ImportState.COMMITTED, officer)
    assert Agency.objects.get(key="so-a").note == "mới"
    made = Agency.objects.get(key="so-be")
    assert (made.name_vi, made.abbreviations, made.valid_from) == ("Sở Bê", ["SB", "B"], PartialDate(2012, 4))
    row = batch.rows.get(number=3)
    assert (row.parsed["record"], row.parsed["name"]) == (made.pk, "Sở Bê")
    assert made.audit_rows.get().pgh_context.metadata["user"] == officer.pk


def test_commit_by_nobody_keeps_the_context_around():
    batch = preview(line("Sở A"))

    with as_actor("lệnh"):
        _commit(batch, None)

    assert Agency.objects.get().audit_rows.get().pgh_context.metadata["actor"] == "lệnh"


def test_wrong_rows_are_not_committed(officer):
    batch = preview(line("Sở A"), line("Sở B", kind="lạ lùng lắm"))

    with pytest.raises(InvalidInput) as refused:
        _commit(batch, officer)

    assert refused.value.code == "import_wrong_rows"
    assert Agency.objects.count() == 0


def test_what_the_service_refuses_is_collected_over_all_rows_and_marked(officer):
    make_agency(key="da-co", name_vi="Đã có")

    def careless_find(rows, _user):
        return [None] * len(rows)

    careless = dataclasses.replace(AGENCIES, find=careless_find, check=lambda *_row, **_more: [])
    content = workbook(
        line("Sở A"),
        line("Sở B", valid_from="2005", valid_to="2004"),
        line("Sở C", key="da-co"),
        line("Sở D"),
    )
    batch = sheet_create(kind=careless, file_name="a.xlsx", content=content, user=officer, today=TODAY)

    with pytest.raises(RefusedRowsError) as refused:
        sheet_commit(kind=careless, batch=batch, user=officer, today=TODAY)

    batch.refresh_from_db()
    assert str(refused.value) == "Không ghi được: 2 dòng bị từ chối. Hãy xem các ô được nêu."
    assert set(refused.value.fields) == {"rows.3.valid_to", "rows.4.key"}
    assert [agency.key for agency in Agency.objects.all()] == ["da-co"]
    assert batch.state == ImportState.REFUSED
    assert fates(batch) == [(2, NEW), (3, WRONG), (4, WRONG), (5, NEW)]
    assert [(row, column) for row, column, _message in problems(batch)] == [(3, "valid_to"), (4, "key")]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("integrity", [("", "Trùng hoặc mâu thuẫn với một bản ghi đã có trong sổ.")]),
        ("fields", [("note", "Sai."), ("", "Lạ.")]),
        ("sentence", [("", "Không được.")]),
        ("domain", [("", "Không cho.")]),
    ],
)
def test_every_kind_of_refusal_becomes_a_problem(officer, error, expected):
    raised = {
        "integrity": IntegrityError("x"),
        "fields": ValidationError({"note": ["Sai."], "unknown": ["Lạ."]}),
        "sentence": ValidationError("Không được."),
        "domain": Conflict("x", "Không cho."),
    }[error]

    def refuse(**_given):
        raise raised

    kind = dataclasses.replace(AGENCIES, apply=refuse)
    batch = preview(line("Sở A"))

    with pytest.raises(RefusedRowsError):
        sheet_commit(kind=kind, batch=batch, user=officer, today=TODAY)

    assert [(column, message) for _row, column, message in problems(batch)] == expected


def test_a_register_that_moved_on_makes_the_preview_stale(officer):
    agency = make_agency(key="so-a", name_vi="Sở A", note="cũ")
    batch = preview(line("Sở A", key="so-a", note="mới"), line("Sở B"))
    agency_update(agency=agency, user=officer, note="khác")

    with pytest.raises(Conflict) as refused:
        _commit(batch, officer)

    assert refused.value.code == "import_stale"
    assert [(agency.key, agency.note) for agency in Agency.objects.all()] == [("so-a", "khác")]
    sheet_refresh(kind=AGENCIES, batch=batch, user=officer, today=TODAY)
    _commit(batch, officer)
    assert Agency.objects.get(key="so-a").note == "mới"


def test_a_register_that_moved_elsewhere_does_not(officer):
    batch = preview(line("Sở B"))
    agency_create(user=officer, name_vi="Sở C", kind="department")

    assert _commit(batch, officer).state == ImportState.COMMITTED


def test_a_committed_batch_is_neither_committed_nor_refreshed_again(officer):
    batch = _commit(preview(line("Sở A")), officer)

    with pytest.raises(Conflict) as again:
        _commit(batch, officer)
    with pytest.raises(Conflict):
        sheet_refresh(kind=AGENCIES, batch=batch, user=officer, today=TODAY)

    assert again.value.code == "import_not_open"
    assert Agency.objects.count() == 1


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_others_neither_preview_nor_commit(role):
    other = make_user(role, agency=None if role != Role.FOCAL_POINT else make_agency(key="cua-ho"))
    batch = preview(line("Sở A"))

    for refused in (
        lambda: preview(line("Sở B"), user=other),
        lambda: _commit(batch, other),
        lambda: sheet_refresh(kind=AGENCIES, batch=batch, user=other, today=TODAY),
    ):
        with pytest.raises(NotAllowed):
            refused()

    assert Agency.objects.filter(name_vi__startswith="Sở").count() == 0
    assert ImportBatch.objects.count() == 1


# --- undo -----------------------------------------------------------------------
def test_undo_puts_everything_back(officer):
    make_agency(key="so-a", name_vi="Sở A", note="cũ", valid_from="2004", abbreviations=["A"])
    make_agency(key="so-b", name_vi="Sở B")
    before = _all()
    batch = _commit(
        preview(
            line("Sở A mới", key="so-a", note="-", valid_from="5/2005"),
            line("Sở B"),
            line("Sở C"),
            line("Sở D"),
        ),
        officer,
    )
    assert Agency.objects.count() == 4
    assert batch.changes.filter(created=True).count() == 2
    assert batch.changes.filter(created=False).count() == 1

    undo_batch(batch=batch, user=officer, reason="Nhập nhầm tệp")

    assert _all() == before


def test_what_a_service_writes_beside_the_record_is_undone_too(officer):
    old = make_agency(key="so-cu", name_vi="Sở cũ")
    doomed = AgencySuccession.objects.create(
        predecessor=old, successor=make_agency(key="khac"), kind="merge", effective_on="2020"
    )
    kept = AgencySuccession.objects.create(predecessor=old, kind="dissolve", effective_on="2021")
    records = (AgencySuccession, Agency)
    before = [{record.pk: snapshot(record) for record in model.objects.all()} for model in records]

    def apply(*, values, record, user, today, log):
        made = agency_create(user=user, **values)
        AgencySuccession.objects.create(
            predecessor=old, successor=made, kind="rename", effective_on=str(today)
        )
        AgencySuccession.objects.filter(pk=kept.pk).update(note="sửa bằng SQL")
        AgencySuccession.objects.filter(pk=doomed.pk).delete()
        fleeting = Agency.objects.create(key="thoang-qua", name_vi="Thoáng qua", kind="office")
        fleeting.delete()
        return made

    kind = dataclasses.replace(AGENCIES, apply=apply)
    batch = preview(line("Sở mới"))
    sheet_commit(kind=kind, batch=batch, user=officer, today=TODAY)
    assert set(AgencySuccession.objects.values_list("kind", flat=True)) == {"rename", "dissolve"}
    assert ImportChange.objects.filter(batch=batch).count() == 4

    undo_batch(batch=batch, user=officer, reason="Nhập nhầm")

    assert [{record.pk: snapshot(record) for record in model.objects.all()} for model in records] == before


def test_two_commits_in_one_audit_context_keep_their_changes_apart(officer):
    with as_actor("lệnh"):
        first = _commit(preview(line("Sở A")), officer)
        second = _commit(preview(line("Sở A", note="x"), line("Sở B")), officer)

    assert (first.changes.count(), second.changes.count()) == (1, 2)


def test_what_the_log_knows_already_is_noted_once(officer):
    agency = make_agency(key="so-a", name_vi="Sở A")

    def apply(*, values, record, user, today, log):
        log.watch(Agency.objects.get(pk=agency.pk))
        written = (
            agency_update(agency=record, user=user, **values)
            if record
            else agency_create(user=user, **values)
        )
        if record is None:
            log.created([written])
        return written

    kind = dataclasses.replace(AGENCIES, apply=apply)
    batch = preview(line("Sở A", key="so-a", note="x"), line("Sở B"))
    sheet_commit(kind=kind, batch=batch, user=officer, today=TODAY)

    assert sorted(batch.changes.values_list("created", flat=True)) == [False, True]


# --- together -------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_commits_at_once_make_one(officer):
    batch = preview(line("Sở A"), line("Sở B"))
    answers: list[str] = []

    def work():
        try:
            _commit(ImportBatch.objects.get(pk=batch.pk), officer)
            answers.append("ghi")
        except Conflict as error:
            answers.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["ghi", "import_not_open"]
    assert Agency.objects.count() == 2


def test_a_batch_of_another_kind_is_left_alone(officer):
    other = batch_create(kind="khac", file_name="a.csv", content=b"a,b\n1,2", user=officer, rows=[])

    with pytest.raises(SheetError):
        _commit(other, officer)
