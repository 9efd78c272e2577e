"""Which period the statistics are asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from delegations.statistics import Breakdown, Period
from delegations.statistics.period import EARLIEST_YEAR, LATEST_YEAR
from dnfa.core.errors import InvalidInput
from dnfa.core.forms import ViDateField

PART_CHOICES = [
    ("", _("Cả năm")),
    ("h1", _("6 tháng đầu năm")),
    ("h2", _("6 tháng cuối năm")),
    ("q1", _("Quý I")),
    ("q2", _("Quý II")),
    ("q3", _("Quý III")),
    ("q4", _("Quý IV")),
]


class PeriodForm(forms.Form):
    """A year or a part of it; two days take its place. `period` is there once the form is valid."""

    year = forms.IntegerField(
        label=_("Năm"),
        required=False,
        min_value=EARLIEST_YEAR + 1,
        max_value=LATEST_YEAR,
        widget=forms.NumberInput(attrs={"placeholder": _("năm nay")}),
    )
    part = forms.ChoiceField(label=_("Kỳ trong năm"), required=False, choices=PART_CHOICES)
    starts_on_from = ViDateField(label=_("Hoặc từ ngày"), required=False)
    starts_on_to = ViDateField(label=_("Đến ngày"), required=False)
    by = forms.ChoiceField(
        label=_("Bảng"), required=False, choices=Breakdown.choices, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.period = Period.of_year(today.year, today)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("starts_on_from"), values.get("starts_on_to")
        if self.errors:
            return values
        if bool(first) != bool(last):
            missing = "starts_on_to" if first else "starts_on_from"
            self.add_error(missing, _("Nhập cả ngày đầu và ngày cuối kỳ."))
            return values
        try:
            if first and last:
                self.period = Period.of(first, last, self.today)
            else:
                year = values.get("year") or self.today.year
                self.period = Period.of_year(year, self.today, values.get("part", ""))
        except InvalidInput as error:
            for name, sentences in error.fields.items():
                self.add_error(name, sentences)
        return values
