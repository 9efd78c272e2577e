"""What an officer types when waiving a clock."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dnfa.followup.clocks.services import LONGEST_REASON


class WaiveForm(forms.Form):
    """Why; the rules are the service's."""

    reason = forms.CharField(
        label=_("Lý do"),
        error_messages={"required": _("Hãy ghi lý do bỏ qua thời hạn.")},
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Một câu để người khác hiểu, ví dụ: Bộ Ngoại giao đã có ý kiến chung cho cả hai văn bản."
        ),
    )
