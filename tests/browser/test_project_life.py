"""A project from its record to the report on aid: two donors, a sum typed wrong and set right, what an agency reports."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from agreements.models import FundingLine, Project, ProjectReport
from dnfa.core.clock import local_today
from tests.browser.conftest import Visitor
from tests.browser.hands import field, in_words, part, pick, press
from tests.browser.test_pages import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Cảnh báo sớm mưa lũ cho các xã miền núi"
DONORS = {"Cơ quan hợp tác quốc tế Nhật Bản": "60", "Quỹ Khí hậu Xanh": "40"}
AGENCY = "Đại học Đà Nẵng"
DECISION = "2815/QĐ-UBND"
AMBIGUOUS, TYPED, RIGHT = "57.234 tỷ", "57,234 tỷ đồng", "52,734 tỷ đồng"
WHY = "Chứng từ ghi 52,734 tỷ đồng; đảo số khi gõ."
DONE = "Lắp 18 trạm đo mưa, tập huấn 40 cán bộ xã."
HIDDEN = "pj-ensure"  # of another agency


@pytest.fixture
def focal(browser, house):
    """The demonstration's focal point at a browser of its own; its agency owns the project."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    person = Visitor(context.new_page(), house)
    person.sign_in("focal")
    yield person
    context.close()


def record(page, begins, ends) -> Project:
    """Open the record: what it is, who gives, who owns it."""
    page.get_by_role("link", name="Ghi dự án").click()
    field(page, "Chiều").select_option("received")
    field(page, "Tên dự án, khoản viện trợ").fill(TITLE)
    field(page, "Nguồn vốn").select_option("oda_grant")
    field(page, "Hình thức").select_option("project")
    for donor in DONORS:
        pick(page, "Nhà tài trợ", donor)
    pick(page, "Cơ quan chủ quản", "Ủy ban nhân dân thành phố Đà Nẵng")
    pick(page, "Chủ khoản viện trợ, chủ đầu tư", AGENCY)
    field(page, "Bắt đầu").fill(in_words(begins))
    field(page, "Kết thúc").fill(in_words(ends))
    press(page, "Lưu")
    return Project.objects.get(title_vi=TITLE)


def share(page) -> None:
    """Say which part of the whole each donor gives."""
    part(page, "Các bên").get_by_role("link", name="Sửa các bên").click()
    for place, percent in enumerate(DONORS.values()):
        page.locator(f"[name=row-{place}-share]").fill(percent)
    press(page, "Lưu")


def approve(page, day) -> None:
    """Write down the decision: the state follows from it."""
    part(page, "Diễn biến").get_by_role("link", name="Ghi việc").click()
    field(page, "Việc").select_option("approval")
    field(page, "Ngày").fill(in_words(day))
    field(page, "Quyết định, văn bản số").fill(DECISION)
    field(page, "Cấp quyết định").fill("Chủ tịch UBND thành phố")
    press(page, "Lưu")


def open_sum(page, kind, amount, day) -> None:
    """Fill the form of a sum; it is not sent yet."""
    part(page, "Tiền").get_by_role("link", name="Ghi số tiền").click()
    field(page, "Loại số tiền").select_option(kind)
    field(page, "Số tiền").fill(amount)
    field(page, "Ngày").fill(in_words(day))


def told(page) -> None:
    """Tell what came of it, in figures."""
    part(page, "Kết quả và phần còn lại").get_by_role("link", name="Kết quả bằng số").click()
    for name, words in (
        ("indicator", "Trạm đo mưa đã lắp"),
        ("unit", "trạm"),
        ("target", "24"),
        ("reached", "18"),
        ("as_of", in_words(local_today())),
    ):
        page.locator(f"[name=row-0-{name}]").fill(words)
    press(page, "Lưu")


def test_a_project_from_its_record_to_the_report_on_aid(visitor, focal):
    page, today = visitor.page, local_today()
    visitor.sign_in("officer")

    visitor.open("/thoa-thuan/du-an/")
    visitor.picture("projects")
    project = record(page, today - timedelta(days=200), today + timedelta(days=500))
    assert page.url == f"{visitor.house}{project.get_absolute_url()}"
    share(page)
    assert [(party.partner.name_vi, party.share) for party in project.parties.all()] == [
        (name, Decimal(percent)) for name, percent in DONORS.items()
    ]
    approve(page, today - timedelta(days=210))
    assert page.locator(".page-count").inner_text().startswith("Đang thực hiện")
    open_sum(page, "committed", "100 tỷ đồng", today)
    press(page, "Lưu")

    open_sum(page, "disbursed", AMBIGUOUS, today)
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu", exact=True).click()
    assert field(page, "Số tiền").input_value() == AMBIGUOUS
    assert page.locator(".error-summary a[href='#id_amount']").count() == 1
    assert visitor.barriers() == []
    visitor.picture("project-sum-refused")
    field(page, "Số tiền").fill(TYPED)
    press(page, "Lưu")
    assert part(page, "Tiền").get_by_role("link", name="57.234.000.000").count() == 1
    page.get_by_role("link", name="Số đúng của 57.234.000.000 đồng").click()
    field(page, "Số đúng").fill(RIGHT)
    field(page, "Lý do").fill(WHY)
    visitor.picture("project-set-right")
    press(page, "Lưu")
    told(page)

    lines = FundingLine.objects.filter(project=project, kind="disbursed").order_by("pk")
    assert [(line.amount, line.reason) for line in lines] == [
        (Decimal(57_234_000_000), ""),
        (Decimal(-4_500_000_000), WHY),
    ]
    money = part(page, "Tiền").inner_text()
    assert "Giải ngân 52.734.000.000 đồng / Cam kết 100.000.000.000 đồng: 52,7%" in money
    visitor.open(project.get_absolute_url())
    for name, size in WIDTHS.items():
        visitor.resize(*size)
        visitor.picture("project" if name == "desk" else f"project-{name}", whole=name != "desk")
        assert (visitor.overflow(), visitor.barriers()) == (0, [])
    visitor.resize(*WIDTHS["desk"])
    part(page, "Các dòng tiền").evaluate("part => part.scrollIntoView({behavior: 'instant'})")
    visitor.picture("project-lines")

    visitor.open("/thoa-thuan/vien-tro/?by=donor&direction=received")
    japan = page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="Cơ quan hợp tác quốc tế Nhật Bản", exact=True)
    )
    own = japan.filter(has_text="60.000.000.000 đồng").filter(has_text="31.640.400.000 đồng")
    assert own.count() == 1
    visitor.picture("aid-totals")
    visitor.open(f"/bao-cao/vien-tro/?year={today.year}&part=year")
    visitor.picture("aid-report")
    assert visitor.barriers() == []
    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải bản Word").click()
    paper = Document(io.BytesIO(Path(coming.value.path()).read_bytes()))
    rows = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    listed = [cells for cells in rows if TITLE in cells]
    sums = [[cell for cell in cells if "52.734.000.000" in cell] for cells in listed]
    assert sums == [["52.734.000.000 đồng"] * 2]
    assert [sum(DECISION in cell for cell in cells) for cells in listed] == [1]

    look_as_the_agency(focal, project)


def look_as_the_agency(focal, project) -> None:
    """The focal point of the agency that owns the project reads it and reports; other projects are not there."""
    page = focal.page
    focal.open("/thoa-thuan/du-an/")
    listed = page.get_by_role("table").get_by_role("rowheader").get_by_role("link").all_inner_texts()
    own = Project.objects.filter(agency_roles__agency__name_vi=AGENCY).distinct()
    assert set(listed) == set(own.values_list("title_vi", flat=True))
    page.get_by_role("link", name=TITLE).click()
    offered = {
        words: page.get_by_role("link", name=words, exact=True).count() > 0
        for words in ("Sửa", "Ghi việc", "Ghi số tiền", "Báo cáo tiến độ")
    }
    assert offered == {"Sửa": False, "Ghi việc": False, "Ghi số tiền": False, "Báo cáo tiến độ": True}
    page.get_by_role("link", name="Báo cáo tiến độ", exact=True).first.click()
    field(page, "Cơ quan báo cáo").select_option(label=AGENCY)
    field(page, "Kỳ từ ngày").fill(in_words(local_today() - timedelta(days=180)))
    field(page, "Kỳ đến ngày").fill(in_words(local_today()))
    field(page, "Đã làm").fill(DONE)
    focal.picture("focal-project-report")
    assert focal.barriers() == []
    press(page, "Gửi báo cáo")
    assert DONE in part(page, "Báo cáo tiến độ").inner_text()
    report = ProjectReport.objects.get(project=project)
    assert (report.agency.name_vi, report.recorded_by.username) == (AGENCY, "focal")
    focal.open(f"/thoa-thuan/du-an/{HIDDEN}/", status=404)
    assert focal.trouble.pop().endswith("404 (Not Found)")
    assert focal.trouble == []
