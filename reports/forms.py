"""What the person chooses for a report."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dnfa.core.errors import InvalidInput
from reports.services import EARLIEST_YEAR, check_period


class YearlyReportForm(forms.Form):
    """Year and cut-off; the rule is that of the service, its sentence stands at the field."""

    year = forms.TypedChoiceField(label=_("Năm báo cáo"), coerce=int)
    cutoff = forms.DateField(
        label=_("Ngày chốt số liệu"),
        help_text=_("Gõ ngày/tháng/năm, ví dụ 26/12/2023. Số liệu tính đến hết ngày này."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in range(today.year, EARLIEST_YEAR - 1, -1)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if {"year", "cutoff"} <= values.keys():
            try:
                check_period(year=values["year"], cutoff=values["cutoff"], today=self.today)
            except InvalidInput as error:
                for name, sentences in error.fields.items():
                    self.add_error(name, sentences)
        return values
