"""What people type about the money of a project: a new line, the right amount of a wrong one, a rate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import AmountQualifier, FundingKind
from agreements.forms.project_fields import MoneyField
from agreements.forms.projects import EMPTY, line
from agreements.models import FundingLine
from dnfa.core.forms import PartialDateFormField, ViDateField, ViDecimalField

RATE_DIGITS, RATE_PLACES = 18, 6


class RateFields(forms.Form):
    """How many đồng one unit was worth, on which day, and who says so."""

    rate = ViDecimalField(
        label=_("Tỷ giá (đồng cho một đơn vị)"),
        required=False,
        max_digits=RATE_DIGITS,
        decimal_places=RATE_PLACES,
    )
    rate_on = ViDateField(label=_("Ngày của tỷ giá"), required=False)
    rate_source = line(
        _("Nguồn của tỷ giá"), 200, help_text=_("Ví dụ: tỷ giá hạch toán của Bộ Tài chính, tháng 11/2026.")
    )
    keep_rate = forms.BooleanField(label=_("Giữ tỷ giá này để gợi ý lần sau"), required=False)


class LineForm(RateFields):
    """A sum of the project."""

    kind = forms.ChoiceField(label=_("Loại số tiền"), choices=[EMPTY, *FundingKind.choices])
    amount = MoneyField(label=_("Số tiền"))
    qualifier = forms.ChoiceField(
        label=_("Mức chính xác"), choices=AmountQualifier.choices, initial=AmountQualifier.EXACT
    )
    booked_on = PartialDateFormField(label=_("Ngày"), required=False)
    period_from = ViDateField(
        label=_("Cho kỳ từ ngày"), required=False, help_text=_("Kế hoạch giải ngân luôn có kỳ.")
    )
    period_to = ViDateField(label=_("Cho kỳ đến ngày"), required=False)
    use_known_rate = forms.BooleanField(
        label=_("Lấy tỷ giá gần nhất trong sổ"),
        required=False,
        help_text=_("Tỷ giá mới nhất tính đến ngày của dòng; khi ấy để trống ba ô tỷ giá."),
    )
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
            ("use_known_rate", "rate", "rate_on", "rate_source", "keep_rate", "dong_stated"),
        ),
        (_("Chứng từ"), ("document_number", "reason", "note")),
    )


class SetRightForm(forms.Form):
    """What a line should have come to, and why."""

    right_amount = MoneyField(label=_("Số đúng"), help_text=_("Ghi 0 khi dòng này không có thật."))
    reason = line(_("Lý do"), 500, required=True)

    def __init__(self, *args: Any, booked: FundingLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right_amount"].currency = booked.currency  # type: ignore[attr-defined]


class RateForm(RateFields):
    """The rate of a line booked already; all three are needed."""

    fieldsets = ((_("Tỷ giá"), ("rate", "rate_on", "rate_source", "keep_rate")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("rate", "rate_on", "rate_source"):
            self.fields[name].required = True
