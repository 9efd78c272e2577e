"""Fields and forms of exchange rates: the number, the currency, one picked of the register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agreements.forms.projects import line
from agreements.models import ExchangeRate
from agreements.rates import RATE_DIGITS, RATE_PLACES, rate_text, read_rate
from dnfa.core.display import display_value
from dnfa.core.forms import ViDateField, ViDecimalField
from dnfa.core.money import DONG, currency_code
from dnfa.core.numbers import InvalidNumber
from dnfa.core.text import clean_line

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KNOWN_SOURCES = {"list": "rate-sources"}  # the element that templates/agreements/rates/sources.html draws


class RateField(ViDecimalField):
    """Đồng for one unit of a currency; "25,450" reads two ways and is refused. The clean value is a `Decimal` or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": RATE_DIGITS, "decimal_places": RATE_PLACES, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return rate_text(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as of its base
        if isinstance(value, Decimal):
            return value
        if value in self.empty_values or not (typed := clean_line(str(value))):
            return None
        try:
            return read_rate(typed)
        except InvalidNumber as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class CurrencyField(forms.CharField):
    """A currency by its code or as people write it ("Euro", "yên"). The clean value is the code, "" for none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, **kwargs})
        self.widget.attrs |= {"autocomplete": "off", "placeholder": "USD"}

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        try:
            return currency_code(typed) if typed else ""
        except InvalidNumber as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class KnownRateField(forms.ModelChoiceField):
    """One of the register's rates. Any that stands is taken; those that `offer` names are shown."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=ExchangeRate.objects.none(), required=False, **kwargs)

    def offer(self, rates: Iterable[ExchangeRate], day: date, *, currency: str = "") -> None:
        """Show these rates, each with how far it lies from a day; `currency` is what they were looked for, where known."""
        self.queryset = ExchangeRate.objects.standing()
        offered = [(rate.pk, offer_words(rate, day)) for rate in rates]
        none: StrOrPromise = _("Không lấy tỷ giá trong sổ")
        if currency == DONG:
            none = _("Tiền đồng không cần tỷ giá.")
        elif currency and not offered:
            none = _("Sổ chưa có tỷ giá %(currency)s.") % {"currency": currency}
        self.choices = [("", none), *offered]


def offer_words(rate: ExchangeRate, day: date) -> str:
    """A rate as the forms of money offer it: "1 USD = 26.000 đồng · 30/06/2026 (trước 3 ngày) · NHNN"."""
    told = _now("1 %(currency)s = %(rate)s đồng") % {
        "currency": rate.currency,
        "rate": rate_text(rate.rate),
    }
    when = f"{display_value(rate.day)} ({_distance(rate.day, day)})"
    return f"{told} · {when} · {rate.source}"


def _distance(rate_on: date, day: date) -> str:
    days = abs((rate_on - day).days)
    if not days:
        return _now("đúng ngày")
    if rate_on < day:
        return ngettext("trước %(days)s ngày", "trước %(days)s ngày", days) % {"days": days}
    return ngettext("sau %(days)s ngày", "sau %(days)s ngày", days) % {"days": days}


class ExchangeRateForm(forms.Form):
    """What a currency was worth on a day, and who says so."""

    currency = CurrencyField(label=_("Loại tiền"))
    day = ViDateField(label=_("Ngày"))
    rate = RateField(
        label=_("Đồng cho một đơn vị"), help_text=_("Ví dụ: 25.450 hoặc 172,53. Phần lẻ viết sau dấu phẩy.")
    )
    source = line(
        _("Nguồn"),
        200,
        required=True,
        help_text=_("Ví dụ: Ngân hàng Nhà nước, tỷ giá trung tâm. Ghi một nguồn luôn bằng cùng một tên."),
        widget=forms.TextInput(KNOWN_SOURCES),
    )
    url = line(
        _("Địa chỉ trang công bố"),
        500,
        widget=forms.TextInput({"inputmode": "url", "placeholder": "https://", "autocomplete": "off"}),
    )


class ReplaceRateForm(ExchangeRateForm):
    """What a wrong rate should have said, and why."""

    reason = line(_("Lý do thay"), 500, required=True)

    fieldsets = (
        (_("Tỷ giá đúng"), ("currency", "day", "rate", "source", "url")),
        (_("Vì sao thay"), ("reason",)),
    )
