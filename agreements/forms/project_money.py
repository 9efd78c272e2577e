"""What people type about the money of a project: a new line, the right amount of a wrong one, a rate."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from agreements.enums import AmountQualifier, FundingKind
from agreements.forms.project_fields import MoneyField
from agreements.forms.projects import EMPTY, line
from agreements.forms.rates import KNOWN_SOURCES, KnownRateField, RateField
from agreements.models import FundingLine
from agreements.selectors_rates import day_of_rate, latest_rates, rates_near
from dnfa.core.forms import PartialDateFormField, PartialDateInput, ViDateField, ViDecimalField

RATE = ("rate", "rate_on", "rate_source")
# A changed amount or day brings the rates nearest it; without JavaScript the sent form does.
ASKS_FOR_RATES = {
    "hx-get": reverse_lazy("agreements:rates-near"),
    "hx-include": "#id_amount, #id_booked_on, [name=known_rate]",
    "hx-target": "#id_known_rate",
    "hx-swap": "outerHTML",
    # An answer to an older question would take the place that the answer to the newer one looks for.
    "hx-sync": "closest form:replace",
}


class RateFields(forms.Form):
    """The rate of a line: one of the register nearest its day, or how many đồng one unit was worth, when, and who says so."""

    known_rate = KnownRateField(label=_("Tỷ giá trong sổ, gần ngày của dòng nhất"))
    rate = RateField(label=_("Hoặc tự ghi: đồng cho một đơn vị"), required=False)
    rate_on = ViDateField(label=_("Ngày của tỷ giá"), required=False)
    rate_source = line(
        _("Nguồn của tỷ giá"),
        200,
        help_text=_("Ví dụ: tỷ giá hạch toán của Bộ Tài chính, tháng 11/2026."),
        widget=forms.TextInput(KNOWN_SOURCES),
    )
    keep_rate = forms.BooleanField(label=_("Giữ tỷ giá tự ghi trong sổ để gợi ý lần sau"), required=False)


class LineForm(RateFields):
    """A sum of the project."""

    kind = forms.ChoiceField(label=_("Loại số tiền"), choices=[EMPTY, *FundingKind.choices])
    amount = MoneyField(label=_("Số tiền"), widget=forms.TextInput(ASKS_FOR_RATES))
    qualifier = forms.ChoiceField(
        label=_("Mức chính xác"), choices=AmountQualifier.choices, initial=AmountQualifier.EXACT
    )
    booked_on = PartialDateFormField(label=_("Ngày"), required=False, widget=PartialDateInput(ASKS_FOR_RATES))
    period_from = ViDateField(
        label=_("Cho kỳ từ ngày"), required=False, help_text=_("Kế hoạch giải ngân luôn có kỳ.")
    )
    period_to = ViDateField(label=_("Cho kỳ đến ngày"), required=False)
    dong_stated = ViDecimalField(
        label=_("Tiền đồng theo nguồn"),
        required=False,
        min_value=1,
        max_digits=20,
        decimal_places=0,
        help_text=_("Khi chính tài liệu cho số tiền đồng; khi ấy không ghi tỷ giá."),
    )
    document_number = line(_("Chứng từ, văn bản số"), 120)
    reason = line(_("Lý do"), 500, help_text=_("Bắt buộc khi giải ngân vượt số phê duyệt, cam kết."))
    note = line(_("Ghi chú"), 500)

    fieldsets = (
        (_("Số tiền"), ("kind", "amount", "qualifier", "booked_on", "period_from", "period_to")),
        (
            _("Quy ra đồng"),
            ("known_rate", "rate", "rate_on", "rate_source", "keep_rate", "dong_stated"),
        ),
        (_("Chứng từ"), ("document_number", "reason", "note")),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_rates(today)

    def _offer_rates(self, today: date) -> None:
        """Those nearest the day of the line, of its currency; before the amount is read the youngest of every currency."""
        known: Any = self.fields["known_rate"]
        amount = self._typed("amount")
        if amount is None:
            known.offer(latest_rates(today), today)
            return
        day = day_of_rate(self._typed("booked_on"), today)
        known.offer(rates_near(amount.currency, day), day, currency=amount.currency)

    def _typed(self, name: str) -> Any:
        """What stands in a box already; None for what cannot be read, which is told at the box."""
        try:
            return self.fields[name].to_python(self[name].value())
        except forms.ValidationError:
            return None


class SetRightForm(forms.Form):
    """What a line should have come to, and why."""

    right_amount = MoneyField(
        label=_("Số đúng"),
        help_text=_(
            "Ghi 0 khi dòng này không có thật, hoặc sai loại tiền, mức chính xác, tiền đồng theo nguồn; rồi ghi dòng mới."
        ),
    )
    reason = line(_("Lý do"), 500, required=True)

    def __init__(self, *args: Any, booked: FundingLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right_amount"].currency = booked.currency  # type: ignore[attr-defined]


class RateForm(RateFields):
    """The rate of a line booked already: one of the register's, or all three boxes."""

    fieldsets = ((_("Tỷ giá"), ("known_rate", "rate", "rate_on", "rate_source", "keep_rate")),)

    def __init__(self, *args: Any, currency: str, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields["known_rate"]
        known.offer(rates_near(currency, day), day, currency=currency)

    def clean(self) -> dict[str, Any]:
        """Without a rate of the register all three boxes are needed."""
        given = self.cleaned_data
        if given.get("known_rate") is None and "known_rate" not in self.errors:
            for name in RATE:
                if name in given and not given[name]:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return given
