"""A year's progress, what stands in its way and another wording of a Scheme task: sent by an agency, accepted by the Department."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency, User
from dnfa.core.clock import local_today
from reports.models import SchemeDifficulty, SchemeProposal, SchemeTask, SchemeTaskProgress
from tests.browser.conftest import PASSWORD, Visitor
from tests.browser.hands import field, in_words, part, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOURISM, CODE = "Sở Du lịch", "II.A.1"
RESULT = "Hai giải thưởng du lịch quốc tế, hồ sơ giải thứ ba đã nộp."
OBSTACLE = "Chưa có kinh phí dự lễ trao giải."
WORDING = "Đăng ký, duy trì các giải thưởng du lịch quốc tế có uy tín"


@pytest.fixture
def officer(browser, house):
    """A second browser, for the officer who reviews."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    person = Visitor(context.new_page(), house)
    person.sign_in("officer")
    yield person
    context.close()


def tourism_signs_in(visitor) -> Agency:
    agency = Agency.objects.get(name_vi=TOURISM)
    user = User(username="dau-moi-du-lich", role=Role.FOCAL_POINT, agency=agency, full_name="Ngô Thị Mai")
    user.set_password(PASSWORD)
    user.save()
    visitor.sign_in(user.username)
    return agency


def begin(visitor, choice: str) -> None:
    """From the page of the task to a draft."""
    visitor.open(f"/nhiem-vu-de-an/{CODE}/")
    visitor.page.get_by_role("link", name="Gửi cập nhật").first.click()
    visitor.page.get_by_role("button", name=f"Chọn {choice}").click()


def send(visitor) -> None:
    press(visitor.page, "Gửi")
    visitor.page.get_by_text("Đã gửi Sở Ngoại vụ.").wait_for()


def accept(officer, title: str) -> None:
    officer.open("/cap-nhat/?to_review=true")
    officer.page.get_by_role("link", name=f"{title}: {CODE}").click()
    officer.page.get_by_role("link", name="Duyệt").click()


def fits(person, name: str) -> None:
    """The page stands on a tablet and on a phone."""
    wide = []
    for width in (820, 390):
        person.resize(width, 844)
        person.picture(f"{name}-{width}", whole=True)
        wide.append(person.overflow())
    person.resize(1366, 768)
    assert wide == [0, 0]


def test_an_agency_speaks_of_its_task_through_one_door(visitor, officer):
    agency = tourism_signs_in(visitor)
    visitor.open("/nhiem-vu-de-an/cua-toi/")
    visitor.picture("scheme-mine")

    visitor.open(f"/nhiem-vu-de-an/{CODE}/")
    visitor.page.get_by_role("link", name="Gửi cập nhật").first.click()
    visitor.picture("scheme-begin", whole=True)
    begin(visitor, "Ghi nhận tiến độ, kết quả")
    visitor.page.get_by_label("Đang làm").check()
    field(visitor.page, "Kết quả trong năm").fill(RESULT)
    field(visitor.page, "Con số đạt được").fill("2")
    field(visitor.page, "Đơn vị tính").fill("giải thưởng")
    visitor.page.get_by_text("Bản nháp lưu lúc").wait_for()
    visitor.page.evaluate("window.scrollTo(0, 0)")
    visitor.picture("scheme-progress")
    fits(visitor, "scheme-progress")
    send(visitor)

    begin(visitor, "Khó khăn, vướng mắc")
    field(visitor.page, "Khó khăn, vướng mắc").fill(OBSTACLE)
    send(visitor)

    begin(visitor, "Đề xuất sửa đổi Đề án")
    field(visitor.page, "Nhiệm vụ đề xuất").fill(WORDING)
    field(visitor.page, "Lý do đề xuất").fill("Giải thưởng phải được duy trì hằng năm.")
    send(visitor)

    accept(officer, "Ghi nhận tiến độ, kết quả")
    officer.picture("scheme-review", whole=True)
    fits(officer, "scheme-review")
    press(officer.page, "Chấp nhận")
    officer.page.get_by_text("Đã chấp nhận và ghi vào sổ.").wait_for()
    accept(officer, "Khó khăn, vướng mắc")
    field(officer.page, "Cơ quan giải quyết").select_option(label="Sở Ngoại vụ")
    field(officer.page, "Hạn giải quyết").fill(in_words(local_today() + timedelta(days=20)))
    press(officer.page, "Chấp nhận")
    officer.page.get_by_text("Đã chấp nhận và ghi vào sổ.").wait_for()
    accept(officer, "Đề xuất sửa đổi Đề án")
    officer.picture("scheme-amendment", whole=True)
    press(officer.page, "Chấp nhận")
    officer.page.get_by_text("Đã chấp nhận và ghi vào sổ.").wait_for()

    officer.open(f"/nhiem-vu-de-an/{CODE}/")
    assert part(officer.page, "Vướng mắc").get_by_text(OBSTACLE).count() > 0
    officer.picture("scheme-task", whole=True)
    fits(officer, "scheme-task")
    task = SchemeTask.objects.get(code=CODE)
    row, one, made = (
        SchemeTaskProgress.objects.get(),
        SchemeDifficulty.objects.get(),
        SchemeProposal.objects.get(),
    )
    assert (row.task, row.agency, row.result, row.unit) == (task, agency, RESULT, "giải thưởng")
    assert (one.task, one.raised_by, one.action.lead_agency.name_vi) == (task, agency, "Sở Ngoại vụ")
    assert (made.task, made.title_vi, made.state) == (task, WORDING, "waiting")
