from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from dnfa.core import navigation

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
urlpatterns = []  # error pages must not need any room of the house
INLINE = re.compile(
    r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)|https?://(?!www\.w3\.org)", re.IGNORECASE
)


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR / "templates"))
)
def test_no_template_has_inline_style_script_or_another_host(path):
    found = INLINE.search(path.read_text(encoding="utf-8"))

    assert found is None, found


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR / "templates"))
)
def test_every_template_parses(path):
    assert get_template(str(path.relative_to(settings.BASE_DIR / "templates")))


@pytest.mark.parametrize(
    "name", sorted(path.name for path in (settings.BASE_DIR / "static" / "css").glob("*.css"))
)
def test_style_sheets_use_files_that_exist_and_no_other_host(name):
    sheet = settings.BASE_DIR / "static" / "css" / name

    used = re.findall(r'url\("?([^")]+)"?\)', sheet.read_text(encoding="utf-8"))

    assert [address for address in used if not (sheet.parent / address).is_file()] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("400.html", "Yêu cầu không đọc được"),
        ("403_csrf.html", "Trang đã mở quá lâu"),
        ("500.html", "Hệ thống có lỗi"),
    ],
)
def test_error_pages_need_no_request(name, words):
    with translation.override("vi"):
        html = render_to_string(name)

    assert f"<h1>{words}</h1>" in html
    assert '<html lang="vi"' in html


@pytest.fixture
def no_rooms(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(navigation, "_items", {})


@pytest.mark.usefixtures("no_rooms")
@pytest.mark.parametrize("name", ["403.html", "404.html"])
def test_error_pages_for_strangers(name):
    html = render_to_string(name, {"exception": "<b>"}, RequestFactory().get("/x/"))

    assert "<b>" not in html
    assert "Về trang chủ" in html


@pytest.mark.usefixtures("no_rooms")
def test_refusal_says_who_grants_access():
    html = render_to_string("403.html", {"exception": "Thuộc cơ quan khác."}, RequestFactory().get("/x/"))

    assert "Thuộc cơ quan khác." in html
    assert "người quản trị hệ thống của Sở Ngoại vụ" in html


def test_vendored_files_have_their_licences():
    vendor = Path(settings.BASE_DIR / "static" / "vendor")

    assert [
        folder.name for folder in vendor.iterdir() if folder.is_dir() and not (folder / "LICENSE").is_file()
    ] == []
