"""Boxes that read money, and rows of the lists of a project."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django import forms

from agreements.forms.project_fields import MoneyField
from agreements.forms.project_rows import BodyRowForm, PartyRowForm, suggested_names
from dnfa.core.money import Money
from dnfa.core.rows import suggestions_of
from tests.factories import make_agency, make_partner, make_user


class MoneyForm(forms.Form):
    amount = MoneyField(required=False)
    dollars = MoneyField(currency="USD", required=False)


@pytest.mark.parametrize(
    ("typed", "value", "currency"),
    [
        ("57,234 tỷ đồng", "57234000000", "VND"),
        ("601.346,76 Euro", "601346.76", "EUR"),
        ("300.000 USD", "300000", "USD"),
        ("1.234.567,89 EUR", "1234567.89", "EUR"),
        ("  USD   300.000 ", "300000", "USD"),
        ("2 tỷ 500 triệu đồng", "2500000000", "VND"),
    ],
)
def test_an_amount_is_read_as_papers_write_it(typed: str, value: str, currency: str) -> None:
    form = MoneyForm({"amount": typed})

    assert form.is_valid() is True
    assert form.cleaned_data["amount"] == Money(Decimal(value).quantize(Decimal("0.01")), currency)


@pytest.mark.parametrize(
    "typed",
    [
        "1,234 USD",
        "57.234 tỷ đồng",
        "$300",
        "300.000",
        "300 xyz",
        "một tỷ",
        "1,234567 USD",
        "9" * 130 + " USD",
    ],
)
def test_what_reads_two_ways_is_refused_and_kept_as_typed(typed: str) -> None:
    form = MoneyForm({"amount": typed})

    assert form.is_valid() is False
    assert list(form.errors) == ["amount"]
    assert form["amount"].value() == typed


def test_a_box_of_one_currency_reads_numbers_in_it_and_refuses_others() -> None:
    alone, other, nought = (
        MoneyForm({"dollars": "300.000"}),
        MoneyForm({"dollars": "5 EUR"}),
        MoneyForm({"dollars": "0"}),
    )

    assert (alone.is_valid(), alone.cleaned_data["dollars"]) == (True, Money(Decimal("300000.00"), "USD"))
    assert (other.is_valid(), list(other.errors)) == (False, ["dollars"])
    assert (nought.is_valid(), nought.cleaned_data["dollars"]) == (True, Money(Decimal("0.00"), "USD"))


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(Decimal("601346.76"), "EUR"), "601.346,76 EUR"),
        (Money(Decimal(57234000000), "VND"), "57.234.000.000 đồng"),
    ],
)
def test_an_amount_shown_is_read_back_as_the_same(money: Money, shown: str) -> None:
    box = MoneyForm(initial={"amount": money})["amount"]

    assert box.value() == shown
    assert MoneyField().clean(shown) == money
    assert MoneyField().clean(money) == money
    assert MoneyField(required=False).clean("") is None


@pytest.mark.django_db
def test_only_the_names_a_row_uses_are_offered() -> None:
    user, partner, agency = make_user(), make_partner(name_vi="JICA"), make_agency(name_vi="Sở Xây dựng")

    def labels(form: Any) -> dict[str, list[str]]:
        return {name: list(names.labels.values()) for name, names in suggested_names(form, user).items()}

    assert (suggestions_of(PartyRowForm), suggestions_of(BodyRowForm)) == (["partner"], ["agency"])
    assert labels(PartyRowForm) == {"partner": [str(partner)]}
    assert labels(BodyRowForm) == {"agency": [str(agency)]}
