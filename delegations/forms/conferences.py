"""What people type about conferences and visits of the foreign press; the rules are the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.record_fields import InOrderField, all_agencies, all_partners
from delegations.enums import ConferencePart, CostSource, MeetingMode, PermitLevel
from delegations.forms.engagements import persons_field
from delegations.forms.trips import LONG, choice, line
from delegations.models import Conference
from delegations.rules.conferences import is_allowed
from delegations.services.conferences import MOST_PERSONS
from dnfa.accounts.models import Agency
from dnfa.core.forms import PartialDateFormField, ViDateField, ViDecimalField
from partners.filters import choosable_countries
from partners.models import Partner

LONGEST_TEXT = 10_000
END_HELP = _(
    "Chỉ một ngày thì ghi lại ngày đó. Chưa kết thúc thì để trống: ngày cuối tạm tính theo kế hoạch."
)
CAME = _("Quốc gia, vùng lãnh thổ có người dự")


def short(label: Any, most: int, **kwargs: Any) -> forms.CharField:
    """A line that delegations do not have."""
    return forms.CharField(label=label, max_length=most, **{"required": False, **kwargs})


def text(label: Any, **kwargs: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(LONG), **kwargs
    )


class ListsForm(forms.Form):
    """Partners that the person sees, and agencies, to choose from."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = {
            "partners": all_partners(user),
            "lead_agencies": all_agencies(),
            "coordinating": all_agencies(),
        }
        for name, rows in sources.items():
            if name in self.fields:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]


class ConferenceForm(ListsForm):
    """A conference as it is planned."""

    title_vi = line(
        "title_vi", _("Nội dung"), required=True, help_text=_("Tên hoặc chủ đề hội nghị, hội thảo.")
    )
    part = forms.ChoiceField(
        label=_("Vai trò của thành phố"), choices=ConferencePart.choices, widget=forms.RadioSelect
    )
    lead_agencies = InOrderField(label=_("Cơ quan chủ trì"), queryset=Agency.objects.none())
    coordinating = InOrderField(
        label=_("Cơ quan phối hợp, nơi làm việc"),
        queryset=Agency.objects.none(),
        required=False,
        help_text=_("Các cơ quan này thấy hội nghị trong danh sách của mình."),
    )
    organiser = short(
        _("Đơn vị tổ chức (ngoài thành phố)"),
        300,
        help_text=_("Khi thành phố chỉ tham dự, hoặc tổ chức cùng đơn vị khác."),
    )
    purpose_vi = text(_("Mục đích"))
    title_en = line("title_en", _("Nội dung (tiếng Anh)"))
    planned_starts_on = ViDateField(
        label=_("Dự kiến từ ngày"),
        required=False,
        help_text=_("Hạn nộp hồ sơ xin phép tính ngược từ ngày này."),
    )
    planned_ends_on = ViDateField(
        label=_("Dự kiến đến ngày"), required=False, help_text=_("Để trống nếu chỉ một ngày.")
    )
    mode = choice(_("Hình thức"), MeetingMode.choices)
    place = line("place", _("Địa điểm"))
    partners = InOrderField(label=_("Đối tác"), queryset=Partner.objects.none(), required=False)
    countries = InOrderField(label=CAME, queryset=choosable_countries(None), required=False)
    planned_persons = persons_field(_("Dự kiến số người"), MOST_PERSONS)
    cost_amount = ViDecimalField(
        label=_("Kinh phí"), required=False, min_value=0, max_digits=20, decimal_places=2
    )
    cost_currency = forms.CharField(label=_("Loại tiền"), required=False, max_length=3, initial="VND")
    cost_source = choice(_("Nguồn kinh phí"), CostSource.choices)
    cost_note = line("cost_note", _("Ghi chú kinh phí"))

    fieldsets = (
        (
            _("Hội nghị, hội thảo"),
            ("title_vi", "part", "lead_agencies", "coordinating", "organiser", "purpose_vi", "title_en"),
        ),
        (_("Kế hoạch"), ("planned_starts_on", "planned_ends_on", "reason", "mode", "place")),
        (_("Ai dự"), ("partners", "countries", "planned_persons")),
        (_("Kinh phí"), ("cost_amount", "cost_currency", "cost_source", "cost_note")),
        (_("Chỉ ghi khi hội nghị đã diễn ra"), ("starts_on", "ends_on")),
        (
            _("Số người dự (khi đã diễn ra)"),
            ("vietnamese_persons", "resident_foreigners", "visiting_foreigners", "online_persons", "persons"),
        ),
    )


class WhatWas(forms.Form):
    """Real days and who came, in the four classes of annex VI and online."""

    starts_on = PartialDateFormField(label=_("Từ ngày"), required=False)
    ends_on = PartialDateFormField(label=_("Đến ngày"), required=False, help_text=END_HELP)
    vietnamese_persons = persons_field(_("Người Việt Nam"), MOST_PERSONS)
    resident_foreigners = persons_field(_("Người nước ngoài ở trong nước"), MOST_PERSONS)
    visiting_foreigners = persons_field(_("Người nước ngoài từ nước ngoài vào"), MOST_PERSONS)
    online_persons = persons_field(_("Người dự trực tuyến"), MOST_PERSONS)
    persons = persons_field(_("Tổng số người"), MOST_PERSONS)
    persons.help_text = _("Tự cộng khi biết đủ bốn nhóm; nhóm không có ai thì ghi 0.")


class NewConferenceForm(ConferenceForm, WhatWas):
    """The same for a new record, with what was of one already held."""


class EditConferenceForm(ConferenceForm):
    """The same for a record; once a document allows the conference, other planned days need a reason."""

    reason = short(
        _("Lý do dời ngày"), 500, help_text=_("Bắt buộc khi đổi ngày dự kiến, vì đã có văn bản cho phép.")
    )

    def __init__(self, *args: Any, record: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_allowed(record):
            del self.fields["reason"]


class ActualsForm(WhatWas):
    """A conference as it was."""

    starts_on = PartialDateFormField(label=_("Từ ngày"))
    countries = InOrderField(label=CAME, queryset=choosable_countries(None), required=False)
    outcome_vi = text(_("Kết quả"), help_text=_("Một vài câu; báo cáo kết quả đầy đủ ghi riêng."))
    fieldsets = (
        (_("Thời gian"), ("starts_on", "ends_on")),
        (
            _("Ai đã dự, kết quả"),
            (
                "vietnamese_persons", "resident_foreigners", "visiting_foreigners", "online_persons", "persons",
                "countries", "outcome_vi",
            ),
        ),
    )  # fmt: skip


class PermitForm(forms.Form):
    """The dossier and the paper that allows a conference."""

    permit_level = choice(_("Cấp cho phép"), PermitLevel.choices)
    filed_on = ViDateField(label=_("Ngày nộp hồ sơ xin phép"), required=False)
    decision_number = line("decision_number", _("Văn bản cho phép số"))
    decision_on = ViDateField(label=_("Ngày văn bản cho phép"), required=False)
    decision_by = line(
        "decision_by",
        _("Cấp quyết định"),
        help_text=_("Ví dụ: Thủ tướng Chính phủ, Chủ tịch UBND thành phố."),
    )
    fieldsets = (
        (_("Hồ sơ xin phép"), ("permit_level", "filed_on")),
        (_("Văn bản cho phép"), ("decision_number", "decision_on", "decision_by")),
    )


class PressVisitForm(ListsForm):
    """A visit of the foreign press."""

    title_vi = line("title_vi", _("Nội dung"), required=True, help_text=_("Một câu: ai, đến làm gì."))
    outlets = short(_("Hãng báo chí"), 500, required=True)
    countries = InOrderField(
        label=_("Quốc gia, vùng lãnh thổ"), queryset=choosable_countries(None), required=False
    )
    persons = persons_field(_("Số người"), MOST_PERSONS)
    partners = InOrderField(
        label=_("Đối tác"),
        queryset=Partner.objects.none(),
        required=False,
        help_text=_("Đối tác được nói tới, nếu có; không tính là tiếp xúc với đối tác."),
    )
    title_en = line("title_en", _("Nội dung (tiếng Anh)"))
    starts_on = PartialDateFormField(label=_("Từ ngày"), required=False)
    ends_on = PartialDateFormField(
        label=_("Đến ngày"), required=False, help_text=_("Để trống nếu chỉ một ngày.")
    )
    place = line("place", _("Địa điểm"))
    topics = text(_("Chủ đề tác nghiệp"))
    permit_number = short(_("Giấy phép số"), 120)
    permit_on = ViDateField(label=_("Ngày giấy phép"), required=False)
    lead_agencies = InOrderField(label=_("Cơ quan chủ trì"), queryset=Agency.objects.none(), required=False)
    guided_by = short(
        _("Cơ quan hướng dẫn"), 300, help_text=_("Cơ quan hướng dẫn phóng viên, kể cả cơ quan trung ương.")
    )
    is_published = forms.BooleanField(label=_("Đã có sản phẩm báo chí"), required=False)
    published_note = short(_("Sản phẩm"), 500, help_text=_("Tên bài, phim, ngày đăng, phát."))
    outcome_vi = text(_("Kết quả"))

    fieldsets = (
        (_("Đoàn phóng viên"), ("title_vi", "outlets", "countries", "persons", "partners", "title_en")),
        (_("Khi nào, ở đâu, việc gì"), ("starts_on", "ends_on", "place", "topics")),
        (_("Giấy phép, hướng dẫn"), ("permit_number", "permit_on", "lead_agencies", "guided_by")),
        (_("Sản phẩm báo chí, kết quả"), ("is_published", "published_note", "outcome_vi")),
    )
