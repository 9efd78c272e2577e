from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.importing import commit_batch, create_batch
from agreements.models import Agreement
from dnfa.accounts.enums import Role
from dnfa.core.enums import ImportState
from dnfa.core.imports import batch_create
from dnfa.core.models import ImportBatch, ImportRow
from partners.models import Partner
from tests.agreements.importing.factories import TODAY, line, official, workbook
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = "/nhap-bang/"


def _preview(*lines: list, user=None) -> ImportBatch:
    return create_batch(file_name="bang.xlsx", content=workbook(*lines), user=user, today=TODAY)


def _upload(client, content: bytes, name: str = "bang.xlsx"):
    return client.post(LIST, {"file": SimpleUploadedFile(name, content)})


def _text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR])
def test_those_who_keep_the_register_see_the_page(client, role):
    client.force_login(make_user(role))

    response = client.get(LIST)

    assert response.status_code == 200
    assert "Chưa nhập bảng nào. Hãy chọn tệp ở trên." in _text(response)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_others_see_neither_pages_nor_batches(few, client, role):
    batch = _preview(line())
    client.force_login(make_user(role))

    for url in (LIST, f"{LIST}{batch.pk}/", f"{LIST}{batch.pk}/tai-ve/"):
        assert client.get(url).status_code == 403
    for url in (LIST, *(f"{LIST}{batch.pk}/{verb}/" for verb in ("ghi", "xem-lai", "hoan-tac"))):
        assert client.post(url).status_code == 403

    assert (ImportBatch.objects.count(), Agreement.objects.count()) == (1, 0)


def test_batches_of_other_kinds_are_not_shown(client, officer):
    other = batch_create(kind="other", file_name="khac.csv", content=b"a", user=None, rows=[])

    assert "khac.csv" not in _text(client.get(LIST))
    assert client.get(f"{LIST}{other.pk}/").status_code == 404


def test_upload_shows_the_preview_and_writes_nothing_else(few, client, officer):
    response = _upload(client, workbook(line()))

    batch = ImportBatch.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("imports:detail", args=[batch.pk])
    assert (batch.file_name, batch.uploaded_by, batch.state) == ("bang.xlsx", officer, ImportState.PREVIEWED)
    assert Agreement.objects.count() == 0
    page = _text(client.get(response["Location"]))
    assert "Chưa ghi gì vào sổ." in page
    assert "Ghi vào sổ" in page


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 xyz", "Tệp bị hỏng hoặc chưa tải hết"),
        (b"%PDF-1.7", "Tệp không phải bảng tính"),
        (b"a,b\n1,2\n", "Không tìm thấy dòng tiêu đề"),
        (b"", "Tệp trống: hãy chọn tệp có bảng cần nhập."),
        (b"a" * (10 * 1024 * 1024 + 1), "Tệp lớn hơn 10 MB"),
    ],
)
def test_upload_of_an_unreadable_file_says_why_and_keeps_nothing(few, client, officer, content, message):
    response = _upload(client, content)

    assert response.status_code == 200
    assert message in _text(response)
    assert "Có lỗi cần sửa" in _text(response)
    assert ImportBatch.objects.count() == 0


def test_upload_without_a_file(client, officer):
    assert "Hãy chọn tệp cần nhập." in _text(client.post(LIST))


def test_a_preview_with_errors_cannot_be_committed_and_stays(few, client, officer):
    _upload(
        client, workbook(line(stt=1), line(stt=2, partner="Nơi nào đó"), line(stt=3, signing="31/9/2023"))
    )
    batch = ImportBatch.objects.get()

    page = _text(client.get(f"{LIST}{batch.pk}/"))
    assert "Bảng có lỗi nên chưa ghi được dòng nào." in page
    assert "Ghi vào sổ" not in page
    assert "Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày." in page

    response = client.post(f"{LIST}{batch.pk}/ghi/", follow=True)
    assert "Không ghi được: 2 dòng có lỗi." in _text(response)
    assert (Agreement.objects.count(), batch.rows.count()) == (0, 3)


def test_after_adding_the_partner_the_table_is_compared_again(few, client, officer):
    batch = _preview(line(partner="Thành phố Mới"))
    Partner.objects.create(key="kr-moi", kind="locality", name_vi="Thành phố Mới", country_id="KR")

    response = client.post(f"{LIST}{batch.pk}/xem-lai/", follow=True)

    assert "Đã so lại bảng với sổ." in _text(response)
    batch.refresh_from_db()
    assert batch.state == ImportState.PREVIEWED


def test_commit_and_undo_in_the_browser(few, client, officer):
    batch = _preview(line(stt=1), line(stt=2, partner="Thành phố Seoul"))

    response = client.post(f"{LIST}{batch.pk}/ghi/", follow=True)
    assert "Đã ghi 2 dòng vào sổ." in _text(response)
    assert Agreement.objects.count() == 2

    response = client.post(f"{LIST}{batch.pk}/hoan-tac/", {"reason": ""})
    assert "Hãy ghi lý do hoàn tác." in _text(response)
    assert Agreement.objects.count() == 2

    response = client.post(f"{LIST}{batch.pk}/hoan-tac/", {"reason": "nhầm tệp"}, follow=True)
    assert "Đã hoàn tác lần nhập này." in _text(response)
    assert "nhầm tệp" in _text(response)
    assert Agreement.objects.count() == 0


def test_a_refused_undo_keeps_the_typed_reason(few, client, officer):
    batch = commit_batch(batch=_preview(line()), user=None, today=TODAY)
    Agreement.objects.update(note="sửa sau")

    response = client.post(f"{LIST}{batch.pk}/hoan-tac/", {"reason": "nhầm tệp"})

    assert "đã được sửa sau khi nhập (Ghi chú)" in _text(response)
    assert 'value="nhầm tệp"' in _text(response)


def test_a_stale_preview_is_shown_anew_instead_of_committed(few, client, officer):
    batch = _preview(line())
    commit_batch(batch=_preview(line()), user=None, today=TODAY)

    response = client.post(f"{LIST}{batch.pk}/ghi/", follow=True)

    assert "Sổ đã thay đổi từ lúc xem trước" in _text(response)
    assert [row.fate for row in batch.rows.all()] == ["unchanged"]


def test_committing_twice_and_refreshing_a_committed_table_is_refused(few, client, officer):
    batch = commit_batch(batch=_preview(line()), user=None, today=TODAY)

    for verb in ("ghi", "xem-lai"):
        response = client.post(f"{LIST}{batch.pk}/{verb}/", follow=True)
        assert "Lần nhập này đã ghi hoặc đã hoàn tác" in _text(response)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", [4, 5, 6]),
        ("?fate=new", [4, 5]),
        ("?fate=wrong", [6]),
        ("?fate=unchanged", []),
        ("?fate=noted", [5]),
        ("?fate=xyz", [4, 5, 6]),
        ("?page_size=20", [4, 5, 6]),
    ],
)
def test_rows_are_filtered_by_fate(few, client, officer, query, rows):
    batch = _preview(line(stt=1), line(stt=2, signing="2010", term=""), line(stt=3, partner="Nơi nào đó"))

    response = client.get(f"{LIST}{batch.pk}/{query}")

    assert [row.number for row in response.context["rows"]] == rows


def test_every_count_opens_the_rows_it_counts(few, client, officer):
    batch = _preview(line(stt=1), line(stt=2, signing="2010", term=""), line(stt=3, partner="Nơi nào đó"))

    tiles = client.get(f"{LIST}{batch.pk}/").context["tiles"]

    assert [(tile["value"], len(client.get(tile["href"]).context["rows"])) for tile in tiles] == [
        (3, 3),
        (1, 1),
        (2, 2),
        (0, 0),
        (0, 0),
        (1, 1),
    ]


def test_rows_show_what_was_understood(few, client, officer):
    batch = _preview(
        line(
            stt=1, partner="TP Daegu", signing="2004 (Ký tăng cường 2018)", term="5 năm (đến ngày 25/8/2019)"
        ),
        line(stt=2, partner="Thành phố Seoul", term="18 tháng"),
        line(
            stt=3,
            partner="Tỉnh Salavan",
            country="Lào",
            signing="Ý định thư",
            term="tự động gia hạn từng năm",
        ),
        line(stt=4, signing="2020", term="2021"),
    )

    first, second, third, fourth = client.get(f"{LIST}{batch.pk}/").context["rows"]

    assert (first.partner_name, first.matched_by) == ("Thành phố Daegu", "khác cách viết")
    assert first.signings == ["Ký: 2004", "Ký tăng cường: 2018"]
    assert [row.term for row in (first, second, third, fourth)] == [
        "đến hết 25/08/2019 (60 tháng)",
        "18 tháng",
        "12 tháng, tự động gia hạn mỗi lần 12 tháng",
        "đến hết 2021",
    ]
    assert third.signings == ["Ký ý định thư: chưa rõ ngày"]


def test_differences_are_shown_before_and_after(few, client, officer):
    commit_batch(batch=_preview(line(term="2021")), user=None, today=TODAY)

    page = _text(client.get(f"{LIST}{_preview(line(term='2026')).pk}/"))

    assert "Thời hạn hiệu lực: 2021 → 2026" in page


def test_html_in_cells_and_names_is_shown_as_text(few, client, officer):
    payload = "<script>alert(1)</script>"
    _upload(client, workbook(line(partner=payload, note=payload, signing=payload)), name=f"{payload}.xlsx")

    page = client.get(f"{LIST}{ImportBatch.objects.get().pk}/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_download_is_the_officers_own_sheet_with_results(few, client, officer):
    batch = create_batch(
        file_name="Bảng quan hệ.xlsx", content=workbook(line(partner="Nơi nào đó")), user=None, today=TODAY
    )

    response = client.get(f"{LIST}{batch.pk}/tai-ve/")

    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "B%E1%BA%A3ng%20quan%20h%E1%BB%87-ket-qua.xlsx" in response["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet["H4"].value == "Có lỗi"


def test_pages_take_a_fixed_number_of_queries(register, client, officer, django_assert_max_num_queries):
    batch = create_batch(file_name="a.xlsx", content=official(), user=officer, today=TODAY)
    assert ImportRow.objects.count() == 48

    with django_assert_max_num_queries(12):
        response = client.get(f"{LIST}{batch.pk}/")
    assert len(response.context["rows"]) == 48
    with django_assert_max_num_queries(12):
        assert client.get(LIST).status_code == 200
