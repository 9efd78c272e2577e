"""Words of the cells of delegations."""

from __future__ import annotations

import pytest

from delegations.templatetags.trip_tags import trip_days

DAY = '<span class="trip-when">{}</span>'


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("18/12/2026 – 26/12/2026", f"{DAY.format('18/12/2026 –')} {DAY.format('26/12/2026')}"),
        ("3/2026", DAY.format("3/2026")),
        ("định kỳ", DAY.format("định kỳ")),
        ("<b>", DAY.format("&lt;b&gt;")),
    ],
)
def test_the_dash_stays_with_the_first_day(words, expected):
    assert str(trip_days(words)) == expected
