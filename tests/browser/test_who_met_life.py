"""A trip from its plan to the figures: over a limit and justified, carried out, reported, closed; who sees what of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from delegations.models import Delegation, LimitJustification, OutcomeReport
from dnfa.core.clock import local_today
from dnfa.followup.models import Action
from tests.browser.conftest import Visitor
from tests.browser.hands import field, in_words, part, pick, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Đoàn lãnh đạo thành phố đi Nhật Bản, Hàn Quốc, Trung Quốc về công nghệ bán dẫn"
HEAD = "Hồ Văn Trưởng"
OTHERS = (
    "Trần Thị Phó", "Lê Văn Một", "Phan Thị Hai", "Võ Văn Ba", "Đặng Thị Bốn", "Bùi Văn Năm", "Ngô Thị Phiên",
)  # fmt: skip
WAY = (
    ("Nhật Bản", "Thành phố Yokohama"),
    ("Hàn Quốc", "Thành phố Changwon"),
    ("Trung Quốc", "Thành phố Tế Nam"),
)
WHY = "Đoàn có thêm phiên dịch vì làm việc ở ba nước; kinh phí phiên dịch do đơn vị tự bảo đảm."
RESULT = "Hai bên thống nhất kế hoạch đào tạo kỹ sư vi mạch từ năm tới."
TO_DO = "Gửi danh sách kỹ sư dự khóa đào tạo"
PAPER = "125/BC-SNgV"
DAYS_IN_EACH = (
    3  # the most that Official Letter 101/UBND-SNV allows in one country, arrival and leaving counted
)


@pytest.fixture
def focal(browser, house):
    """The demonstration's focal point at a browser of its own; its agency only joins the trip."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    person = Visitor(context.new_page(), house)
    person.sign_in("focal")
    yield person
    context.close()


def plan(page, begins, ends) -> Delegation:
    """Open the record with what is known before anybody left."""
    page.get_by_role("link", name="Thêm đoàn").click()
    field(page, "Chiều").select_option("out")
    field(page, "Nội dung").fill(TITLE)
    for country, partner in WAY:
        pick(page, "Đối tác", partner)
        pick(page, "Quốc gia, vùng lãnh thổ trên đường đi", country)
    field(page, "Dự kiến từ ngày").fill(in_words(begins))
    field(page, "Dự kiến đến ngày").fill(in_words(ends))
    field(page, "Dự kiến số người").fill("8")
    field(page, "Cấp trưởng đoàn").select_option("locality_deputy")
    pick(page, "Cơ quan chủ trì", "Sở Ngoại vụ")
    pick(page, "Cơ quan phối hợp, nơi làm việc", "Đại học Đà Nẵng")
    press(page, "Lưu")
    return Delegation.objects.get(title_vi=TITLE)


def list_way(page, begins) -> None:
    """Say on which days each country is reached and left."""
    part(page, "Chặng").get_by_role("link", name="Sửa chặng").click()
    for place, (_country, partner) in enumerate(WAY):
        first = begins + timedelta(days=place * DAYS_IN_EACH)
        page.locator(f"[name=row-{place}-partner]").fill(partner)
        page.locator(f"[name=row-{place}-arrives_on]").fill(in_words(first))
        page.locator(f"[name=row-{place}-leaves_on]").fill(in_words(first + timedelta(days=DAYS_IN_EACH - 1)))
    press(page, "Lưu")


def list_people(page) -> None:
    """Name the eight, the first of them as the head."""
    part(page, "Thành viên").get_by_role("link", name="Sửa danh sách").click()
    for place, name in enumerate((HEAD, *OTHERS)):
        row = page.locator(f"[name=row-{place}-name]")
        if row.count() == 0:
            page.get_by_role("button", name="Thêm dòng").click()
        row.fill(name)
        page.locator(f"[name=row-{place}-body]").fill("Sở Ngoại vụ")
    page.locator("[name=row-0-title]").fill("Phó Chủ tịch UBND thành phố")
    page.locator("[name=row-0-role]").select_option("head")
    press(page, "Lưu")


def report(page, met_on, due_on) -> None:
    """Write the result down, submit it with the number of its paper, close the file."""
    part(page, "Báo cáo kết quả").get_by_role("link", name="Lập báo cáo").click()
    field(page, "Kết quả chính").fill(RESULT)
    met = page.get_by_role("group", name="Cuộc gặp 1", exact=True)
    met.get_by_label("Ngày", exact=True).fill(in_words(met_on))
    met.get_by_label("Người gặp: họ tên, chức vụ").fill("Yamanaka Takeharu, Thị trưởng Yokohama")
    ours = page.get_by_role("group", name="Phía ta phải làm").get_by_role("group", name="Việc 1", exact=True)
    ours.get_by_label("Việc phải làm").fill(TO_DO)
    ours.get_by_label("Cơ quan chủ trì").fill("Đại học Đà Nẵng")
    ours.get_by_label("Hạn: ngày/tháng/năm").fill(in_words(due_on))
    press(page, "Lưu bản nháp")
    page.get_by_role("link", name="Nộp báo cáo").click()
    field(page, "Báo cáo số").fill(PAPER)
    press(page, "Nộp báo cáo")
    page.get_by_role("link", name="Kết thúc hồ sơ").first.click()
    press(page, "Kết thúc hồ sơ")


def test_a_trip_from_its_plan_to_the_figures(visitor, focal):
    page, today = visitor.page, local_today()
    begins = today - timedelta(days=12)
    ends = begins + timedelta(days=len(WAY) * DAYS_IN_EACH - 1)
    visitor.sign_in("officer")

    visitor.open("/doan/")
    trip = plan(page, begins, ends)
    assert page.url == f"{visitor.house}{trip.get_absolute_url()}"
    over = part(page, "Hạn mức và giải trình")
    assert "8 người" in over.inner_text()
    over.get_by_role("link", name="Ghi giải trình").click()
    field(page, "Giải trình").fill(WHY)
    press(page, "Lưu")
    assert WHY in over.inner_text()
    assert [one.text for one in LimitJustification.objects.filter(delegation=trip)] == [WHY]
    list_way(page, begins)
    list_people(page)
    trip.refresh_from_db()
    assert (trip.head_name, trip.members.count(), trip.stops.count()) == (HEAD, 8, 3)

    page.get_by_role("link", name="Ghi nhận thực tế").click()
    press(page, "Lưu")
    trip.refresh_from_db()
    assert (str(trip.starts_on), str(trip.ends_on), trip.persons) == (begins.isoformat(), ends.isoformat(), 8)
    assert "Chờ báo cáo kết quả" in page.locator(".page-count").inner_text()
    visitor.picture("trip")
    report(page, begins, today + timedelta(days=30))
    visitor.picture("trip-report")
    trip.refresh_from_db()
    assert trip.closed_on == today
    assert OutcomeReport.objects.get(delegation=trip).document_number == PAPER
    owed = Action.objects.get(title=TO_DO)
    assert (owed.origin, owed.lead_agency.name_vi) == ("delegation", "Đại học Đà Nẵng")
    visitor.open("/viec-phai-lam/")
    assert page.get_by_role("row").filter(has_text=TO_DO).count() == 1

    visitor.open(f"/doan/thong-ke/?year={begins.year}&by=country")
    japan = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Nhật Bản", exact=True))
    went = japan.get_by_role("cell").nth(2).get_by_role("link")
    assert went.all_inner_texts() == ["1", "cùng kỳ 0"]
    visitor.picture("trip-statistics")
    went.first.click()
    assert page.get_by_role("table").get_by_role("link", name=TITLE).count() == 1
    visitor.open(f"/doan/vuot-han-muc/?year={begins.year}")
    assert WHY in page.get_by_role("row").filter(has_text=TITLE).inner_text()
    visitor.open("/doi-tac/jp-yokohama/")
    assert TITLE in part(page, "Dòng thời gian").inner_text()
    assert visitor.barriers() == []

    seen = focal.page
    focal.open("/doan/")
    seen.get_by_role("link", name=TITLE).click()
    told = seen.locator("main").inner_text()
    assert [name for name in (HEAD, *OTHERS) if name in told] == [HEAD]
    assert "Đoàn gồm 8 người." in part(seen, "Thành viên").inner_text()
    offered = [
        seen.get_by_role("link", name=words).count() for words in ("Sửa", "Lịch sử thay đổi", "Báo cáo Word")
    ]
    assert offered == [0, 0, 0]
    assert focal.barriers() == []
    focal.open(f"{trip.get_absolute_url()}thanh-vien/", status=403)
    assert focal.trouble.pop().endswith("403 (Forbidden)")
