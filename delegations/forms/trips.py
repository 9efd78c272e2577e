"""What people type about a delegation; the rules are the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.record_fields import (
    NO_CHOICE,
    InOrderField,
    PaperField,
    PickOne,
    all_agencies,
    all_partners,
)
from agreements.models import Agreement
from delegations.enums import ChangeReason, CostSource, Direction, HeadRank, MeetingMode, PlanStatus
from delegations.models import ProgrammeItem
from delegations.models.base import PlannedRecord
from delegations.services.trips.common import LINES
from delegations.services.trips.plan_status import item_kind
from dnfa.accounts.models import Agency
from dnfa.core.forms import PartialDateFormField, ViDateField, ViDecimalField
from dnfa.core.functions import vi_order
from partners.models import Country, Partner

EMPTY = ("", NO_CHOICE)
MOST_PERSONS = 100_000
LONG = {"rows": 3}
END_HELP = _("Chỉ một ngày thì ghi lại ngày đó. Đoàn chưa về thì để trống: ngày về tạm tính theo kế hoạch.")


def line(name: str, label: Any, **kwargs: Any) -> forms.CharField:
    """A line of text, as long as the service takes it."""
    return forms.CharField(label=label, max_length=LINES[name], **{"required": False, **kwargs})


def choice(label: Any, choices: Any) -> forms.ChoiceField:
    """A choice that may stay open."""
    return forms.ChoiceField(label=label, choices=[EMPTY, *choices], required=False)


def number_of_persons(label: Any) -> forms.IntegerField:
    """How many people."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=MOST_PERSONS,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


class TripForm(forms.Form):
    """A delegation as it is planned."""

    direction = forms.ChoiceField(label=_("Chiều"), choices=[EMPTY, *Direction.choices])
    title_vi = line(
        "title_vi",
        _("Nội dung"),
        required=True,
        help_text=_("Một câu: đoàn nào, đi đâu hoặc từ đâu, để làm gì."),
    )
    purpose_vi = forms.CharField(label=_("Mục đích"), required=False, widget=forms.Textarea(LONG))
    partners = InOrderField(Partner.objects.none(), label=_("Đối tác"), required=False)
    mode = choice(_("Hình thức"), MeetingMode.choices)
    title_en = line("title_en", _("Nội dung (tiếng Anh)"))
    planned_starts_on = ViDateField(label=_("Dự kiến từ ngày"), required=False)
    planned_ends_on = ViDateField(
        label=_("Dự kiến đến ngày"), required=False, help_text=_("Để trống nếu chỉ một ngày.")
    )
    planned_persons = number_of_persons(_("Dự kiến số người"))
    place = line("place", _("Địa điểm"))
    host = line("host", _("Bên mời, bên đón"))
    head_name = line("head_name", _("Trưởng đoàn"))
    head_title = line("head_title", _("Chức vụ trưởng đoàn"))
    head_rank = choice(_("Cấp trưởng đoàn"), HeadRank.choices)
    received_by_name = line("received_by_name", _("Lãnh đạo tiếp"))
    received_by_title = line("received_by_title", _("Chức vụ lãnh đạo tiếp"))
    lead_agencies = InOrderField(Agency.objects.none(), label=_("Cơ quan chủ trì"), required=False)
    coordinating = InOrderField(
        Agency.objects.none(),
        label=_("Cơ quan phối hợp, nơi làm việc"),
        required=False,
        help_text=_("Các cơ quan này thấy đoàn, số người và trưởng đoàn; không thấy danh sách thành viên."),
    )
    cost_amount = ViDecimalField(
        label=_("Kinh phí"), required=False, min_value=0, max_digits=20, decimal_places=2
    )
    cost_currency = forms.CharField(label=_("Loại tiền"), required=False, max_length=3, initial="VND")
    cost_source = choice(_("Nguồn kinh phí"), CostSource.choices)
    cost_note = line("cost_note", _("Ghi chú kinh phí"))

    fieldsets = (
        (_("Đoàn"), ("direction", "title_vi", "purpose_vi", "partners", "countries", "mode", "title_en")),
        (
            _("Kế hoạch"),
            ("planned_starts_on", "planned_ends_on", "planned_persons", "place", "host"),
        ),
        (
            _("Trưởng đoàn và lãnh đạo tiếp"),
            ("head_name", "head_title", "head_rank", "received_by_name", "received_by_title"),
        ),
        (_("Các cơ quan"), ("lead_agencies", "coordinating")),
        (_("Kinh phí"), ("cost_amount", "cost_currency", "cost_source", "cost_note")),
        (_("Chỉ ghi khi đoàn đã diễn ra"), ("starts_on", "ends_on", "persons")),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partners"].queryset = all_partners(user)  # type: ignore[attr-defined]
        for name in ("lead_agencies", "coordinating"):
            self.fields[name].queryset = all_agencies()  # type: ignore[attr-defined]


class NewTripForm(TripForm):
    """The same for a new record, with the way in short and, of one already held, its days."""

    countries = InOrderField(
        Country.objects.none(),
        label=_("Quốc gia, vùng lãnh thổ trên đường đi"),
        required=False,
        help_text=_("Theo thứ tự; ngày đến, ngày rời từng nơi ghi sau ở phần chặng."),
    )
    starts_on = PartialDateFormField(label=_("Từ ngày"), required=False)
    ends_on = PartialDateFormField(label=_("Đến ngày"), required=False, help_text=END_HELP)
    persons = number_of_persons(_("Số người"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["countries"].queryset = Country.objects.order_by(vi_order("name_vi"), "pk")  # type: ignore[attr-defined]


class ActualsForm(forms.Form):
    """What was, beside what was planned."""

    starts_on = PartialDateFormField(label=_("Từ ngày"))
    ends_on = PartialDateFormField(label=_("Đến ngày"), required=False, help_text=END_HELP)
    persons = number_of_persons(_("Số người"))
    received_by_name = line("received_by_name", _("Lãnh đạo tiếp"))
    received_by_title = line("received_by_title", _("Chức vụ lãnh đạo tiếp"))
    place = line("place", _("Địa điểm"))
    outcome_vi = forms.CharField(
        label=_("Kết quả"),
        required=False,
        widget=forms.Textarea(LONG),
        help_text=_("Một vài câu; báo cáo kết quả đầy đủ ghi riêng."),
    )
    fieldsets = (
        (_("Thời gian và số người"), ("starts_on", "ends_on", "persons")),
        (_("Đón tiếp và kết quả"), ("received_by_name", "received_by_title", "place", "outcome_vi")),
    )


class DecisionForm(forms.Form):
    """The document that allows the delegation."""

    decision_number = line("decision_number", _("Văn bản cho phép số"), required=True)
    decision_on = ViDateField(label=_("Ngày văn bản cho phép"))
    decision_by = line(
        "decision_by", _("Cấp quyết định"), help_text=_("Ví dụ: Thành ủy, Chủ tịch UBND thành phố.")
    )


class MoveForm(forms.Form):
    """Other planned days, and why."""

    starts_on = ViDateField(label=_("Từ ngày (mới)"))
    ends_on = ViDateField(label=_("Đến ngày (mới)"), required=False)
    decided_on = ViDateField(label=_("Quyết định ngày"))
    reason = forms.ChoiceField(label=_("Lý do dời"), choices=[EMPTY, *ChangeReason.choices])
    note = line("cancel_note", _("Nói rõ"))


class CancelForm(forms.Form):
    """Why a delegation is given up."""

    cancelled_on = ViDateField(label=_("Hủy ngày"))
    reason = forms.ChoiceField(label=_("Lý do hủy"), choices=[EMPTY, *ChangeReason.choices])
    note = line("cancel_note", _("Nói rõ lý do hủy"))


class PlanStatusForm(forms.Form):
    """In the year's programme by one of its lines, or out of plan with reason and document."""

    plan_status = choice(_("Kế hoạch năm"), PlanStatus.choices)
    programme_item = forms.ModelChoiceField(
        ProgrammeItem.objects.none(),
        label=_("Mục trong chương trình năm"),
        required=False,
        empty_label=NO_CHOICE,
        widget=PickOne,
        help_text=_("Chọn khi trong kế hoạch."),
    )
    reason = line(
        "out_of_plan_reason", _("Lý do ngoài kế hoạch"), help_text=_("Bắt buộc khi ngoài kế hoạch.")
    )
    document = line("out_of_plan_document", _("Văn bản chấp thuận ngoài kế hoạch"))

    def __init__(self, *args: Any, record: PlannedRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = ProgrammeItem.objects.filter(kind=item_kind(record), state="accepted")
        self.fields["programme_item"].queryset = items.order_by("-programme__year", "title", "pk")  # type: ignore[attr-defined]


class SignedPapersForm(forms.Form):
    """Papers signed on the trip."""

    agreements = InOrderField(
        Agreement.objects.none(),
        label=_("Văn bản ký trong chuyến đi"),
        required=False,
        help_text=_("Chỉ văn bản đã ký, vào một ngày của chuyến đi."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = Agreement.objects.visible_to(user).filter(stage="signed").in_vietnamese_order()
        field: Any = self.fields["agreements"]
        field.queryset = papers.only("title_vi", "signed_on")
        field.label_from_instance = PaperField(Agreement.objects.none()).label_from_instance
