"""What people type about commitments; the rules are the services'."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import CommitmentSide
from agreements.services.commitments import LONGEST, LONGEST_TEXT
from dnfa.core.forms import ViDateField, ViDecimalField
from dnfa.followup.action_forms import AgenciesMixin


class CommitmentForm(AgenciesMixin):
    """A promise of a paper, and who keeps it by when."""

    text = forms.CharField(
        label=_("Nội dung cam kết"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Hãy ghi nội dung cam kết.")},
        help_text=_("Chép theo văn bản. Câu đầu là tên của việc phải làm."),
    )
    side = forms.ChoiceField(label=_("Bên cam kết"), choices=CommitmentSide.choices)
    clause = forms.CharField(
        label=_("Điều, khoản"),
        max_length=LONGEST["clause"],
        required=False,
        help_text=_("Ví dụ: Điều 3, khoản 2."),
    )
    target = forms.CharField(
        label=_("Chỉ tiêu"),
        max_length=LONGEST["target"],
        required=False,
        help_text=_("Điều đo được, ví dụ: học bổng toàn phần."),
    )
    target_value = ViDecimalField(
        label=_("Mức phải đạt"), required=False, max_digits=14, decimal_places=2, help_text=_("Ví dụ: 20")
    )
    target_unit = forms.CharField(
        label=_("Đơn vị tính"),
        max_length=LONGEST["target_unit"],
        required=False,
        help_text=_("Ví dụ: suất, đoàn, triệu đồng."),
    )

    fieldsets = (
        (_("Cam kết"), ("text", "side", "clause")),
        (_("Chỉ tiêu đo được"), ("target", "target_value", "target_unit")),
        (_("Ai làm, khi nào"), ("lead_agency", "coordinating", "assignee", "due_on")),
    )


class ReachedForm(forms.Form):
    """How much of the target has been reached, and what there is to say about it."""

    value = ViDecimalField(
        label=_("Mức đã đạt đến nay"),
        max_digits=14,
        decimal_places=2,
        help_text=_("Tính tổng từ đầu, không phải phần tăng thêm."),
        error_messages={"required": _("Hãy ghi mức đã đạt.")},
    )
    noted_on = ViDateField(label=_("Tính đến ngày"))
    text = forms.CharField(
        label=_("Nói thêm"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
