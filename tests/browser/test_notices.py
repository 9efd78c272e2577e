"""The inbox and its choices in a real browser: no barrier, nothing wider than the window, and usable without scripts."""

from __future__ import annotations

import pytest

from dnfa.accounts.models import User
from dnfa.core.clock import local_now
from dnfa.followup.models import Notice, SourceChoice
from dnfa.followup.notices.sources import moment_now
from dnfa.followup.notices.sync import sync_notices
from tests.browser.test_pages import walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "notices": "/thong-bao/",
    "notices-none": "/thong-bao/?state=ended",
    "notice-choices": "/thong-bao/lua-chon/",
}


@pytest.fixture
def told(visitor) -> User:
    """The head of division, told of every flag of the register that nobody has in charge."""
    run = sync_notices(moment=moment_now(), now=local_now())
    assert run.failures == {}
    visitor.sign_in("head")
    return User.objects.get(username="head")


def test_the_inbox_is_open_to_everybody(visitor, told):
    assert walk(visitor, "desk", "tablet", "phone", pages=PAGES) == []


def test_a_notice_is_opened_and_the_bell_counts_one_less(visitor, told):
    unread = Notice.objects.unread().filter(recipient=told).count()
    visitor.open("/thong-bao/?state=unread")
    bell = visitor.page.locator(".top-notices strong")
    before = bell.inner_text()

    visitor.page.locator(".data-table tbody th a").first.click()
    visitor.page.wait_for_load_state()

    assert "/thong-bao/" not in visitor.page.url
    assert (before.split()[0], bell.inner_text().split()[0]) == (str(unread), str(unread - 1))


def test_choices_are_made(visitor, told):
    visitor.open("/thong-bao/lua-chon/")
    visitor.page.get_by_label("Cập nhật của tôi được chấp nhận", exact=True).select_option("off")
    visitor.page.get_by_label("Mỗi tuần một lần").check()
    visitor.page.get_by_role("button", name="Lưu").click()
    visitor.page.wait_for_load_state()

    assert visitor.page.get_by_text("Đã ghi lựa chọn nhận thông báo.").count() == 1
    kept = SourceChoice.objects.filter(user=told).values_list("source", "is_off")
    assert list(kept) == [("update_accepted", True)]
