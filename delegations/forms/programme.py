"""What people type about the year's programme; the rules are the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.record_fields import NO_CHOICE, InOrderField, PickOne, all_agencies, all_partners
from delegations.enums import ConferencePart, CostSource, HeadRank, ProgrammeItemKind, RevisionKind
from delegations.models import ProgrammeItem
from delegations.rules.programme import UNDECIDED
from delegations.services.programme.items import LINES, LONGEST_TEXT, MOST_DAYS, MOST_PERSONS
from delegations.services.programme.years import FIRST_YEAR, LAST_YEAR, LONGEST, LONGEST_NOTE
from dnfa.accounts.models import Agency
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.forms import PartialDateFormField, ViDateField, ViDecimalField
from partners.models import Country, Partner

EMPTY = ("", NO_CHOICE)
NUMERIC = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 7}


def whole_number(label: Any, most: int, **more: Any) -> forms.IntegerField:
    """A number from 1, typed on a phone's number keys."""
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, required=False, widget=forms.TextInput(NUMERIC), **more
    )


def note_field(label: Any, **more: Any) -> forms.CharField:
    """Some lines of free text."""
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}), **more)


class YearForm(forms.Form):
    """Until when agencies propose, and a note."""

    proposals_due_on = ViDateField(
        label=_("Hạn gửi đề xuất"),
        required=False,
        help_text=_("Sau ngày này vẫn gửi được; trang chỉ nhắc là đã quá hạn."),
    )
    note = note_field(_("Ghi chú"), max_length=LONGEST_NOTE)


class OpenYearForm(YearForm):
    """The same for a new year."""

    year = forms.IntegerField(
        label=_("Năm"), min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.TextInput(NUMERIC)
    )
    field_order = ("year",)


class ItemForm(forms.Form):
    """A line as an agency proposes it; a focal point is not asked for the agency: it is its own."""

    kind = forms.ChoiceField(label=_("Loại"), choices=[EMPTY, *ProgrammeItemKind.choices])
    title = forms.CharField(
        label=_("Nội dung"),
        max_length=LINES["title"],
        help_text=_("Một câu: đi đâu hoặc đón ai, về việc gì."),
        error_messages={"required": _("Hãy ghi nội dung trong một câu.")},
    )
    agency = forms.ModelChoiceField(
        label=_("Cơ quan đề xuất"), queryset=Agency.objects.none(), widget=PickOne, empty_label=NO_CHOICE
    )
    expected_on = PartialDateFormField(
        label=_("Thời gian dự kiến"), required=False, help_text=_("Ngày, tháng hoặc chỉ năm, ví dụ 9/2026.")
    )
    days = whole_number(_("Số ngày"), MOST_DAYS)
    persons = whole_number(_("Số người"), MOST_PERSONS)
    head_title = forms.CharField(
        label=_("Trưởng đoàn dự kiến"),
        max_length=LINES["head_title"],
        required=False,
        help_text=_("Chức vụ, ví dụ: Phó Chủ tịch UBND thành phố."),
    )
    head_rank = forms.ChoiceField(
        label=_("Cấp trưởng đoàn"), choices=[EMPTY, *HeadRank.choices], required=False
    )
    countries = InOrderField(
        label=_("Quốc gia và vùng lãnh thổ"), queryset=Country.objects.none(), required=False
    )
    partners = InOrderField(label=_("Đối tác"), queryset=Partner.objects.none(), required=False)
    purpose = note_field(_("Mục đích"), max_length=LONGEST_TEXT)
    cost_amount = ViDecimalField(
        label=_("Kinh phí dự kiến"),
        required=False,
        max_digits=20,
        decimal_places=2,
        help_text=_("Ví dụ: 250.000.000"),
    )
    cost_currency = forms.CharField(
        label=_("Loại tiền"), max_length=3, required=False, help_text=_("Ba chữ cái, ví dụ VND, USD.")
    )
    cost_source = forms.ChoiceField(
        label=_("Nguồn kinh phí"), choices=[EMPTY, *CostSource.choices], required=False
    )

    fieldsets = (
        (_("Đề xuất"), ("kind", "title", "agency", "expected_on", "days", "persons")),
        (_("Trưởng đoàn, nơi đến"), ("head_title", "head_rank", "countries", "partners")),
        (_("Mục đích, kinh phí"), ("purpose", "cost_amount", "cost_currency", "cost_source")),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if keeps_the_register(user):
            self.fields["agency"].queryset = all_agencies()  # type: ignore[attr-defined]
        else:
            del self.fields["agency"]
        self.fields["countries"].queryset = Country.objects.order_by("name_vi")  # type: ignore[attr-defined]
        self.fields["partners"].queryset = all_partners(user)  # type: ignore[attr-defined]


class WithdrawItemForm(forms.Form):
    """Why a proposal is taken back; may stay empty."""

    note = forms.CharField(label=_("Lý do"), max_length=500, required=False)


class DecideForm(forms.Form):
    """What becomes of some proposed lines."""

    items = forms.ModelMultipleChoiceField(
        label=_("Các mục"),
        queryset=ProgrammeItem.objects.filter(state__in=UNDECIDED, accepted_in__isnull=True),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một mục.")},
    )
    is_accepted = forms.TypedChoiceField(
        label=_("Xử lý"),
        choices=[("yes", _("Đưa vào chương trình")), ("no", _("Không đưa vào"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn đưa vào hay không đưa vào.")},
    )
    note = forms.CharField(
        label=_("Lý do, ghi chú"), max_length=500, required=False, help_text=_("Bắt buộc khi không đưa vào.")
    )


class RevisionForm(forms.Form):
    """An approved edition."""

    kind = forms.ChoiceField(label=_("Lần ban hành"), choices=RevisionKind.choices)
    document_number = forms.CharField(
        label=_("Văn bản số"), max_length=LONGEST["document_number"], required=False
    )
    approved_on = ViDateField(label=_("Ngày phê duyệt"))
    approved_by = forms.CharField(
        label=_("Cấp phê duyệt"),
        max_length=LONGEST["approved_by"],
        required=False,
        help_text=_("Ví dụ: Chủ tịch UBND thành phố, Thường trực Thành ủy."),
    )
    note = note_field(_("Ghi chú"), max_length=LONGEST_NOTE)


class StartForm(forms.Form):
    """What a record needs that its line does not say for sure."""

    part = forms.ChoiceField(label=_("Vai trò của thành phố"), choices=ConferencePart.choices)
    title_vi = forms.CharField(label=_("Nội dung"), max_length=500)
    planned_starts_on = ViDateField(label=_("Dự kiến từ ngày"))
    planned_ends_on = ViDateField(
        label=_("Dự kiến đến ngày"), required=False, help_text=_("Để trống nếu chỉ một ngày.")
    )
    planned_persons = whole_number(_("Dự kiến số người"), MOST_PERSONS)

    def __init__(self, *args: Any, item: ProgrammeItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.kind != "conference":
            del self.fields["part"]
