"""Which aid is added up, by what, in which time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.aid_totals import DIMENSIONS
from agreements.enums import ProjectDirection
from dnfa.core.forms import ViDateField


class AidForm(forms.Form):
    """Two days make a period; without them all lines count, dated or not. Without a direction both are told, each for itself."""

    direction = forms.ChoiceField(
        label=_("Chiều"), required=False, choices=[("", _("Cả hai chiều")), *ProjectDirection.choices]
    )
    booked_from = ViDateField(label=_("Tiền ghi từ ngày"), required=False)
    booked_to = ViDateField(label=_("Tiền ghi đến ngày"), required=False)
    by = forms.ChoiceField(label=_("Theo"), required=False, choices=list(DIMENSIONS.items()))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("booked_from"), values.get("booked_to")
        if self.errors:
            return values
        if bool(first) != bool(last):
            self.add_error("booked_to" if first else "booked_from", _("Nhập cả ngày đầu và ngày cuối kỳ."))
        elif first and last and last < first:
            self.add_error("booked_to", _("Ngày cuối kỳ trước ngày đầu kỳ."))
        return values
