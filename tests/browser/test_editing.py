"""Two people at one record, and drafts that outlive a closed window, on throw-away pages over agreements."""

from __future__ import annotations

import pytest
from django.test import Client

from agreements.models import Agreement
from dnfa.accounts.enums import Role
from partners.models import CooperationField
from tests.browser.conftest import Visitor
from tests.browser.hands import drafts, wait_for_drafts
from tests.core.writing_urls import home
from tests.factories import make_agreement, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.core.writing_urls"),
]
NEW = "/thu/van-ban/moi/"
MADE = r"/thu/van-ban/thoa-thuan-\d+/"
SIZES = {"1366": (1366, 768), "820": (820, 1180), "390": (390, 844)}
LONG = "Bản ghi nhớ về hợp tác kỹ thuật vì sự phát triển đô thị bền vững giữa hai thành phố"


def enter(context, user, address):
    """Give the browser the session of a person."""
    client = Client()
    client.force_login(user)
    context.clear_cookies()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


@pytest.fixture
def binh():
    return make_user(Role.HEAD, full_name="Trần Văn Bình")


@pytest.fixture
def paper():
    for number, name in enumerate(["Giáo dục và đào tạo", "Y tế", "Môi trường"]):
        CooperationField.objects.create(code=f"thu-{number}", name_vi=name, level=1)
    return make_agreement(partners=[], title_vi=LONG, note="Theo bảng.", signed_on="2013-04")


@pytest.fixture
def visitor(page, live_server, binh):
    enter(page.context, binh, live_server.url)
    person = Visitor(page, live_server.url)
    yield person
    assert [line for line in person.trouble if "409 (Conflict)" not in line] == []


def look(visitor, name):
    """Walk the page through three windows: nothing hidden, nothing wider than the window."""
    for size, (width, height) in SIZES.items():
        visitor.resize(width, height)
        visitor.picture(f"{name}-{size}", whole=True)
        assert visitor.overflow() <= 0, f"{name} at {size}"
    visitor.resize(*SIZES["1366"])
    assert visitor.barriers() == []


def test_the_second_of_two_decides_and_saves(visitor, paper):
    page = visitor.page
    visitor.open(f"/thu/van-ban/{paper.key}/sua/")
    look(visitor, "edit")
    an = Client()
    an.force_login(make_user(Role.OFFICER, full_name="Nguyễn Thị An"))
    opened = an.get(f"/thu/van-ban/{paper.key}/sua/").context
    an.post(
        f"/thu/van-ban/{paper.key}/sua/",
        {
            "base": opened["carried"]["base"], "title_vi": LONG + " (tên mới)", "type": paper.type,
            "signed_on": "09/04/2013", "note": "Theo bản gốc lưu tại Sở.",
        },
    )  # fmt: skip

    page.get_by_label("Tên văn bản").fill("Bản ghi nhớ Yokohama")
    page.get_by_label("Y tế").check()
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_selector(".stale-notice")
    look(visitor, "stale")
    assert page.evaluate("document.activeElement.className") == "stale-notice"
    assert page.get_by_label("Ghi chú").input_value() == "Theo bản gốc lưu tại Sở."
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_selector(".error-summary")
    look(visitor, "undecided")
    page.get_by_label("Giữ của tôi").check()
    page.get_by_role("button", name="Lưu").click()
    visitor.arrive(home(paper))

    paper.refresh_from_db()
    assert (paper.title_vi, str(paper.signed_on), paper.note) == (
        "Bản ghi nhớ Yokohama", "2013-04-09", "Theo bản gốc lưu tại Sở.",
    )  # fmt: skip
    assert [work.name_vi for work in paper.fields.all()] == ["Y tế"]
    assert drafts(page) == 0


def test_a_draft_outlives_a_closed_window_and_is_gone_once_saved(visitor, binh, paper, live_server):
    page = visitor.page
    address = f"/thu/van-ban/{paper.key}/sua/"
    visitor.open(address)
    page.get_by_label("Ghi chú").fill("viết dở")
    page.get_by_label("Môi trường").check()
    wait_for_drafts(page, 1)
    Agreement.objects.filter(pk=paper.pk).update(title_en="Changed by another")

    visitor.open(address)
    offer = page.locator("[data-draft-offer]")
    assert offer.is_visible()
    look(visitor, "draft")
    enter(page.context, make_user(Role.OFFICER), live_server.url)
    visitor.open(address)
    assert offer.is_hidden()  # another person at the same machine
    enter(page.context, binh, live_server.url)
    visitor.open(address)
    page.get_by_role("button", name="Dùng lại").click()
    assert (page.get_by_label("Ghi chú").input_value(), page.get_by_label("Môi trường").is_checked()) == (
        "viết dở",
        True,
    )
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_selector(".stale-notice")  # the draft knows what it was typed on
    assert page.get_by_label("Tên tiếng Anh").input_value() == "Changed by another"
    page.get_by_role("button", name="Lưu").click()
    visitor.arrive(home(paper))

    paper.refresh_from_db()
    assert (paper.note, paper.title_en) == ("viết dở", "Changed by another")
    assert drafts(page) == 0
    visitor.open(address)
    assert offer.is_hidden()


def test_a_draft_can_be_dropped_and_a_new_form_starts_empty(visitor):
    page = visitor.page
    visitor.open(NEW)
    page.get_by_label("Tên văn bản").fill("Nháp")
    wait_for_drafts(page, 1)
    visitor.open(NEW)
    page.get_by_role("button", name="Bỏ bản nháp").click()

    assert (drafts(page), page.get_by_label("Tên văn bản").input_value()) == (0, "")
    page.get_by_label("Tên văn bản").fill("Nháp hai")
    wait_for_drafts(page, 1)
    page.get_by_label("Tên văn bản").fill("")
    wait_for_drafts(page, 0)


def test_a_double_click_makes_one_record(visitor):
    page = visitor.page
    visitor.open(NEW)
    look(visitor, "new")
    page.get_by_label("Tên văn bản").fill("Bấm hai lần")
    page.get_by_role("button", name="Lưu").dblclick()
    visitor.arrive(MADE)

    assert Agreement.objects.filter(title_vi="Bấm hai lần").count() == 1
    page.go_back()
    page.get_by_role("button", name="Lưu").click()
    visitor.arrive(MADE)
    assert Agreement.objects.filter(title_vi="Bấm hai lần").count() == 1
