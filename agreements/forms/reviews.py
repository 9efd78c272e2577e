"""What an officer types about a review session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import Rating, ReviewDecision
from agreements.forms.record_fields import InOrderField, PickInOrder, PickOne
from agreements.models import Agreement, ReviewAgency
from agreements.services.reviews import LONGEST_NAMES
from dnfa.accounts.models import Agency
from dnfa.core.forms import ViDateField
from dnfa.core.functions import vi_order

RATINGS = [("", _("– chưa xếp loại –")), *Rating.choices]
DECISIONS = [("", _("– chưa kết luận –")), *ReviewDecision.choices]
LONG = 10_000


class SessionForm(forms.Form):
    """When, where and over which papers; for a new session and to change one."""

    title = forms.CharField(label=_("Tên phiên rà soát"), max_length=300)
    held_on = ViDateField(label=_("Ngày họp"))
    facts_as_of = ViDateField(
        label=_("Số liệu tính đến ngày"),
        required=False,
        help_text=_("Để trống: lấy ngày họp."),
    )
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    chair = forms.CharField(label=_("Chủ trì"), max_length=200, required=False)
    secretary = forms.CharField(label=_("Thư ký"), max_length=200, required=False)
    document_number = forms.CharField(label=_("Giấy mời, công văn số"), max_length=120, required=False)
    agencies = forms.ModelMultipleChoiceField(
        label=_("Cơ quan dự họp"), queryset=Agency.objects.none(), required=False, widget=PickInOrder
    )
    agreements = InOrderField(label=_("Thỏa thuận được rà soát"), queryset=Agreement.objects.none())

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = Agency.objects.order_by(vi_order("name_vi"), "pk")  # type: ignore[attr-defined]
        papers = Agreement.objects.visible_to(user).signed_with_a_partner().in_vietnamese_order()
        self.fields["agreements"].queryset = papers  # type: ignore[attr-defined]


SESSION_GROUPS = (
    (_("Phiên họp"), ("title", "held_on", "place", "chair", "secretary", "document_number")),
    (_("Thành phần"), ("agencies",)),
    (_("Chương trình"), ("agreements", "facts_as_of")),
)


class AttendanceForm(forms.Form):
    """Who came for each agency that was asked; a field an agency, named by its key."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, seats: Sequence[ReviewAgency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        for seat in seats:
            self.fields[seat.agency.key] = forms.CharField(
                label=str(seat.agency),
                max_length=LONGEST_NAMES,
                required=False,
                initial=seat.represented_by,
            )

    def came(self) -> dict[Agency, str]:
        """What was typed, by agency."""
        return {seat.agency: self.cleaned_data[seat.agency.key] for seat in self.seats}


class ItemForm(forms.Form):
    """What the meeting said about one paper."""

    rating = forms.ChoiceField(label=_("Xếp loại"), choices=RATINGS, required=False)
    reasons = forms.CharField(
        label=_("Lý do xếp loại"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bắt buộc khi đã xếp loại."),
    )
    other_results = forms.CharField(
        label=_("Kết quả ngoài kinh tế"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Hữu nghị, văn hóa, học hỏi, hình ảnh thành phố, kết quả dùng trong chính sách."),
    )
    decision = forms.ChoiceField(label=_("Kết luận"), choices=DECISIONS, required=False)
    decision_note = forms.CharField(
        label=_("Nội dung kết luận"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    lead_agency = forms.ModelChoiceField(
        label=_("Cơ quan chủ trì"), queryset=Agency.objects.none(), required=False, widget=PickOne
    )
    due_on = ViDateField(label=_("Hạn"), required=False)
    base = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_agency"].queryset = Agency.objects.order_by(vi_order("name_vi"), "pk")  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """The general conclusion, with which the minutes are closed."""

    conclusion = forms.CharField(
        label=_("Kết luận chung"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 6})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReopenForm(forms.Form):
    """Why closed minutes are taken back."""

    reason = forms.CharField(
        label=_("Lý do mở lại"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
