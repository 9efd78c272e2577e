"""A draft typed while answers are lost, the network is away and the window is closed."""

from __future__ import annotations

import pytest
from django.test import Client

from dnfa.updates.models import ChangeRequest
from tests.browser.conftest import Visitor
from tests.browser.hands import drafts, field, wait_for_drafts
from tests.browser.test_editing import enter
from tests.updates.factories import begin, make_cast, values_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACE = "Địa bàn (xã, phường, đặc khu)"
LONG_ENOUGH = 10_000  # milliseconds for a save to come through
BROKEN_OFF = "Failed to load resource: net::ERR_FAILED"


@pytest.fixture
def cast():
    return make_cast(starts_on="2020")


@pytest.fixture
def visitor(page, live_server, cast):
    enter(page.context, cast.focal, live_server.url)
    person = Visitor(page, live_server.url)
    yield person
    assert [line for line in person.trouble if BROKEN_OFF not in line] == []


@pytest.fixture
def draft(visitor, cast) -> ChangeRequest:
    request = begin(cast)
    visitor.open(f"/cap-nhat/{request.pk}/soan/")
    return request


def held(page, draft, wanted: str) -> str:
    """What the server holds of the place, once it holds what is wanted or the time is over."""
    for _try in range(LONG_ENOUGH // 100):
        place = values_of(draft).get("place", ("", "", ""))[1]
        if place == wanted:
            break
        page.wait_for_timeout(100)
    return place


def test_a_lost_answer_loses_nothing(visitor, draft):
    page, lost = visitor.page, []

    def drop(route):
        """The server keeps it, the page never hears of it."""
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    page.route("**/nhap/", drop, times=1)
    field(page, PLACE).fill("Sơn")
    page.get_by_text("Mất kết nối").wait_for()
    assert (held(page, draft, "Sơn"), len(lost)) == ("Sơn", 1)

    field(page, PLACE).fill("Sơn Trà")
    assert held(page, draft, "Sơn Trà") == "Sơn Trà"
    page.get_by_text("Bản nháp lưu lúc").wait_for()
    wait_for_drafts(page, 0)


def test_the_button_is_pressed_while_the_answer_is_lost(visitor, draft):
    page = visitor.page

    def drop(route):
        route.fetch()
        route.abort()

    page.route("**/nhap/", drop)
    field(page, PLACE).fill("Sơn")
    page.get_by_text("Mất kết nối").wait_for()
    field(page, PLACE).fill("Sơn Trà")
    page.get_by_role("button", name="Gửi", exact=True).click()
    visitor.arrive(f"/cap-nhat/{draft.pk}/")

    draft.refresh_from_db()
    assert (draft.state, values_of(draft)["place"][1], drafts(page)) == ("submitted", "Sơn Trà", 0)


def test_what_is_typed_goes_along_when_the_window_is_left(visitor, draft):
    page = visitor.page

    field(page, PLACE).fill("Sơn Trà")
    page.get_by_role("link", name="Đóng").click()

    assert held(page, draft, "Sơn Trà") == "Sơn Trà"


def test_what_is_chosen_in_a_list_is_kept_without_a_key(visitor, draft):
    page = visitor.page

    page.get_by_label("Bắt đầu", exact=False).first.evaluate(
        "box => { box.value = '2021'; box.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    page.get_by_text("Bản nháp lưu lúc").wait_for()
    for _try in range(50):
        if values_of(draft):
            break
        page.wait_for_timeout(100)

    assert [value[1] for value in values_of(draft).values()] == ["2021"]


def test_after_the_session_is_over_the_browser_keeps_it(visitor, draft, cast):
    page = visitor.page
    session = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    field(page, PLACE).fill("Sơn Trà")
    page.get_by_text("Phiên đăng nhập đã hết").wait_for()
    wait_for_drafts(page, 1)

    page.context.add_cookies(session)
    visitor.open(f"/cap-nhat/{draft.pk}/soan/")
    page.get_by_role("button", name="Dùng lại").click()
    assert field(page, PLACE).input_value() == "Sơn Trà"
    assert held(page, draft, "Sơn Trà") == "Sơn Trà"
    wait_for_drafts(page, 0)
    visitor.trouble[:] = [line for line in visitor.trouble if "401 (Unauthorized)" not in line]


def test_a_colleague_at_the_same_place_is_shown_beside(visitor, draft, cast):
    page, colleague = visitor.page, Client()
    colleague.force_login(cast.focal)
    told = {"version": draft.version, "has-place": "1", "place": "Cẩm Lệ", "text": ""}
    colleague.post(f"/cap-nhat/{draft.pk}/nhap/", told)

    field(page, PLACE).fill("Sơn Trà")
    page.get_by_text("đã được người khác sửa").wait_for()
    page.get_by_role("button", name="Lưu nháp").click()
    page.get_by_text("đồng nghiệp ghi “Cẩm Lệ”, bạn ghi “Sơn Trà”").wait_for()
    for width, height in ((1366, 768), (820, 1180), (390, 844)):
        visitor.resize(width, height)
        visitor.picture(f"update-write-meanwhile-{width}", whole=True)
        assert visitor.overflow() <= 0
    assert visitor.barriers() == []
    page.get_by_role("button", name="Lưu nháp").click()
    page.get_by_text("Đã lưu bản nháp.").wait_for()

    assert held(page, draft, "Sơn Trà") == "Sơn Trà"
    visitor.trouble[:] = [line for line in visitor.trouble if "409 (Conflict)" not in line]


def test_what_is_typed_before_the_scripts_have_come_is_kept(visitor, cast):
    page, request = visitor.page, begin(cast)

    def come_late(route):
        """The box is there to be typed into long before what listens to it."""
        field(page, PLACE).fill("Hòa Vang")
        route.continue_()

    page.route("**/js/autosave.js", come_late)
    visitor.open(f"/cap-nhat/{request.pk}/soan/")

    assert held(page, request, "Hòa Vang") == "Hòa Vang"
