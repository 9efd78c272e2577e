from __future__ import annotations

from datetime import date

import pytest

from reports.aid import AidPeriod
from reports.annual.aid import Span


@pytest.mark.parametrize(
    ("part", "first", "last", "words"),
    [
        ("h1", date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026"),
        ("h2", date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm 2026"),
        ("year", date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
    ],
)
def test_a_period_has_its_days_and_its_words(part, first, last, words):
    period = AidPeriod(2026, part)

    assert (period.first, period.last, period.words) == (first, last, words)


@pytest.mark.parametrize(
    ("part", "today", "begun", "cutoff"),
    [
        ("h1", date(2025, 12, 31), False, None),
        ("h1", date(2026, 1, 1), True, date(2026, 1, 1)),
        ("h1", date(2026, 6, 29), True, date(2026, 6, 29)),
        ("h1", date(2026, 6, 30), True, date(2026, 6, 30)),
        ("h1", date(2026, 7, 1), True, date(2026, 6, 30)),
        ("h2", date(2026, 6, 30), False, None),
        ("h2", date(2026, 7, 1), True, date(2026, 7, 1)),
        ("h2", date(2027, 1, 1), True, date(2026, 12, 31)),
        ("year", date(2026, 12, 31), True, date(2026, 12, 31)),
        ("year", date(2027, 3, 1), True, date(2026, 12, 31)),
    ],
)
def test_a_period_is_told_as_of_its_last_day_or_today_while_it_runs(part, today, begun, cutoff):
    period = AidPeriod(2026, part)

    assert period.has_begun(today) == begun
    if begun:
        assert period.span(today) == Span(period.first, period.last, cutoff)
