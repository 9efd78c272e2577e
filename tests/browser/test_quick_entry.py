"""A contact written down on a phone: how many touches it takes, and that the keyboard alone can do it too."""

from __future__ import annotations

import pytest

from delegations.models import Engagement
from dnfa.accounts.models import User
from dnfa.core.clock import local_today
from partners.models import Partner
from tests.browser.hands import wait_for_drafts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = (390, 844)
SMALLEST_TARGET = 44  # CSS pixels, WCAG 2.5.5
SENTENCE = "Gọi điện cho phía bạn về lễ hội hoa anh đào"


@pytest.fixture
def focal(visitor) -> User:
    """The demonstration's focal point at a phone; its agency has dealt with Yokohama."""
    user = User.objects.get(username="focal")
    partner = Partner.objects.get(name_vi="Thành phố Yokohama")
    record = Engagement.objects.create(key="truoc-day", title_vi="Trước đây", kind="letter", starts_on="2020")
    record.partners.set([partner])
    record.lead_agencies.set([user.agency])
    visitor.resize(*PHONE)
    visitor.sign_in("focal")
    return user


def heights(page, selector: str) -> list[float]:
    """Heights of the targets that can be seen."""
    boxes = [one.bounding_box() for one in page.locator(selector).all() if one.is_visible()]
    return [box["height"] for box in boxes if box]


def test_four_touches_and_one_sentence_make_a_contact(visitor, focal):
    page, touches = visitor.page, 0

    def touch(target) -> None:
        nonlocal touches
        target.click()
        touches += 1

    visitor.open("/doan/ghi-nhanh/")
    visitor.picture("quick-partner")
    low = heights(page, ".quick .btn")
    touch(page.get_by_role("link", name="Thành phố Yokohama"))
    page.get_by_role("heading", level=1, name="Thành phố Yokohama").wait_for()
    visitor.picture("quick-entry")
    low += heights(page, ".quick-kinds span, .edit-page .form-control, .edit-actions .btn")
    fields = page.locator(
        ".quick-fields input:not([type=radio]):visible, .quick-fields textarea:visible"
    ).count()
    touch(page.locator(".quick-kinds label", has_text="Điện đàm"))
    touch(page.get_by_label("Một câu"))
    page.keyboard.type(SENTENCE)
    assert (visitor.overflow(), visitor.barriers()) == (0, [])
    touch(page.get_by_role("button", name="Lưu"))
    page.get_by_role("heading", level=1, name=SENTENCE).wait_for()
    visitor.picture("quick-done")

    assert (touches, fields) == (4, 2)
    assert min(low) >= SMALLEST_TARGET
    made = Engagement.objects.get(title_vi=SENTENCE)
    assert (made.kind, str(made.starts_on), made.recorded_by) == ("call", local_today().isoformat(), focal)
    assert [partner.name_vi for partner in made.partners.all()] == ["Thành phố Yokohama"]
    page.get_by_role("link", name="Ghi tiếp").click()
    page.get_by_role("heading", level=1, name="Thành phố Yokohama").wait_for()
    assert page.get_by_label("Một câu").input_value() == ""
    assert page.locator("[data-draft-offer]").is_hidden()


def test_the_keyboard_alone_finds_the_partner_and_writes(visitor, focal):
    page = visitor.page
    visitor.open("/doan/ghi-nhanh/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("yokoh")
    page.get_by_role("link", name="Thành phố Yokohama").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Thành phố Yokohama").wait_for()
    page.locator("#id_kind_0").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(SENTENCE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=SENTENCE).wait_for()

    assert Engagement.objects.get(title_vi=SENTENCE).kind == "call"


def test_what_was_typed_is_kept_when_the_phone_is_put_away(visitor, focal):
    page = visitor.page
    visitor.open("/doan/ghi-nhanh/")
    page.get_by_role("link", name="Thành phố Yokohama").click()
    page.get_by_label("Một câu").fill(SENTENCE)
    wait_for_drafts(page, 1)
    visitor.open("/")
    visitor.open(f"/doan/ghi-nhanh/{Partner.objects.get(name_vi='Thành phố Yokohama').key}/")
    page.get_by_role("button", name="Dùng lại").click()

    assert page.get_by_label("Một câu").input_value() == SENTENCE
    assert Engagement.objects.filter(title_vi=SENTENCE).count() == 0
