"""A whole round: opened, answered by two agencies, one returned and sent again, one late and told to the head, all taken."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from agreements.models import Project, ProjectAgency
from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency, User
from dnfa.core.clock import local_today
from dnfa.followup.sync import sync_flags
from dnfa.updates.models import RoundAgency, UpdateRound
from tests.browser.conftest import PASSWORD, Visitor
from tests.browser.hands import field, in_words, part, pick, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNIVERSITY, TOURISM = "Đại học Đà Nẵng", "Sở Du lịch"
TITLE = "Cập nhật quý IV/2026"
QUESTION = "Số đoàn quốc tế đã đón"
PLACE = "Phường Hòa Khánh"


@pytest.fixture
def open_browser(browser, house):
    """Opens a browser of its own for one more person."""
    contexts = []

    def opened(username: str) -> Visitor:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
        contexts.append(context)
        person = Visitor(context.new_page(), house)
        person.sign_in(username)
        return person

    yield opened
    for context in contexts:
        context.close()


def give_tourism_a_person_and_a_project() -> Project:
    agency = Agency.objects.get(name_vi=TOURISM)
    user = User(username="dau-moi-du-lich", role=Role.FOCAL_POINT, agency=agency, full_name="Ngô Thị Mai")
    user.set_password(PASSWORD)
    user.save()
    project = Project.objects.create(
        key="xuc-tien-du-lich",
        title_vi="Xúc tiến du lịch với Changwon",
        direction="received",
        stated_status="ongoing",
    )
    ProjectAgency.objects.create(project=project, agency=agency, role="managing")
    return project


def prepare_and_open(page) -> UpdateRound:
    """The officer asks two agencies for their records and for one figure."""
    page.get_by_role("link", name="Chuẩn bị đợt").click()
    field(page, "Tên đợt").fill(TITLE)
    field(page, "Hạn trả lời").fill(in_words(local_today() + timedelta(days=10)))
    page.get_by_label("Xác nhận các bản ghi của cơ quan").check()
    field(page, "Câu hỏi thêm").fill(f"{QUESTION} [đoàn]")
    for name in (UNIVERSITY, TOURISM):
        pick(page, "Các cơ quan được hỏi", name)
    press(page, "Lưu, chưa gửi")
    page.get_by_role("button", name="Mở đợt, gửi 2 cơ quan").click()
    page.get_by_text("Đã mở đợt.").wait_for()
    return UpdateRound.objects.get(title=TITLE)


def answer(person, figure: str, button: str = "Gửi") -> None:
    """An agency writes its figure and sends."""
    field(person.page, "Số liệu (đoàn)").fill(figure)
    press(person.page, button)
    person.page.get_by_text("Đã gửi Sở Ngoại vụ.").wait_for()


def state_of(held, agency_name: str) -> tuple[bool, bool, bool]:
    asked = RoundAgency.objects.get(round=held, agency__name_vi=agency_name)
    return asked.submitted_at is not None, asked.returned_at is not None, asked.accepted_at is not None


def test_a_whole_round_is_played(visitor, open_browser):
    project = give_tourism_a_person_and_a_project()
    visitor.sign_in("officer")
    visitor.open("/cap-nhat/dot/")
    held = prepare_and_open(visitor.page)

    university = open_browser("focal")
    university.open("/cap-nhat/viec-cua-co-quan/")
    university.picture("agency-work", whole=True)
    university.page.get_by_role("link", name=TITLE).click()
    # What is typed is kept without a button: by the server, whatever is pressed beside it, and by the next window.
    field(university.page, "Số liệu (đoàn)").fill("khoảng 7")
    university.page.get_by_text("Bản nháp lưu lúc").wait_for()
    university.page.reload()
    assert field(university.page, "Số liệu (đoàn)").input_value() == "khoảng 7"
    for button in university.page.get_by_role("button", name="Không có thay đổi").all():
        button.click()
    university.page.get_by_text("Đã xác nhận").first.wait_for()
    answer(university, "7")

    tourism = open_browser("dau-moi-du-lich")
    tourism.open("/cap-nhat/viec-cua-co-quan/")
    tourism.page.get_by_role("link", name=TITLE).click()
    tourism.page.get_by_role("button", name=re.compile("^Cập nhật ?: Xúc tiến du lịch")).click()
    tourism.page.get_by_role("button", name="Chọn Sửa thông tin").click()
    field(tourism.page, "Địa bàn (xã, phường, đặc khu)").fill(PLACE)
    tourism.page.get_by_text("Bản nháp lưu lúc").wait_for()
    press(tourism.page, "Gửi")

    # The first answer comes back with a reason, is mended and sent again.
    visitor.open(f"/cap-nhat/dot/{held.pk}/")
    part(visitor.page, "Các cơ quan").get_by_role("link", name=UNIVERSITY).click()
    field(visitor.page, "Lý do trả lại").select_option("wrong")
    field(visitor.page, "Lời nhắn cho cơ quan").fill("Quý III đã tính ba đoàn, xin xem lại.")
    press(visitor.page, "Trả lại")
    assert state_of(held, UNIVERSITY) == (True, True, False)
    university.open("/cap-nhat/viec-cua-co-quan/")
    university.page.get_by_role("link", name=TITLE).click()
    university.page.get_by_text("Quý III đã tính ba đoàn").first.wait_for()
    answer(university, "4", "Gửi lại")

    # The other lets its day pass: its silence reaches the head of division.
    RoundAgency.objects.filter(agency__name_vi=TOURISM).update(due_on=local_today() - timedelta(days=12))
    sync_flags(as_of=local_today())
    head = open_browser("head")
    head.open("/canh-bao/?rule=round_answer_late")
    head.page.get_by_text(f"{TOURISM} chưa trả lời đợt “{TITLE}”").first.wait_for()
    tourism.open(f"/cap-nhat/dot/{held.pk}/so-du-lich/")
    press(tourism.page, "Đã xem tất cả: không có thay đổi")  # the tasks of the Scheme that it leads
    answer(tourism, "12")

    # All is taken: the change into the register, both answers into the round.
    visitor.open("/cap-nhat/?to_review=true")
    visitor.page.get_by_role("link", name="Sửa thông tin: Xúc tiến du lịch với Changwon").click()
    visitor.page.get_by_role("link", name="Duyệt").click()
    visitor.picture("update-review", whole=True)
    press(visitor.page, "Chấp nhận mục đã chọn")
    visitor.page.get_by_text("Đã chấp nhận và ghi vào sổ.").wait_for()
    for key in ("dai-hoc-da-nang", "so-du-lich"):
        visitor.open(f"/cap-nhat/dot/{held.pk}/{key}/")
        press(visitor.page, "Nhận trả lời")
        visitor.page.get_by_text("Đã nhận trả lời của cơ quan.").wait_for()

    visitor.open(f"/cap-nhat/dot/{held.pk}/")
    assert part(visitor.page, "Số liệu đã nhận").locator("tbody tr").all_inner_texts() == [
        f"{QUESTION}\t2\t16 đoàn"
    ]
    visitor.picture("update-round", whole=True)
    visitor.open(f"/thoa-thuan/du-an/{project.key}/")
    assert visitor.page.get_by_text(PLACE).count() > 0
    assert part(visitor.page, "Cập nhật của cơ quan").get_by_text("Đã chấp nhận").count() == 1
    assert [person.trouble for person in (university, tourism, head)] == [[], [], []]
    sync_flags(as_of=local_today())
    assert state_of(held, TOURISM) == (True, False, True)
    assert Project.objects.get(pk=project.pk).place == PLACE
