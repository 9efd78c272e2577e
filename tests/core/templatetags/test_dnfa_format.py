from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from dnfa.core.partial_dates import PartialDate


def render(expression, **values):
    return Template(f"{{% load dnfa_format %}}{{{{ {expression} }}}}").render(Context(values))


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("v|partial_date", PartialDate(2004), "2004"),
        ("v|partial_date", PartialDate(2012, 4), "4/2012"),
        ("v|partial_date", date(2026, 3, 5), "05/03/2026"),
        ("v|partial_date", "2012-04", "4/2012"),
        ("v|partial_date", None, ""),
        ("v|vn_date", date(2026, 3, 5), "05/03/2026"),
        ("v|vn_date", datetime(2026, 3, 5, 17, 0, tzinfo=UTC), "06/03/2026"),
        ("v|vn_date", None, ""),
        ("v|vn_date_long", date(2026, 3, 5), "05/03/2026 (Thứ Năm)"),
        ("v|vn_date_long", date(2026, 3, 8), "08/03/2026 (Chủ Nhật)"),
        ("v|vn_date_long", datetime(2026, 3, 5, 17, 0, tzinfo=UTC), "06/03/2026 (Thứ Sáu)"),
        ("v|vn_date_long", None, ""),
        ("v|vn_number", Decimal("1234567.89"), "1.234.567,89"),
        ("v|vn_number", 0, "0"),
        ("v|vn_number", "1234", "1.234"),
        ("v|vn_number:1", 12.25, "12,3"),
        ("v|vn_number", None, ""),
        ("v|vn_number", "", ""),
        ("v|money", 330000000000, "330.000.000.000 đồng"),
        ("v|money:'USD'", Decimal("601346.76"), "601.346,76 USD"),
        ("v|money:'USD'", None, ""),
        ("v|money", "", ""),
        ("v|days_left_words", 12, "còn 12 ngày"),
        ("v|days_left_words", 1200, "còn 1.200 ngày"),
        ("v|days_left_words", 1, "còn 1 ngày"),
        ("v|days_left_words", 0, "hôm nay"),
        ("v|days_left_words", -3, "quá 3 ngày"),
        ("v|days_left_words", None, ""),
    ],
)
def test_filters_write_for_the_page(expression, value, text):
    assert render(expression, v=value) == text


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("v|partial_date", PartialDate(2012, 4), "Apr 2012"),
        ("v|vn_date", date(2026, 3, 5), "05/03/2026"),
        ("v|vn_number", Decimal("1234.5"), "1.234,5"),
    ],
)
def test_english_pages_name_the_month_and_keep_the_rest(expression, value, text):
    with translation.override("en"):
        assert render(expression, v=value) == text
