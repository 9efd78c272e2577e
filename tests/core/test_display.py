from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from dnfa.core.display import display_value
from dnfa.core.partial_dates import PartialDate


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("Đà Nẵng", "Đà Nẵng"),
        (True, "Có"),
        (False, "Không"),
        (0, "0"),
        (1234567, "1.234.567"),
        (Decimal("1234567.890"), "1.234.567,89"),
        (0.5, "0,5"),
        (PartialDate(2012, 4), "4/2012"),
        (date(2026, 3, 5), "05/03/2026"),
        (datetime(2026, 3, 5, 17, 5, tzinfo=UTC), "06/03/2026 00:05"),
        (datetime(2026, 3, 5, 17, 5), "05/03/2026 17:05"),  # noqa: DTZ001  (a naive moment is shown as it stands)
        (["Sakai", PartialDate(2009), 3], "Sakai; 2009; 3"),
        ((), ""),
    ],
)
def test_display_value_by_type(value, text):
    assert display_value(value) == text


def test_display_value_in_english_keeps_numbers_and_names_months():
    with translation.override("en"):
        shown = [display_value(1234.5), display_value(PartialDate(2012, 4))]

    assert shown == ["1.234,5", "Apr 2012"]
