"""What people type about limits gone over."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from delegations.services.limits import LONGEST_TEXT


class JustifyForm(forms.Form):
    """Why the delegation goes over one limit."""

    text = forms.CharField(
        label=_("Giải trình"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Một hai câu, kèm số văn bản cho phép nếu có. Câu này được liệt kê trong báo cáo năm."),
        error_messages={"required": _("Hãy ghi lý do vượt hạn mức.")},
    )


class WithdrawForm(forms.Form):
    """Nothing is asked: the page says what will be taken back."""
