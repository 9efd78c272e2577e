"""Fields of the forms of projects: an amount of money in one box, as people and papers write it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dnfa.core.money import Money, parse_money
from dnfa.core.numbers import InvalidNumber, format_money
from dnfa.core.text import clean_line

LONGEST_AMOUNT = 120


class MoneyField(forms.CharField):
    """An amount with its currency: "57,234 tỷ đồng", "601.346,76 Euro". The clean value is a `Money` or None.

    With `currency` set, a number alone is read in it and another currency is refused. What could mean two things is
    refused at the box with both readings; the text stays as typed.
    """

    def __init__(self, *, currency: str = "", **kwargs: Any) -> None:
        self.currency = currency
        super().__init__(
            **{
                "max_length": LONGEST_AMOUNT,
                "help_text": _("Ghi cả loại tiền, như 57,234 tỷ đồng; 601.346,76 EUR; 300.000 USD."),
                **kwargs,
            }
        )
        self.widget.attrs |= {"autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Show an amount so that it is read back as the same."""
        return format_money(value.value, value.currency) if isinstance(value, Money) else value

    def run_validators(self, value: Any) -> None:
        """An amount needs no check of its length."""

    def to_python(self, value: Any) -> Money | None:  # type: ignore[override]  # django-stubs: a text
        if isinstance(value, Money):
            return value
        text = clean_line(value or "")
        if not text:
            return None
        if len(text) > LONGEST_AMOUNT:
            raise forms.ValidationError(_("Chỉ ghi số tiền và loại tiền."), code="invalid")
        try:
            return parse_money(text, currency=self.currency)
        except InvalidNumber as error:
            raise forms.ValidationError(str(error), code="invalid") from error
