"""The way in, with a second factor, and one in charge of an agency's focal points, in a real browser."""

from __future__ import annotations

import pyotp
import pytest

from dnfa.accounts.models import User
from tests.browser.test_pages import WIDTHS, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_at_the_door_are_open_to_everybody(visitor):
    pages = {
        "sign-in": "/dang-nhap/",
        "forgotten": "/quen-mat-khau/",
        "forgotten-sent": "/quen-mat-khau/da-gui/",
        "link-used": "/dat-mat-khau/x/y/",
    }

    assert walk(visitor, *WIDTHS, pages=pages) == []


def test_an_authenticator_app_is_set_up_and_asked_for(visitor):
    visitor.sign_in("officer")
    visitor.open("/toi/xac-thuc-hai-lop/")
    secret = visitor.page.locator(".secret-key").inner_text().replace(" ", "")
    visitor.page.get_by_label("Mã xác thực").fill(pyotp.TOTP(secret).now())
    visitor.page.get_by_role("button", name="Bật xác thực hai lớp").click()
    codes = visitor.page.locator(".recovery-codes code").all_inner_texts()
    visitor.resize(*WIDTHS["phone"])
    visitor.picture("recovery-codes-phone")
    barriers = visitor.barriers()
    visitor.resize(*WIDTHS["desk"])
    visitor.page.get_by_role("link", name="Đã cất mã, tiếp tục").click()
    visitor.page.locator("details.menu summary").click()
    visitor.page.get_by_role("button", name="Đăng xuất").click()

    visitor.page.get_by_label("Tên đăng nhập").fill("officer")
    visitor.page.get_by_label("Mật khẩu").fill("thu-nghiem-2026")
    visitor.page.get_by_role("button", name="Đăng nhập").click()
    asked = visitor.page.get_by_role("heading", level=1).inner_text()
    barriers += visitor.barriers()
    visitor.picture("second-factor-asked")
    visitor.page.get_by_label("Mã xác thực").fill(codes[0])
    visitor.page.get_by_role("button", name="Tiếp tục").click()
    visitor.arrive("/")

    assert (len(codes), asked, barriers) == (10, "Mã xác thực", [])


def test_one_in_charge_invites_a_colleague_and_pages_are_open_to_everybody(visitor):
    visitor.sign_in("focal")
    visitor.open("/dau-moi/")
    visitor.page.get_by_role("link", name="Mời đầu mối").click()
    visitor.page.get_by_label("Họ và tên").fill("Trần Hạnh")
    visitor.page.get_by_label("Thư điện tử").fill("hanh@danang.gov.vn")
    visitor.page.get_by_role("button", name="Mời và gửi thư").click()
    visitor.arrive(r"/dau-moi/\d+/")

    person, focal = User.objects.get(email="hanh@danang.gov.vn"), User.objects.get(username="focal")
    pages = {
        "focal-point-list": "/dau-moi/",
        "focal-point": f"/dau-moi/{person.pk}/",
        "focal-point-invite": "/dau-moi/moi/",
        "focal-point-edit": f"/dau-moi/{person.pk}/sua/",
        "focal-point-close": f"/dau-moi/{focal.pk}/dong/",
    }
    assert person.agency == focal.agency
    assert walk(visitor, "desk", "phone", pages=pages) == []
