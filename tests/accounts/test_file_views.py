from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.core.attachments import holders, storage
from dnfa.core.attachments.models import Attachment
from dnfa.core.attachments.selectors import files_of
from dnfa.core.attachments.services import withdraw_file
from dnfa.core.clock import local_today
from tests.core.attachments import samples
from tests.core.attachments.factories import TODAY, agreements_hold_files, make_attachment
from tests.factories import make_agency, make_agreement, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_files")]
GOOD = {
    "kind": "signed_text",
    "title": "Bản ghi nhớ",
    "language": "vi",
    "is_original": "original",
    "note": "",
}


@pytest.fixture
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    yield from agreements_hold_files()


def form_url(record, query=""):
    return reverse("files:attach", args=["agreement", record.pk]) + query


def send(client, record, query="", **values):
    data = {**GOOD, "file": samples.upload("Biên bản.pdf", samples.pdf()), **values}
    return client.post(
        form_url(record, query), {name: value for name, value in data.items() if value is not None}
    )


def got(client, name, file, **values):
    """The answer of an address, read to its end: an answer left unread keeps the file open."""
    response = client.get(reverse(name, args=[file.pk]), **values)
    response.read_content = b"".join(response)
    return response


def status(client, name, file):
    return got(client, name, file).status_code


def withdrawn(file, user=None):
    return withdraw_file(attachment=file, reason="Nhầm", user=user or make_user(), today=TODAY)


def test_the_form_asks_for_a_file_and_what_it_is(client, officer):
    agreement = make_agreement()

    page = client.get(form_url(agreement)).content.decode()

    assert 'enctype="multipart/form-data"' in page
    assert 'data-most-bytes="31457280"' in page
    assert agreement.title_vi in page
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page))
    assert {"file", "kind", "title", "language", "is_original", "note"} <= names


def test_attaching_leads_back_to_the_record(client, officer):
    agreement = make_agreement()

    response = send(client, agreement)

    file = Attachment.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{agreement.get_absolute_url()}#tep")
    assert (file.record, file.title, file.file_name, file.is_original, file.uploaded_by, file.added_on) == (
        agreement, "Bản ghi nhớ", "Biên bản.pdf", True, officer, local_today(),
    )  # fmt: skip
    assert [str(said) for said in get_messages(response.wsgi_request)] == ["Đã đưa tệp “Bản ghi nhớ” vào sổ."]


def test_a_scan_is_taken_with_a_warning(client, officer):
    response = send(client, make_agreement(), file=samples.upload("q.pdf", samples.scan(samples.picture())))

    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert said[1:] == ["Nội dung (hoặc một phần) là ảnh quét, chưa kiểm tra được dấu mật."]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"file": None}, "Hãy chọn tệp."),
        ({"file": samples.upload("a.txt", b"")}, "Tệp trống: hãy chọn lại tệp có nội dung."),
        ({"file": samples.upload("a.exe", b"MZ")}, "Chỉ nhận tệp PDF"),
        ({"file": samples.upload("a.txt", "TỐI MẬT".encode())}, "Có dấu độ mật TỐI MẬT ở nội dung"),
        (
            {"file": samples.upload("a.txt", "TỐI MẬT".encode()), "kind": ""},
            "Có dấu độ mật TỐI MẬT ở nội dung",
        ),
    ],
)
def test_a_wrong_file_keeps_what_was_typed_and_is_not_held(client, officer, settings, values, sentence):
    response = send(client, make_agreement(), **{"title": "Tên đã gõ", "note": "Ghi chú đã gõ", **values})

    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert 'value="Tên đã gõ"' in page
    assert "Ghi chú đã gõ</textarea>" in page
    assert Attachment.objects.count() == 0
    assert not (settings.MEDIA_ROOT / "pending").exists()


@pytest.mark.parametrize("wrong", [{"title": ""}, {"kind": ""}, {"note": "có dấu MẬT"}])
def test_a_good_file_is_held_while_another_field_is_wrong(client, officer, settings, wrong):
    agreement = make_agreement()

    first = send(client, agreement, **wrong)
    page = first.content.decode()
    token = first.context["held"].token
    second = send(client, agreement, file=None, held=token)

    assert "Tệp đã chọn vẫn được giữ: Biên bản.pdf" in page
    assert f'value="{token}"' in page
    assert second.status_code == 302
    assert Attachment.objects.get().file_name == "Biên bản.pdf"
    assert list((settings.MEDIA_ROOT / "pending" / str(officer.pk)).iterdir()) == []


def test_a_form_sent_empty_says_what_it_needs(client, officer):
    page = client.post(form_url(make_agreement()), {}).content.decode()

    assert [word in page for word in ("Hãy chọn tệp.", "Hãy chọn loại tệp.", "Hãy ghi tên tài liệu.")] == [
        True
    ] * 3


def test_the_same_file_twice_is_said_at_the_file(client, officer):
    agreement = make_agreement()
    make_attachment(agreement, title="Bản đầu")

    page = send(client, agreement).content.decode()

    assert "Tệp này đã có ở bản ghi: “Bản đầu”" in page
    assert "Tệp đã chọn vẫn được giữ" not in page


def test_a_new_version_keeps_the_kind(client, officer):
    agreement = make_agreement()
    first = make_attachment(agreement, kind="draft", title="Dự thảo lần 1", language="en")

    page = client.get(form_url(agreement, f"?thay={first.pk}")).content.decode()
    response = send(
        client, agreement, f"?thay={first.pk}", kind=None, file=samples.upload("b.txt", samples.TEXT)
    )

    assert "Thay cho “Dự thảo lần 1” (Dự thảo, phiên bản 1)." in page
    assert 'name="kind"' not in page
    assert response.status_code == 302
    [series] = files_of(agreement)
    assert (series.current.kind, series.current.version_number, series.older) == ("draft", 2, (first,))


def test_a_version_that_came_too_late_is_said_at_the_head_of_the_form(client, officer):
    agreement = make_agreement()
    first = make_attachment(agreement)
    make_attachment(agreement, content=samples.TEXT, name="b.txt", replaces=first)

    page = send(
        client, agreement, f"?thay={first.pk}", file=samples.upload("c.txt", b"khac")
    ).content.decode()

    assert "Tệp này đã có phiên bản mới hơn" in page


@pytest.mark.parametrize("query", ["?thay=x", "?thay=999999"])
def test_a_version_of_nothing_is_not_found(client, officer, query):
    assert client.get(form_url(make_agreement(), query)).status_code == 404


def test_who_opens_the_form(client):
    agency = make_agency()
    agreement = make_agreement(agencies=[agency])
    stranger = make_user(Role.FOCAL_POINT)
    people = {role: make_user(role, agency=agency) for role in Role}

    answers = {}
    for role, user in [*people.items(), ("stranger", stranger)]:
        client.force_login(user)
        answers[role] = client.get(form_url(agreement)).status_code

    may = {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR}
    assert answers == {**{role: 200 if role in may else 403 for role in Role}, "stranger": 404}
    client.force_login(people[Role.OFFICER])
    assert client.get(reverse("files:attach", args=["la", agreement.pk])).status_code == 404
    assert client.get(reverse("files:attach", args=["agreement", 999_999])).status_code == 404


ADDRESSES = ["files:detail", "files:download", "files:raw"]


@pytest.mark.parametrize("name", ADDRESSES)
def test_who_opens_a_file(client, name):
    agency = make_agency()
    file = make_attachment(make_agreement(agencies=[agency]))
    people = {role: make_user(role, agency=agency) for role in Role} | {
        "stranger": make_user(Role.FOCAL_POINT)
    }

    answers = {}
    for role, user in people.items():
        client.force_login(user)
        answers[role] = status(client, name, file)

    assert answers == {**dict.fromkeys(Role, 200), "stranger": 404}
    client.logout()
    assert status(client, name, file) == 302


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("MOU.pdf", samples.pdf(), ['class="file-frame"', "Mở trong thẻ mới", "PDF 1.7"]),
        ("q.pdf", samples.scan(samples.picture()), ["chưa kiểm tra được dấu mật"]),
        ("anh.png", samples.png(), ['class="file-image"']),
        ("a.txt", samples.TEXT, ["Biên bản họp ngày 5/3/2026", "Chữ trích từ tệp"]),
        ("a.docx", samples.word("Điều 1. Mục đích"), ["Điều 1. Mục đích"]),
        ("a.docx", samples.word(*["Điều"] * 401), ["Chỉ hiển thị phần đầu"]),
        ("a.txt", b"a" * 100_001, ["Chỉ hiển thị phần đầu"]),
        ("a.xlsx", samples.excel(("Đối tác", 1234), ("Daegu", None)), ["<td>1.234</td>", "<h3>Bảng</h3>"]),
        ("a.xlsx", samples.excel(*[("dòng",)] * 101), ["Chỉ hiển thị phần đầu"]),
        ("a.xlsx", samples.excel((None,)), ["Trang tính trống."]),
    ],
)
def test_what_can_be_shown_of_a_file(client, officer, name, content, said):
    file = make_attachment(content=content, name=name)

    page = client.get(file.get_absolute_url()).content.decode()

    assert [words for words in said if words not in page] == []
    assert file.sha256 in page
    assert 'action="/tep/' in page  # the form of withdrawing


def test_a_sheet_that_openpyxl_cannot_read_says_so(client, officer):
    content = samples.archive(
        {"xl/worksheets/sheet1.xml": b"<x/>", "xl/styles.xml": b"<x"}, base=samples.excel()
    )

    page = client.get(make_attachment(content=content, name="a.xlsx").get_absolute_url()).content.decode()

    assert "Không xem trước được bảng tính này" in page


def test_a_content_spoilt_on_the_disk_says_so(client, officer):
    file = make_attachment(content=samples.word(), name="a.docx")
    storage.path_of(file.sha256).write_bytes(b"hong")

    assert "Tệp bị hỏng" in client.get(file.get_absolute_url()).content.decode()


def test_a_lost_content_says_so(client, officer):
    text, pdf = make_attachment(content=samples.TEXT, name="a.txt"), make_attachment()
    for file in (text, pdf):
        storage.path_of(file.sha256).unlink()

    assert "Nội dung tệp không còn trên máy chủ" in client.get(text.get_absolute_url()).content.decode()
    lost = client.get(reverse("files:download", args=[pdf.pk]))
    assert lost.status_code == 404
    assert "check_files" in lost.content.decode()


def test_downloading(client, officer):
    file = make_attachment(name="Bản ghi nhớ Đà Nẵng.pdf")

    response = client.get(reverse("files:download", args=[file.pk]))

    assert b"".join(response.streaming_content) == samples.pdf()
    assert {
        name: response[name] for name in ("Content-Type", "ETag", "Cache-Control", "X-Content-Type-Options")
    } == {
        "Content-Type": "application/pdf",
        "ETag": f'"{file.sha256}"',
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''B%E1%BA%A3n%20ghi%20nh%E1%BB%9B%20%C4%90%C3%A0%20N%E1%BA%B5ng.pdf"
    )
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("sent", "content", "disposition", "content_type"),
    [
        ("a.pdf", samples.pdf(), "inline", "application/pdf"),
        ("a.png", samples.png(), "inline", "image/png"),
        ("a.txt", samples.TEXT, "inline", "text/plain; charset=utf-8"),
        ("a.docx", samples.word(), "attachment", None),
    ],
)
def test_only_the_raw_view_may_be_framed_and_only_by_us(client, sent, content, disposition, content_type):
    client.force_login(make_user())
    file = make_attachment(content=content, name=sent)

    response = got(client, "files:raw", file)

    assert response["Content-Disposition"] == f'{disposition}; filename="{sent}"'
    assert response["Content-Type"] == (content_type or file.media_type)
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "object-src 'self'" in policy
    assert "frame-ancestors 'none'" in client.get(file.get_absolute_url())["Content-Security-Policy"]


@pytest.mark.parametrize(("known", "status"), [("same", 304), ("other", 200)])
def test_a_content_already_known_is_not_sent_again(client, officer, known, status):
    file = make_attachment()
    etag = f'"{file.sha256}"' if known == "same" else '"x"'

    response = got(client, "files:raw", file, headers={"If-None-Match": etag})

    assert (response.status_code, response["ETag"]) == (status, f'"{file.sha256}"')


def test_rights_stand_before_what_is_already_known(client):
    file = make_attachment()
    client.force_login(make_user(Role.FOCAL_POINT))

    response = client.get(reverse("files:raw", args=[file.pk]), headers={"If-None-Match": f'"{file.sha256}"'})

    assert response.status_code == 404


def test_withdrawing_from_the_page(client, officer):
    file = make_attachment(make_agreement(), title="Bản nhầm")
    url = reverse("files:withdraw", args=[file.pk])

    empty = client.post(url, {"reason": ""}).content.decode()
    secret = client.post(url, {"reason": "có dấu MẬT"}).content.decode()
    done = client.post(url, {"reason": "Tải nhầm"})
    again = client.post(url, {"reason": "Tải nhầm"}, follow=True).content.decode()

    file.refresh_from_db()
    assert "Hãy ghi lý do rút tệp." in empty
    assert "Có dấu độ mật MẬT" in secret
    assert (done.status_code, done["Location"]) == (302, file.get_absolute_url())
    assert "Tệp này đã được rút trước đó." in again
    assert (file.withdrawn_on, file.withdrawn_by, file.withdraw_reason) == (
        local_today(),
        officer,
        "Tải nhầm",
    )


def test_who_withdraws(client):
    agency = make_agency()
    file = make_attachment(make_agreement(agencies=[agency]))
    url = reverse("files:withdraw", args=[file.pk])
    people = {"own": make_user(Role.FOCAL_POINT, agency=agency), "stranger": make_user(Role.FOCAL_POINT)}

    answers = {}
    for name, user in people.items():
        client.force_login(user)
        answers[name] = client.post(url, {"reason": "Nhầm"}).status_code

    assert answers == {"own": 403, "stranger": 404}
    assert Attachment.objects.filter(withdrawn_on__isnull=True).count() == 1


def test_a_withdrawn_file_is_opened_by_those_who_keep_the_register(client):
    agency = make_agency()
    file = withdrawn(make_attachment(make_agreement(agencies=[agency])))
    reader, keeper = make_user(Role.FOCAL_POINT, agency=agency), make_user()

    client.force_login(reader)
    read = client.get(file.get_absolute_url()).content.decode()
    refused = [status(client, name, file) for name in ADDRESSES]
    client.force_login(keeper)
    opened = [status(client, name, file) for name in ADDRESSES]

    assert "Tệp đã rút ngày 02/03/2026" in read
    assert "chỉ người giữ sổ mở được" in read
    assert (refused, opened) == ([200, 404, 404], [200, 200, 200])


def test_the_page_of_an_old_version_leads_to_the_new(client, officer):
    agreement = make_agreement()
    first = make_attachment(agreement)
    second = make_attachment(agreement, content=samples.TEXT, name="b.txt", replaces=first)

    old, new = (client.get(file.get_absolute_url()).content.decode() for file in (first, second))

    assert "Đây là phiên bản cũ" in old
    assert f'href="{second.get_absolute_url()}"' in old
    assert f"?thay={first.pk}" not in old
    assert "Đây là phiên bản cũ" not in new
    assert f"?thay={second.pk}" in new


def test_the_page_of_a_file_costs_the_same_whatever_its_versions(
    client, officer, django_assert_max_num_queries
):
    agreement = make_agreement()
    file = make_attachment(agreement)
    for number in range(3):
        file = make_attachment(agreement, content=b"x" * (number + 1), name="x.txt", replaces=file)
    client.get(file.get_absolute_url())

    with django_assert_max_num_queries(12):
        client.get(file.get_absolute_url())


def test_no_holder_no_files(client, officer):
    file = make_attachment()
    before = holders.holder_by_code("agreement")
    holders.unregister_holder("agreement")

    status = client.get(file.get_absolute_url()).status_code
    holders.register_holder(before)

    assert status == 404


def test_a_file_is_not_withdrawn_before_the_day_it_came(client, officer):
    file = make_attachment(today=local_today() - timedelta(days=1))

    assert client.post(reverse("files:withdraw", args=[file.pk]), {"reason": "Nhầm"}).status_code == 302
