"""What disbursement is measured against, by kind, currency and what is told in đồng."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.ceilings import Counted, compare


def counted(words):
    """A line of "approved 100 USD 2500000": kind, amount, currency, perhaps what it is in đồng."""
    kind, amount, currency, *dong = words.split()
    told = Decimal(dong[0]) if dong else Decimal(amount) if currency == "VND" else None
    return Counted(kind, Decimal(amount), currency, told)


@pytest.mark.parametrize(
    ("lines", "found", "apart"),
    [
        ([], [], ""),
        (["disbursed 5 USD"], [], ""),  # nothing was promised
        (["value 100 USD"], [], ""),
        # The firmest word, for each currency.
        (["value 100 USD", "committed 90 USD", "approved 80 USD", "disbursed 5 USD"], ["approved 5 USD/80 USD"], ""),
        (["value 100 USD", "committed 90 USD", "disbursed 5 USD"], ["committed 5 USD/90 USD"], ""),
        (["value 100 USD", "disbursed 5 USD"], ["value 5 USD/100 USD"], ""),
        (
            ["approved 80 USD", "committed 90 VND", "disbursed 5 USD", "disbursed 6 VND"],
            ["committed 6 đồng/90 đồng", "approved 5 USD/80 USD"],
            "",
        ),
        # Equal in its own currency, whatever the rates of the two days say.
        (["approved 80 USD 2000000", "disbursed 80 USD 2100000"], ["approved 80 USD/80 USD"], ""),
        # In a currency nobody promised: in đồng where all is told, else apart.
        (["approved 100 USD 2500000", "disbursed 1000000 VND"], ["approved 1.000.000 đồng/2.500.000 đồng all"], ""),
        (["approved 100 USD", "disbursed 1000000 VND"], [], "1.000.000 đồng"),
        (["approved 100 USD 2500000", "disbursed 30 EUR"], [], "30 EUR"),
        (
            ["approved 100 USD", "disbursed 60 USD", "disbursed 1000000 VND"],
            ["approved 60 USD/100 USD"],
            "1.000.000 đồng",
        ),
        # A kind that is not the firmest word need not be told.
        (
            ["value 100 USD", "committed 100 USD 2500000", "disbursed 5 VND"],
            ["committed 5 đồng/2.500.000 đồng all"],
            "",
        ),
        # What was set right to nought is not in the way.
        (["approved 80 EUR", "approved -80 EUR", "approved 90 VND", "disbursed 9 VND"], ["approved 9 đồng/90 đồng"], ""),
        (["value 80 EUR", "value -80 EUR", "disbursed 9 VND"], [], ""),
        (["approved 80 USD", "disbursed 5 VND", "disbursed -5 VND"], ["approved 0 USD/80 USD"], ""),
    ],
)  # fmt: skip
def test_what_is_measured_against_what(lines, found, apart):
    compared = compare(map(counted, lines))

    told = [
        f"{one.kind.value} {one.given}/{one.whole}{' all' if one.is_whole else ''}" for one in compared.found
    ]
    assert (told, str(compared.apart)) == (found, apart)


@pytest.mark.parametrize(("given", "over"), [("79.99", False), ("80", False), ("80.01", True)])
def test_over_is_more_than_the_ceiling(given, over):
    compared = compare(map(counted, ["approved 80 USD", f"disbursed {given} USD"]))

    assert [one.is_over for one in compared.found] == [over]
