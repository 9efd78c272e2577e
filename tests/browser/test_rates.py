"""Rates in the browser: those nearest the day follow what is typed, one is picked, its page counts the line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.models import FundingLine
from agreements.services.projects import rate_record
from dnfa.accounts.models import User
from dnfa.core.clock import local_today
from tests.browser.hands import field, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RATES = ((date(2025, 1, 6), "25450"), (date(2025, 6, 30), "26012"), (date(2025, 7, 8), "26170"))
NONE = "Không lấy tỷ giá trong sổ"


def test_a_rate_near_the_day_is_picked_and_its_page_opens_the_line(visitor):
    officer = User.objects.get(username="officer")
    for day, rate in RATES:
        rate_record(
            currency="USD", day=day, rate=Decimal(rate), source="NHNN", user=officer, today=local_today()
        )
    visitor.sign_in("officer")
    visitor.open("/thoa-thuan/du-an/pj-ensure/so-tien/")
    page = visitor.page
    offered = page.locator("#id_known_rate label")

    field(page, "Loại số tiền").select_option("committed")
    field(page, "Số tiền").fill("1.000 USD")
    with page.expect_response("**/ty-gia/gan-ngay/**"):
        field(page, "Ngày").fill("1/7/2025")
        field(page, "Cho kỳ từ ngày").focus()
    page.get_by_text("(trước 1 ngày)").wait_for()
    words = offered.all_inner_texts()
    page.locator("#id_known_rate").evaluate(
        "box => box.scrollIntoView({block: 'center'})"
    )  # clear of the bar below
    barriers = visitor.barriers()
    page.get_by_label("1 USD = 26.012 đồng").check()
    press(page, "Lưu")
    line = FundingLine.objects.get(rate__isnull=False)
    visitor.open("/thoa-thuan/ty-gia/?day_to=30/6/2025")
    page.locator("tbody tr").first.get_by_role("link", name="1", exact=True).click()

    assert words == [
        NONE,
        "1 USD = 26.012 đồng · 30/06/2025 (trước 1 ngày) · NHNN",
        "1 USD = 26.170 đồng · 08/07/2025 (sau 7 ngày) · NHNN",
        "1 USD = 25.450 đồng · 06/01/2025 (trước 176 ngày) · NHNN",
    ]
    assert barriers == []
    assert (line.rate, line.rate_on, line.dong) == (26012, date(2025, 6, 30), 26_012_000)
    assert page.locator("tbody th").all_inner_texts() == [line.project.title_vi]
