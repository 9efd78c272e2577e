"""A paper from the first idea to the report after its signing, and two people who correct the same paper at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from agreements.enums import OpinionAnswer, Stage
from agreements.models import Agreement, CriteriaAssessment, LegalReport, Opinion
from dnfa.accounts.models import User
from dnfa.core.calendar import add_working_days, load_calendar, next_working_day
from dnfa.core.clock import local_today
from dnfa.followup.models import Clock
from tests.browser.conftest import Visitor
from tests.browser.hands import field, in_words, part, pick, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Bản ghi nhớ về hợp tác đô thị thông minh với thành phố Yokohama"
DAYS_TO_ANSWER = 7  # working days for a body asked about a signing: Law 70/2020 art. 19
TO_REPORT = timedelta(days=15)  # after signing, to the Prime Minister: Law 70/2020 art. 19


@pytest.fixture
def head(browser, house):
    """The head of division at a browser of their own."""
    context = browser.new_context()
    person = Visitor(context.new_page(), house)
    person.sign_in("head")
    yield person
    context.close()
    assert [line for line in person.trouble if "409 (Conflict)" not in line] == []


def test_two_browsers_lose_nothing(visitor, head):
    paper = Agreement.objects.get(key="ao-la-champasak-2008")
    mine, theirs = head.page, visitor.page
    visitor.sign_in("officer")
    for person in (visitor, head):
        person.open(f"{paper.get_absolute_url()}sua/")

    field(theirs, "Số, ký hiệu").fill("15/BGN-UBND")
    field(theirs, "Ghi chú").fill("Theo bản gốc ở văn thư.")
    field(theirs, "Lý do đính chính").fill("Đối chiếu bản gốc")
    field(mine, "Nơi giữ bản gốc").fill("Văn thư Ủy ban nhân dân thành phố")
    field(mine, "Ghi chú").fill("Theo bản chụp của Champasak.")
    field(mine, "Lý do đính chính").fill("Đối chiếu bản chụp")
    press(theirs, "Lưu")
    assert theirs.url.endswith(paper.get_absolute_url())
    press(mine, "Lưu")

    told = mine.locator(".stale-notice").inner_text()
    assert User.objects.get(username="officer").full_name in told
    assert re.search(rf"\d\d:\d\d.*{in_words(local_today())}|{in_words(local_today())}.*\d\d:\d\d", told)
    assert field(mine, "Số, ký hiệu").input_value() == "15/BGN-UBND"
    assert field(mine, "Nơi giữ bản gốc").input_value() == "Văn thư Ủy ban nhân dân thành phố"
    assert field(mine, "Ghi chú").input_value() == "Theo bản chụp của Champasak."
    assert field(mine, "Lý do đính chính").input_value() == "Đối chiếu bản chụp"
    question = mine.get_by_role("group", name="“Ghi chú”: hai người đã sửa")
    assert "Theo bản gốc ở văn thư." in question.inner_text()
    assert head.barriers() == []
    paper.refresh_from_db()
    assert (paper.note, paper.originals_kept_at) == ("Theo bản gốc ở văn thư.", "")
    question.get_by_label("Giữ của tôi").check()
    press(mine, "Lưu")

    paper.refresh_from_db()
    assert (paper.document_number, paper.originals_kept_at, paper.note) == (
        "15/BGN-UBND",
        "Văn thư Ủy ban nhân dân thành phố",
        "Theo bản chụp của Champasak.",
    )
    assert mine.url.endswith(paper.get_absolute_url())
    shown = part(mine, "Văn bản").inner_text()
    for words in (paper.document_number, paper.originals_kept_at, paper.note):
        assert words in shown


def test_from_the_first_idea_to_the_report_after_signing(visitor):
    page, today, calendar = visitor.page, local_today(), load_calendar()
    visitor.sign_in("officer")

    visitor.open("/thoa-thuan/du-thao-moi/")
    pick(page, "Đối tác nước ngoài", "Thành phố Yokohama")
    page.locator("#earlier-attempts").wait_for(state="attached")
    field(page, "Tên văn bản").fill(TITLE)
    field(page, "Loại văn bản").select_option(label="Bản ghi nhớ")
    field(page, "Danh nghĩa ký").select_option("city")
    pick(page, "Cơ quan chủ trì thực hiện", "Sở Ngoại vụ")
    pick(page, "Cơ quan ký phía Việt Nam", "Ủy ban nhân dân thành phố Đà Nẵng")
    page.get_by_role("button", name="Mở hồ sơ").click()
    page.get_by_label(
        "Đã xem, đây là văn bản khác"
    ).check()  # another paper with Yokohama has nearly this name
    assert visitor.barriers() == []
    press(page, "Mở hồ sơ")
    paper = Agreement.objects.get(title_vi=TITLE)
    assert (page.url, paper.stage) == (f"{visitor.house}{paper.get_absolute_url()}", Stage.EXPLORING)

    page.get_by_role("link", name="Trả lời bộ tiêu chí").click()
    questions = page.locator(".criterion")
    questions.first.wait_for()
    for number in range(questions.count()):
        questions.nth(number).get_by_label("Đạt", exact=True).check()
    press(page, "Hoàn thành đánh giá")
    assert CriteriaAssessment.objects.get(agreement=paper).score_percent == 100

    visitor.open(f"{paper.get_absolute_url()}lay-y-kien/")
    bodies = page.locator("details.pick-several")
    if bodies.get_attribute("open") is None:
        bodies.locator("summary").click()
    bodies.get_by_label("Bộ Ngoại giao", exact=True).check()
    bodies.get_by_label("Sở Khoa học và Công nghệ", exact=True).check()
    field(page, "Công văn hỏi số").fill("120/SNgV-HTQT")
    press(page, "Ghi đợt lấy ý kiến")
    answer_by = next_working_day(add_working_days(today, DAYS_TO_ANSWER, calendar), calendar)
    opinions = part(page, "Ý kiến và báo cáo theo luật")
    for body in ("Bộ Ngoại giao", "Sở Khoa học và Công nghệ"):
        row = opinions.get_by_role("row", name=body)
        assert in_words(answer_by) in row.inner_text()
    opinions.get_by_role("link", name="Bổ sung cơ quan").click()
    page.get_by_text("Chưa chọn", exact=True).wait_for()  # a lid over nothing chosen does not say "all"
    page.go_back()
    for body in ("Bộ Ngoại giao", "Sở Khoa học và Công nghệ"):
        opinions.get_by_role("link", name=f"Ghi trả lời {body}").click()
        page.get_by_label("Đồng ý", exact=True).check()
        field(page, "Ngày trả lời").fill(in_words(today))
        press(page, "Lưu")
        visitor.open(paper.get_absolute_url())
    assert set(Opinion.objects.values_list("answer", "answered_on")) == {(OpinionAnswer.AGREE, today)}

    part(page, "Quá trình chuẩn bị ký").get_by_role("link", name="Chuyển bước").click()
    field(page, "Chuyển sang giai đoạn").select_option(Stage.READY_TO_SIGN)
    field(page, "Đang chờ").select_option("department")
    press(page, "Chuyển bước")
    page.get_by_role("link", name="Ghi nhận ký kết").first.click()
    field(page, "Ngày ký").fill(in_words(today))
    field(page, "Số, ký hiệu").fill("22/BGN-UBND")
    signer = page.get_by_role("group", name="Người ký thứ 1")
    signer.get_by_label("Ký cho").select_option(label="Thành phố Yokohama")
    signer.get_by_label("Họ và tên").fill("Yamanaka Takeharu")
    press(page, "Ghi nhận đã ký")

    paper.refresh_from_db()
    assert (paper.stage, str(paper.signed_on)) == (Stage.SIGNED, today.isoformat())
    told = part(page, "Diễn biến").inner_text()
    assert in_words(today) in told
    report_by = next_working_day(today + TO_REPORT, calendar)
    duty = part(page, "Thời hạn luật định").get_by_role("row", name="Báo cáo sau khi ký")
    assert in_words(report_by) in duty.inner_text()
    visitor.open("/thoi-han/")
    listed = page.get_by_role("row").filter(has_text=TITLE).filter(has_text="Báo cáo sau khi ký")
    assert in_words(report_by) in listed.inner_text()
    assert "Báo cáo Thủ tướng Chính phủ" in listed.inner_text()
    assert visitor.barriers() == []

    visitor.open(f"{paper.get_absolute_url()}bao-cao/")
    field(page, "Về việc").select_option(index=0)
    field(page, "Ngày gửi").fill(in_words(today))
    field(page, "Số, ký hiệu").fill("45/BC-UBND")
    press(page, "Ghi báo cáo")
    assert LegalReport.objects.get(agreement=paper).document_number == "45/BC-UBND"
    duty = part(page, "Thời hạn luật định").get_by_role("row", name="Báo cáo sau khi ký")
    assert "Đúng hạn" in duty.inner_text()
    clock = Clock.objects.get(rule__key="report-after-signing", object_id=paper.pk)
    assert (clock.due_on, clock.done_on) == (report_by, today)
    assert visitor.barriers() == []
    visitor.open("/thoi-han/")
    assert page.get_by_role("row").filter(has_text=TITLE).count() == 0
