from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency
from dnfa.accounts.services import agency_update
from dnfa.core import jobs
from dnfa.core.enums import ImportState, JobState
from dnfa.core.imports import batch_create
from dnfa.core.models import ImportBatch, Job
from dnfa.core.table_import import services
from dnfa.core.table_import.selectors import batches_visible_to
from tests.core.table_import.sheets import line, preview, workbook
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
LIST = "/nhap-bang/"
KIND = "/nhap-bang/co-quan/"
PASTED = "Tên cơ quan\tLoại\nSở A\tVăn phòng\n"


def _text(response) -> str:
    return " ".join(response.content.decode().split())


def _file(*rows, name: str = "co-quan.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, workbook(*rows))


def _url(batch: ImportBatch, verb: str = "") -> str:
    return f"{LIST}{batch.pk}/{verb}"


# --- who may --------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_others_are_refused_and_see_no_batches(client, role):
    user = make_user(role)
    batch = preview(line("Sở A"))
    client.force_login(user)

    for url in (LIST, KIND, f"{KIND}mau/", f"{KIND}xuat/", _url(batch), _url(batch, "tai-ve/")):
        assert client.get(url).status_code == 403
    for url in (LIST, KIND, *(_url(batch, verb) for verb in ("ghi/", "xem-lai/", "hoan-tac/"))):
        assert client.post(url).status_code == 403

    assert list(batches_visible_to(user)) == []
    assert Agency.objects.filter(name_vi="Sở A").count() == 0


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR])
def test_those_who_keep_the_register_see_batches_of_every_kind_there_is(client, role):
    user = make_user(role)
    client.force_login(user)
    agencies = preview(line("Sở A"))
    relations = batch_create(kind="relations", file_name="quan-he.csv", content=b"a", user=None, rows=[])
    unknown = batch_create(kind="khac", file_name="la.csv", content=b"a", user=None, rows=[])

    page = _text(client.get(LIST))

    assert set(batches_visible_to(user)) == {agencies, relations}
    assert ("co-quan.xlsx" in page, "quan-he.csv" in page, "la.csv" in page) == (True, True, False)
    assert client.get(_url(unknown)).status_code == 404


# --- the list -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"co-quan.xlsx", "quan-he.csv"}),
        ("?kind=co-quan", {"co-quan.xlsx"}),
        ("?kind=relations", {"quan-he.csv"}),
        ("?state=refused", set()),
        ("?q=QUAN-HE", {"quan-he.csv"}),
        ("?kind=la", set()),
    ],
)
def test_the_list_is_filtered(client, officer, query, shown):
    preview(line("Sở A"))
    batch_create(kind="relations", file_name="quan-he.csv", content=b"a", user=None, rows=[])

    page = _text(client.get(f"{LIST}{query}"))

    assert {name for name in ("co-quan.xlsx", "quan-he.csv") if f">{name}<" in page} == shown


def test_the_list_offers_every_kind(client, officer):
    page = _text(client.get(LIST))

    assert 'href="/nhap-bang/bang-quan-he/"' in page
    assert 'href="/nhap-bang/co-quan/"' in page
    assert '<option value="co-quan">Cơ quan, đơn vị</option>' in page


@pytest.mark.parametrize("count", [1, 4])
def test_the_pages_cost_the_same_queries_for_few_and_for_many(
    client, officer, django_assert_max_num_queries, count
):
    for number in range(count):
        batch = preview(*[line(f"Sở {number}-{row}") for row in range(count)])

    with django_assert_max_num_queries(8):
        client.get(LIST)
    with django_assert_max_num_queries(9):
        client.get(_url(batch))


def test_a_file_is_sent_from_the_list_with_its_kind(client, officer):
    response = client.post(LIST, {"kind": "co-quan", "file": _file(line("Sở A"))})

    batch = ImportBatch.objects.get()
    assert response["Location"] == reverse("imports:detail", args=[batch.pk])
    assert (batch.kind, batch.uploaded_by) == ("co-quan", officer)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kind": "co-quan"}, "Hãy chọn tệp cần nhập."),
        ({"kind": "la", "file": True}, "Hãy chọn một loại bảng trong danh sách."),
        ({"kind": "bang-quan-he", "file": True}, "Không tìm thấy dòng tiêu đề"),
    ],
)
def test_what_cannot_be_read_from_the_list_says_why(client, officer, data, message):
    sent = {**data, **({"file": _file(line("Sở A"))} if "file" in data else {})}

    response = client.post(LIST, sent)

    assert (response.status_code, message in _text(response)) == (200, True)
    assert ImportBatch.objects.count() == 0


# --- one kind -------------------------------------------------------------------
def test_the_page_of_a_kind_explains_its_columns(client, officer):
    page = _text(client.get(KIND))

    assert "Dán từ Excel" in page
    assert "Để trống khi thêm mới: hệ thống tự đặt theo tên." in page
    assert f'href="{KIND}mau/"' in page
    assert f'href="{KIND}xuat/"' in page


def test_a_table_with_a_layout_of_its_own_is_only_uploaded(client, officer):
    page = _text(client.get("/nhap-bang/bang-quan-he/"))

    assert "Tải tệp lên" in page
    assert "Dán từ Excel" not in page
    assert client.get("/nhap-bang/bang-quan-he/mau/").status_code == 404
    assert client.get("/nhap-bang/bang-quan-he/xuat/").status_code == 404
    assert "Hãy chọn tệp cần nhập." in _text(client.post("/nhap-bang/bang-quan-he/", {"cells": PASTED}))


@pytest.mark.parametrize("verb", ["", "mau/", "xuat/"])
def test_a_kind_nobody_knows(client, officer, verb):
    assert client.get(f"{LIST}khong-co/{verb}").status_code == 404


@pytest.mark.parametrize("verb", ["mau", "xuat"])
def test_template_and_export_are_workbooks(client, officer, verb):
    make_agency(name_vi="Sở Có Sẵn")

    response = client.get(f"{KIND}{verb}/")

    assert response["Content-Disposition"].startswith('attachment; filename="')
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert sheet["C2"].value == {"mau": "Sở Ví dụ thành phố", "xuat": "Sở Có Sẵn"}[verb]


def test_a_file_is_sent_and_cells_are_pasted(client, officer):
    by_file = client.post(KIND, {"file": _file(line("Sở A"))})
    by_paste = client.post(KIND, {"cells": PASTED})

    first, second = ImportBatch.objects.order_by("pk")
    assert (by_file["Location"], by_paste["Location"]) == (_url(first), _url(second))
    assert [batch.rows.get().fate for batch in (first, second)] == ["new", "new"]


@pytest.mark.parametrize(
    ("data", "message", "kept"),
    [
        ({"cells": "a\tb\n1\t2"}, "Không tìm thấy dòng tiêu đề", "1\t2"),
        ({"cells": " \n "}, "Hãy dán các ô cần nhập, gồm cả dòng tiêu đề.", ""),
        ({"cells": ""}, "Hãy dán các ô cần nhập, gồm cả dòng tiêu đề.", ""),
        ({}, "Hãy chọn tệp cần nhập.", ""),
        ({"file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")}, "Không tìm thấy dòng tiêu đề", ""),
        ({"file": SimpleUploadedFile("a.csv", b"a" * (10 * 1024 * 1024 + 1))}, "Tệp lớn hơn 10 MB", ""),
    ],
)
def test_what_cannot_be_read_says_why_and_what_was_pasted_stays(client, officer, data, message, kept):
    response = client.post(KIND, data)

    assert (response.status_code, message in _text(response)) == (200, True)
    assert kept in response.content.decode()
    assert ImportBatch.objects.count() == 0


# --- one table ------------------------------------------------------------------
def test_the_preview_shows_what_differs_and_what_is_wrong(client, officer):
    make_agency(key="so-a", name_vi="Sở A", note="cũ")
    batch = preview(
        line("Sở A", key="so-a", note="mới"), line("Sở B", kind="không có"), line("Sở C", note="-")
    )

    page = _text(client.get(_url(batch)))

    assert "<del>cũ</del> → <ins>mới</ins>" in page
    assert "“không có” không có trong danh sách" in page
    assert "Bảng có lỗi nên chưa ghi được dòng nào." in page
    assert "Ghi vào sổ" not in page


@pytest.mark.parametrize(
    ("fate", "shown"),
    [
        ("", {"Sở A", "Sở B", "Sở C"}),
        ("changed", {"Sở A"}),
        ("wrong", {"Sở B"}),
        ("new", {"Sở C"}),
        ("unchanged", set()),
        ("noted", set()),
    ],
)
def test_the_tiles_open_the_rows_they_count(client, officer, fate, shown):
    make_agency(key="so-a", name_vi="Sở A")
    batch = preview(line("Sở A", key="so-a", note="mới"), line("Sở B", kind="không có"), line("Sở C"))

    response = client.get(_url(batch), {"fate": fate, "page_size": "20"})

    assert {row.name for row in response.context["rows"]} == shown
    assert {tile["label"]: tile["value"] for tile in response.context["tiles"]} == {
        "Tất cả": 3, "Có lỗi": 1, "Thêm mới": 1, "Cập nhật": 1, "Không đổi": 0, "Cần xem lại": 0,
    }  # fmt: skip


def test_columns_that_were_not_read_are_named(client, officer):
    batch = preview(["Sở A", "Văn phòng", "x", "y"], heads=("Tên cơ quan", "Loại", "Ghi chus", "Địa bàn"))

    page = _text(client.get(_url(batch)))

    assert "“Ghi chus”: có phải là “Ghi chú”?" in page
    assert "<li>“Địa bàn”</li>" in page


def test_commit_and_undo(client, officer):
    batch = preview(line("Sở A"), line("Sở B"))

    done = client.post(_url(batch, "ghi/"), follow=True)
    assert "Đã ghi 2 dòng vào sổ." in _text(done)
    assert Agency.objects.count() == 2
    assert "Hãy ghi lý do hoàn tác." in _text(client.post(_url(batch, "hoan-tac/"), {"reason": " "}))
    undone = client.post(_url(batch, "hoan-tac/"), {"reason": "Nhầm tệp"}, follow=True)
    assert "Đã hoàn tác lần nhập này." in _text(undone)
    assert Agency.objects.count() == 0
    again = client.post(_url(batch, "hoan-tac/"), {"reason": "Nhầm tệp"})
    assert "Lần nhập này chưa ghi vào sổ hoặc đã hoàn tác." in _text(again)
    assert "đã ghi hoặc đã hoàn tác" in _text(client.post(_url(batch, "ghi/"), follow=True))
    assert "đã ghi hoặc đã hoàn tác" in _text(client.post(_url(batch, "xem-lai/"), follow=True))


def test_a_stale_preview_is_told_and_shown_anew(client, officer):
    agency = make_agency(key="so-a", name_vi="Sở A", note="cũ")
    batch = preview(line("Sở A", key="so-a", note="mới"))
    agency_update(agency=agency, user=officer, note="khác")

    page = _text(client.post(_url(batch, "ghi/"), follow=True))

    agency.refresh_from_db()
    assert "Sổ đã thay đổi từ lúc xem trước" in page
    assert "<del>khác</del> → <ins>mới</ins>" in page
    assert agency.note == "khác"


def test_the_preview_is_compared_again(client, officer):
    batch = preview(line("Sở A", key="so-a"))
    make_agency(key="so-a", name_vi="Sở A")

    page = _text(client.post(_url(batch, "xem-lai/"), follow=True))

    assert "Đã so lại bảng với sổ." in page
    assert batch.rows.get().fate == "unchanged"


def test_the_sheet_comes_back_marked(client, officer):
    batch = preview(line("Sở A", kind="không có"))

    response = client.get(_url(batch, "tai-ve/"))

    assert response["Content-Disposition"] == 'attachment; filename="co-quan-ket-qua.xlsx"'
    assert openpyxl.load_workbook(io.BytesIO(response.content)).active["I2"].value == "Có lỗi"


def test_a_long_table_shows_its_job(client, officer):
    batch = preview(*[line(f"Sở {number}") for number in range(services.AT_ONCE + 1)], user=officer)

    page = _text(client.post(_url(batch, "ghi/"), follow=True))

    job = Job.objects.get()
    assert "Đang ghi bảng vào sổ." in page
    assert reverse("accounts:job_progress", args=[job.pk]) in page
    assert reverse("accounts:job_cancel", args=[job.pk]) in page
    assert f'action="{_url(batch, "ghi/")}"' not in page
    client.force_login(make_user(Role.OFFICER))
    of_a_colleague = _text(client.get(_url(batch)))
    assert "Đang chạy nền: Ghi bảng “co-quan.xlsx” vào sổ." in of_a_colleague
    assert reverse("accounts:job_progress", args=[job.pk]) not in of_a_colleague


def test_a_table_still_being_compared_shows_nothing_but_its_job(client, officer):
    batch = batch_create(kind="co-quan", file_name="a.csv", content=b"a", user=officer, rows=[])
    job = jobs.enqueue(
        kind=services.PREVIEW_JOB, title="Đọc", parameters={"batch": batch.pk}, requested_by=officer
    )

    page = _text(client.get(_url(batch)))
    assert ("Tất cả các dòng" in page, "Ghi vào sổ" in page, "So lại với sổ" in page) == (False, False, False)

    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error="Không đọc được.")
    page = _text(client.get(_url(batch)))
    assert ("Không đọc được." in page, "So lại với sổ" in page, "Ghi vào sổ" in page) == (True, True, False)
    assert batch.state == ImportState.PREVIEWED
