"""What an officer types about a paper's renewal file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import RenewalOutcome
from agreements.models import RenewalCase


class RenewalForm(forms.Form):
    """Opening a file: what is proposed."""

    proposal = forms.CharField(
        label=_("Đề xuất"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ví dụ: gia hạn thêm 5 năm, bổ sung lĩnh vực chuyển đổi số."),
    )


class OutcomeForm(forms.Form):
    """Closing a file: what came of it."""

    outcome = forms.ChoiceField(label=_("Kết quả"), choices=RenewalOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Giải thích"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bắt buộc khi để hết hạn hoặc chấm dứt."),
    )

    def __init__(self, *args: Any, case: RenewalCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
