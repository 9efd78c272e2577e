"""How a rate is typed and written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.rates import rate_text, read_rate
from dnfa.core.numbers import InvalidNumber


@pytest.mark.parametrize(
    ("typed", "rate", "text"),
    [
        ("25450", "25450", "25.450"),
        ("25.450", "25450", "25.450"),
        ("27.450,5", "27450.5", "27.450,5"),
        ("172,53", "172.53", "172,53"),
        ("1,1750", "1.175", "1,1750"),
        ("0,000001", "0.000001", "0,000001"),
        ("18,7", "18.7", "18,7"),
    ],
)
def test_a_rate_is_read_and_what_is_written_is_read_back(typed, rate, text):
    assert (read_rate(typed), rate_text(Decimal(rate)), read_rate(text)) == (
        Decimal(rate),
        text,
        Decimal(rate),
    )


@pytest.mark.parametrize("typed", ["25,450", "1,175", "25,450.5", "0", "-5", "0,0000001", "hai vạn", ""])
def test_what_reads_two_ways_or_is_no_rate_is_refused(typed):
    with pytest.raises(InvalidNumber):
        read_rate(typed)
