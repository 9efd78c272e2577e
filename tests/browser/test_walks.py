"""What people do in a day, done with real clicks and keys."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from celery import current_app
from celery.contrib.testing.worker import start_worker
from django.conf import settings
from docx import Document
from pypdf import PdfReader

from partners.models import Partner
from tests.browser.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = Path(settings.BASE_DIR) / "data" / "relations_table.xlsx"
DECISION_DAY = "26/12/2023"
A_MINUTE = 60_000
A4_LANDSCAPE = (842, 595)  # points


def count_on(page) -> int:
    """The number of records a list says it has."""
    words = page.locator(".page-head .page-count").first.inner_text()
    return int(re.match(r"[\d.]+", words)[0].replace(".", ""))


def focused(page) -> dict:
    """What has the focus: its words, and whether one can see that it has it."""
    return page.evaluate(
        """() => {
            const it = document.activeElement, look = getComputedStyle(it);
            return {
                text: it.innerText || it.name,
                seen: (look.outlineStyle !== "none" && look.outlineWidth !== "0px") || look.boxShadow !== "none",
            };
        }"""
    )


def tab_to(page, text: str) -> None:
    """Press Tab until the element of these words has the focus; each stop on the way must be seen."""
    for _press in range(40):
        page.keyboard.press("Tab")
        found = focused(page)
        assert found["seen"], found
        if found["text"].strip() == text:
            return
    pytest.fail(f"Tab never reaches {text}")


def test_the_keyboard_alone_leads_from_the_door_to_an_agreement(visitor):
    page = visitor.page
    visitor.open("/")
    assert focused(page) == {"text": "username", "seen": True}
    page.keyboard.type("officer")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Chào").wait_for()

    tab_to(page, "Đến nội dung chính")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"

    visitor.open("/")
    tab_to(page, "q")
    page.keyboard.type("yokohama")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Kết quả tìm").wait_for()
    tab_to(page, "Thành phố Yokohama")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Thành phố Yokohama").wait_for()
    visitor.picture("partner")

    page.get_by_role("table").get_by_role(
        "link", name="Gia hạn bản ghi nhớ hợp tác kỹ thuật Đà Nẵng - Yokohama (2016)"
    ).click()
    page.get_by_role("heading", level=1, name="(2016)").wait_for()
    visitor.picture("agreement")
    assert page.locator(".page-count").inner_text().startswith("Đã thay bằng văn bản mới")
    happened = page.get_by_role("region", name="Diễn biến")
    happened.get_by_text("Thay thế bằng văn bản mới").first.wait_for()
    assert "nối tiếp lần gia hạn 2016" in happened.inner_text()
    assert visitor.barriers() == []

    page.get_by_role("link", name="Lịch sử thay đổi").click()
    page.get_by_role("heading", level=1, name="Lịch sử thay đổi").wait_for()
    assert visitor.barriers() == []


def test_the_leaders_page_prints_on_one_landscape_sheet(visitor):
    visitor.sign_in("leader")
    for day in (DECISION_DAY, ""):
        visitor.open(f"/lanh-dao/?as_of={day}")
        sheets = PdfReader(io.BytesIO(visitor.page.pdf(prefer_css_page_size=True))).pages

        assert [(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in sheets] == [
            A4_LANDSCAPE
        ]


@pytest.mark.parametrize("path", ["/", f"/lanh-dao/?as_of={DECISION_DAY}"], ids=["home", "leader"])
def test_every_number_opens_the_list_it_counts(visitor, path):
    page = visitor.page
    visitor.sign_in("leader")
    visitor.open(path)
    links = page.locator("a.figure-tile, .leader-pair a")
    shown = [(tile.inner_text(), tile.get_attribute("href")) for tile in links.all()]
    counted = []
    for place, (words, _href) in enumerate(shown):
        tile = links.nth(place)
        value = int(re.search(r"^[\d.]+", tile.inner_text(), re.MULTILINE)[0].replace(".", ""))
        tile.click()
        page.locator(".page-head .page-count").first.wait_for()
        if count_on(page) != value:
            counted.append(f"{words}: {count_on(page)}")
        page.go_back()

    assert len(shown) >= 6
    assert counted == []


def sheet_with_new_row(folder: Path, name: str, partner: str) -> Path:
    """The official table with one more signing at its end."""
    book = openpyxl.load_workbook(TABLE)
    book.active.append(
        [49, "UBND thành phố Đà Nẵng", partner, "Hàn Quốc", "Ký ngày 05/03/2024", "Không thời hạn", None]
    )
    path = folder / name
    book.save(path)
    return path


def upload(page, path: Path) -> None:
    page.get_by_role("navigation", name="Danh mục chính").get_by_role("link", name="Nhập bảng").click()
    page.get_by_label("Bảng cần nhập").set_input_files(path)
    page.get_by_role("button", name="Đọc bảng").click()
    page.get_by_role("heading", level=1, name=path.name).wait_for()


def tiles(page) -> dict[str, int]:
    found = page.locator("nav.figures .figure-tile").all()
    return {
        tile.locator(".figure-label").inner_text(): int(tile.locator(".figure-value").inner_text())
        for tile in found
    }


def test_a_table_comes_in_is_mended_written_and_taken_back(visitor, tmp_path):
    page = visitor.page
    visitor.sign_in("officer")
    upload(page, TABLE)
    seen = tiles(page)
    assert (seen["Tất cả"], seen["Không đổi"], seen["Có lỗi"]) == (48, 48, 0)
    assert visitor.barriers() == []

    upload(page, sheet_with_new_row(tmp_path, "bang-2024-sai.xlsx", "Thành phố Không Có Thật"))
    assert tiles(page)["Có lỗi"] == 1
    assert page.get_by_role("button", name="Ghi vào sổ").count() == 0
    page.locator("nav.figures").get_by_role("link", name="Có lỗi").click()
    page.get_by_role("heading", level=2, name="Có lỗi: 1 dòng").wait_for()
    visitor.picture("import-error")
    row = page.get_by_role("table").get_by_role("row").nth(1)
    assert "Đối tác ký: Sổ chưa có đối tác “Thành phố Không Có Thật”" in row.inner_text()
    number = int(row.get_by_role("cell").nth(1).inner_text())
    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải bảng kèm kết quả").click()
    assert coming.value.suggested_filename == "bang-2024-sai-ket-qua.xlsx"
    marked = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes())).active
    assert any("Sổ chưa có đối tác" in str(cell.value) for cell in marked[number])

    upload(page, sheet_with_new_row(tmp_path, "bang-2024.xlsx", "Thành phố Daegu"))
    seen = tiles(page)
    assert (seen["Không đổi"], seen["Có lỗi"]) == (48, 0)
    visitor.picture("import-preview")
    visitor.resize(390, 844)
    assert (visitor.overflow(), visitor.barriers()) == (0, [])
    visitor.picture("import-preview-phone")
    visitor.resize(1366, 768)
    page.get_by_role("button", name="Ghi vào sổ").click()
    page.get_by_text("Đã ghi 1 dòng vào sổ.").wait_for()
    visitor.picture("import-undo")
    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_role("heading", name="Có lỗi cần sửa").wait_for()
    page.get_by_label("Lý do hoàn tác").fill("Nhập nhầm bảng")
    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_text("Nhập nhầm bảng").wait_for()
    assert page.locator(".page-count").inner_text().count("Đã hoàn tác")
    assert visitor.barriers() == []


def test_a_flag_is_put_off_and_the_house_speaks_english_and_back(visitor):
    page = visitor.page
    visitor.sign_in("officer")
    visitor.open("/canh-bao/?state=open")
    before = count_on(page)
    first = page.get_by_role("table").get_by_role("row").nth(1)
    first.get_by_role("link", name=re.compile("^Hoãn nhắc")).click()
    page.get_by_label("Hoãn nhắc đến hết ngày").fill("31/12/2030")
    page.get_by_label("Lý do").fill("Hai bên đã hẹn ký lại")
    visitor.picture("snooze")
    assert visitor.barriers() == []
    page.locator("main").get_by_role("button", name="Hoãn nhắc").click()
    page.get_by_text("Đã hoãn nhắc “").wait_for()

    visitor.open("/canh-bao/?state=open")
    assert count_on(page) == before - 1
    visitor.open("/canh-bao/?state=snoozed")
    assert "Hai bên đã hẹn ký lại" in page.get_by_role("table").inner_text()

    page.get_by_role("button", name="English").click()
    page.locator("html[lang=en]").wait_for()
    page.get_by_role("button", name="Tiếng Việt").click()
    page.locator("html[lang=vi]").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "Cảnh báo"


# Celery's own result backend writes with a command redis-py is leaving; here the worker shares our warnings.
@pytest.mark.filterwarnings("ignore:Call to deprecated setex:DeprecationWarning")
def test_the_yearly_report_is_made_by_a_worker_while_one_watches(visitor):
    page = visitor.page
    visitor.sign_in("officer")
    page.get_by_role("link", name="Báo cáo năm").click()
    page.get_by_label("Năm").select_option("2023")
    page.get_by_label("Ngày chốt").fill(DECISION_DAY)
    page.get_by_role("button", name="Lập báo cáo").click()
    page.get_by_text("Đã nhận yêu cầu lập báo cáo.").wait_for()
    assert visitor.barriers() == []

    with start_worker(
        current_app, perform_ping_check=False, pool="solo", loglevel="WARNING", shutdown_timeout=30
    ):
        page.locator(".progress-part").get_by_text("Đã xong").wait_for(timeout=A_MINUTE)
    visitor.picture("job")
    visitor.open("/bao-cao/")
    visitor.picture("report-made")
    assert visitor.barriers() == []
    with page.expect_download() as coming:
        page.get_by_role("link", name="bao-cao-2023.docx").click()

    document = Document(io.BytesIO(Path(coming.value.path()).read_bytes()))
    annex_one = [len(table.rows) - 1 for table in document.tables if table.cell(0, 0).text == "Stt"]
    assert annex_one == [48]


def test_a_focal_point_sees_only_the_matters_of_its_agency(visitor):
    page = visitor.page
    visitor.sign_in("focal")
    visitor.picture("focal-home")
    assert visitor.barriers() == []
    page.get_by_role("link", name="Đối tác", exact=True).click()
    visitor.picture("focal-partners")
    assert 0 < count_on(page) < Partner.objects.count()

    visitor.open("/doi-tac/jp-yokohama/", status=404)
    assert visitor.barriers() == []
    visitor.trouble.clear()  # the browser itself reports the 404
