from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.template import Context, Template

from dnfa.accounts.enums import Role
from dnfa.core.attachments import storage
from dnfa.core.attachments.integrity import check_files
from dnfa.core.attachments.services import withdraw_file
from dnfa.core.templatetags.files import file_size, short_type
from tests.core.attachments import samples
from tests.core.attachments.factories import TODAY, make_attachment
from tests.factories import make_agreement, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("holder")]


def run(*arguments):
    out = StringIO()
    try:
        call_command("check_files", *arguments, stdout=out)
    except CommandError as error:
        return str(error), out.getvalue()
    return "", out.getvalue()


def text_file(words, **values):
    return make_attachment(content=words.encode(), name="a.txt", **values)


def test_whole_files_pass():
    text_file("một")
    text_file("một")

    assert run("--json") == ("", '{"checked": 1, "missing": {}, "damaged": {}, "orphans": []}\n')
    assert run() == ("", "Đã kiểm tra 1 nội dung.\n")


def test_an_empty_register_passes():
    assert check_files().is_whole


def test_damage_is_named_and_ends_with_an_error():
    lost, damaged, whole = text_file("một"), text_file("hai"), text_file("ba")
    shared = text_file("một")
    storage.path_of(lost.sha256).unlink()
    storage.path_of(damaged.sha256).write_bytes(b"khac")
    orphan = storage.keep(b"khong ai dung")
    half = storage.path_of(whole.sha256).parent / ".half-x"
    half.write_bytes(b"nua")

    error, said = run("--json")
    _error, words = run()

    report = json.loads(said)
    assert error == "1 nội dung bị thiếu, 1 nội dung bị hỏng: hãy khôi phục từ bản sao lưu."
    assert (report["checked"], report["missing"], report["damaged"]) == (
        3, {lost.sha256: [lost.pk, shared.pk]}, {damaged.sha256: [damaged.pk]},
    )  # fmt: skip
    assert set(report["orphans"]) == {
        str(path.relative_to(storage.root())) for path in (storage.path_of(orphan), half)
    }
    assert f"Thiếu: {lost.sha256}, tệp số {lost.pk}, {shared.pk}" in words
    assert f"Hỏng: {damaged.sha256}, tệp số {damaged.pk}" in words
    assert words.count("(vô hại)") == 2


def test_a_content_in_the_wrong_place_is_missing():
    file = text_file("một")
    place = storage.path_of(file.sha256)
    wrong = storage.root() / "00" / "00"
    wrong.mkdir(parents=True)
    place.rename(wrong / file.sha256)

    assert check_files().missing == {file.sha256: [file.pk]}


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 byte"),
        (1023, "1.023 byte"),
        (1024, "1 KB"),
        (35_840, "35 KB"),
        (1_258_291, "1,2 MB"),
        (31_457_280, "30 MB"),
    ],
)
def test_sizes_in_words(size, words):
    assert file_size(size) == words


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", samples.pdf(), "PDF"),
        ("a.docx", samples.word(), "DOCX"),
        ("a.xlsx", samples.excel(), "XLSX"),
        ("a.png", samples.png(), "PNG"),
        ("a.jpg", samples.JPEG, "JPG"),
        ("a.txt", samples.TEXT, "TXT"),
    ],
)
def test_types_in_short(name, content, words):
    assert short_type(make_attachment(content=content, name=name).media_type) == words


def panel(record, user):
    source = "{% load files %}{% files_panel record user %}"
    return Template(source).render(Context({"record": record, "user": user}))


def test_the_panel_of_a_record(django_assert_num_queries):
    agreement, officer = make_agreement(), make_user()
    first = text_file("một", record=agreement, kind="draft", title="Dự thảo")
    second = text_file(
        "hai", record=agreement, kind="draft", title="Dự thảo sửa", replaces=first, is_original=False
    )
    signed = make_attachment(agreement, language="ko", title="합의서")
    scan = make_attachment(agreement, content=samples.scan(samples.picture()), kind="evidence")
    gone = text_file("bốn", record=agreement, title="Nhầm")
    withdraw_file(attachment=gone, reason="Nhầm văn bản", user=officer, today=TODAY)

    with django_assert_num_queries(1):
        html = " ".join(panel(agreement, officer).split())
    read_only = panel(agreement, make_user(Role.LEADER))

    assert html.index(signed.title) < html.index(second.title) < html.index(scan.get_absolute_url())
    assert "<strong>Bản ký</strong> · Tiếng Hàn · bản chính · PDF" in html
    assert "<strong>Dự thảo</strong> · Tiếng Việt · bản sao · TXT, 3 byte · 02/03/2026 · phiên bản 2" in html
    assert html.count("chưa kiểm tra được dấu mật") == 1
    assert "1 phiên bản khác" in html
    assert "1 tệp đã rút" in html
    assert "rút ngày 02/03/2026: Nhầm văn bản" in html
    attach = f"/tep/them/agreement/{agreement.pk}/"
    assert (html.count(attach), read_only.count(attach)) == (4, 0)
    assert read_only.count("/tai-ve/") == 3


def test_the_panel_of_a_record_without_files():
    assert "Chưa có tệp nào." in panel(make_agreement(), make_user())
