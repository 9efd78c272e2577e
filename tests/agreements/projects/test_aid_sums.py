from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.presenters.aid_sums import MOST_GROUPS, Bar, Group, money_chart


def drawn(chart):
    return [
        (group["label"], [(bar["kind"], bar["words"], bar["percent"], bar["href"]) for bar in group["bars"]])
        for group in chart["groups"]
    ]


def test_the_largest_first_and_what_nobody_tells_in_words():
    groups = [
        Group("Ít", [Bar("committed", Decimal(25), "/a"), Bar("disbursed", None, "/b")]),
        Group("Nhiều", [Bar("committed", Decimal(100), "/c")]),
        Group("Không", [Bar("committed", None)]),
    ]

    chart = money_chart("USD", groups)

    assert drawn(chart) == [
        ("Nhiều", [("committed", "100", "100%", "/c")]),
        ("Ít", [("committed", "25", "25%", "/a"), ("disbursed", "chưa rõ", "0%", "")]),
    ]
    assert (chart["unit"], chart["left_out"]) == ("USD", 0)


def test_periods_all_stand_told_or_not():
    groups = [
        Group("2018", [Bar("committed", Decimal(5))]),
        Group("2023", [Bar("committed", None)]),
        Group("", []),
    ]

    chart = money_chart("USD", groups, keeps_order=True)

    assert drawn(chart) == [
        ("2018", [("committed", "5", "100%", "")]),
        ("2023", [("committed", "chưa rõ", "0%", "")]),
    ]
    assert chart["single"] == "Cam kết"


def test_a_sum_below_nought_has_its_number_and_no_bar():
    groups = [
        Group("2025", [Bar("committed", Decimal(10))]),
        Group("2026", [Bar("committed", Decimal("-2.5"))]),
    ]

    assert drawn(money_chart("USD", groups, keeps_order=True)) == [
        ("2025", [("committed", "10", "100%", "")]),
        ("2026", [("committed", "-2,5", "0%", "")]),
    ]


@pytest.mark.parametrize(
    ("amount", "currency", "unit", "words"),
    [
        (999_999, "USD", "USD", "999.999"),
        (1_234_567, "USD", "triệu USD", "1,235"),
        (57_234_000_000, "VND", "tỷ đồng", "57,234"),
        (1_029_000_000_000, "VND", "tỷ đồng", "1.029"),
        ("0.01", "EUR", "EUR", "0,01"),
        ("0.0001", "EUR", "EUR", "< 0,001"),
        (0, "EUR", "EUR", "0"),
    ],
)
def test_the_unit_follows_the_largest_sum(amount, currency, unit, words):
    chart = money_chart(currency, [Group("A", [Bar("value", Decimal(amount))])])

    assert (chart["unit"], chart["groups"][0]["bars"][0]["words"]) == (unit, words)


@pytest.mark.parametrize(("keeps_order", "first", "last"), [(False, "13", "2"), (True, "2", "13")])
def test_of_many_the_largest_or_the_latest_are_drawn(keeps_order, first, last):
    groups = [Group(str(number), [Bar("value", Decimal(number))]) for number in range(MOST_GROUPS + 2)]

    chart = money_chart("USD", groups, keeps_order=keeps_order)

    labels = [label for label, _bars in drawn(chart)]
    assert (labels[0], labels[-1], len(labels), chart["left_out"]) == (first, last, MOST_GROUPS, 2)
