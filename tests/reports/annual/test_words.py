from __future__ import annotations

from datetime import date

import pytest

from dnfa.core.partial_dates import PartialDate
from reports.annual import words


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "không có đoàn nào"), (1, "01 đoàn"), (9, "09 đoàn"), (10, "10 đoàn"), (1204, "1.204 đoàn")],
)
def test_counted(number, text):
    assert words.counted(number, "đoàn") == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 2, 15), "ngày 15 tháng 02 năm 2026"),
        (date(2026, 10, 1), "ngày 01 tháng 10 năm 2026"),
        (date(2023, 12, 26), "ngày 26 tháng 12 năm 2023"),
    ],
)
def test_long_date_has_zeros_where_the_decree_wants_them(day, text):
    assert words.long_date(day) == text


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a và b"), (["a", "b", "c"], "a, b và c")]
)
def test_joined(parts, text):
    assert words.joined(parts) == text


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2023, 1, 31), date(2023, 2, 28), 0),
        (date(2023, 1, 26), date(2023, 2, 26), 1),
        (date(2015, 7, 25), date(2023, 12, 26), 101),
        (date(2023, 12, 26), date(2023, 12, 26), 0),
    ],
)
def test_months_between(earlier, later, months):
    assert words.months_between(earlier, later) == months


def test_dates_and_case():
    assert words.short_date(None) == ""
    assert words.short_date(date(2023, 1, 2)) == "02/01/2023"
    assert words.partial(None) == ""
    assert words.partial(PartialDate(2012, 4)) == "4/2012"
    assert words.sentence_case("không có ai") == "Không có ai"
