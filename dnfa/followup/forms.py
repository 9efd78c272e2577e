"""What an officer types when putting a flag off."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dnfa.core.forms import ViDateField
from dnfa.followup.services import LONGEST_REASON


class SnoozeForm(forms.Form):
    """Until when, and why; the rules are the service's."""

    until = ViDateField(
        label=_("Hoãn nhắc đến hết ngày"),
        error_messages={"required": _("Hãy ghi ngày hoãn đến.")},
        help_text=_("Ví dụ: 31/3/2027. Từ ngày hôm sau cảnh báo nhắc lại."),
    )
    reason = forms.CharField(
        label=_("Lý do"),
        error_messages={"required": _("Hãy ghi lý do hoãn.")},
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Một câu để người khác hiểu, ví dụ: hai bên đã hẹn ký lại trong quý II."),
    )
