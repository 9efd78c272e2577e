"""What people type about conferences and visits of the foreign press; the rules are the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.record_fields import NO_CHOICE, InOrderField, all_agencies, all_partners
from delegations.enums import ChangeReason, ConferencePart, CostSource, MeetingMode, PermitLevel
from delegations.forms.engagements import persons_field
from dnfa.accounts.models import Agency
from dnfa.core.forms import PartialDateFormField, ViDateField, ViDecimalField
from partners.filters import choosable_countries
from partners.models import Country, Partner

EMPTY = ("", NO_CHOICE)
MOST = 1_000_000


def line(label: Any, most: int, *, required: bool = False) -> forms.CharField:
    """A text of one line."""
    return forms.CharField(label=label, max_length=most, required=required)


def text(label: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, max_length=10_000, required=False, widget=forms.Textarea({"rows": 3}))


class ListsForm(forms.Form):
    """Partners, agencies and countries to choose from."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = {
            "partners": all_partners(user),
            "lead_agencies": all_agencies(),
            "coordinating": all_agencies(),
            "countries": choosable_countries(None),
        }
        for name, rows in sources.items():
            if name in self.fields:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]


class ConferenceForm(ListsForm):
    """A conference as it is planned."""

    title_vi = line(_("Nội dung"), 500, required=True)
    part = forms.ChoiceField(
        label=_("Vai trò của thành phố"), choices=ConferencePart.choices, widget=forms.RadioSelect
    )
    lead_agencies = InOrderField(label=_("Cơ quan chủ trì"), queryset=Agency.objects.none())
    coordinating = InOrderField(
        label=_("Cơ quan phối hợp, nơi làm việc"), queryset=Agency.objects.none(), required=False
    )
    organiser = line(_("Đơn vị tổ chức (ngoài thành phố)"), 300)
    planned_starts_on = ViDateField(label=_("Dự kiến từ ngày"), required=False)
    planned_ends_on = ViDateField(label=_("Dự kiến đến ngày"), required=False)
    mode = forms.ChoiceField(label=_("Hình thức"), choices=[EMPTY, *MeetingMode.choices], required=False)
    place = line(_("Địa điểm"), 300)
    partners = InOrderField(label=_("Đối tác"), queryset=Partner.objects.none(), required=False)
    countries = InOrderField(
        label=_("Quốc gia, vùng lãnh thổ có người dự"), queryset=Country.objects.none(), required=False
    )
    planned_persons = persons_field(_("Dự kiến số người"), MOST)
    purpose_vi = text(_("Mục đích"))
    cost_amount = ViDecimalField(label=_("Kinh phí"), required=False, max_digits=20, decimal_places=2)
    cost_currency = line(_("Loại tiền"), 3)
    cost_source = forms.ChoiceField(
        label=_("Nguồn kinh phí"), choices=[EMPTY, *CostSource.choices], required=False
    )
    cost_note = line(_("Ghi chú kinh phí"), 300)
    title_en = line(_("Nội dung (tiếng Anh)"), 500)

    fieldsets = (
        (_("Hội nghị"), ("title_vi", "part", "lead_agencies", "coordinating", "organiser", "purpose_vi")),
        (_("Khi nào, ở đâu"), ("planned_starts_on", "planned_ends_on", "mode", "place")),
        (_("Ai dự"), ("partners", "countries", "planned_persons")),
        (_("Kinh phí"), ("cost_amount", "cost_currency", "cost_source", "cost_note")),
        (_("Tên tiếng Anh"), ("title_en",)),
    )


class ActualsForm(forms.Form):
    """A conference as it was."""

    starts_on = PartialDateFormField(label=_("Từ ngày"))
    ends_on = PartialDateFormField(label=_("Đến ngày"), required=False)
    vietnamese_persons = persons_field(_("Người Việt Nam"), MOST)
    resident_foreigners = persons_field(_("Người nước ngoài ở trong nước"), MOST)
    visiting_foreigners = persons_field(_("Người nước ngoài từ nước ngoài vào"), MOST)
    online_persons = persons_field(_("Người dự trực tuyến"), MOST)
    persons = persons_field(_("Tổng số người (tự cộng khi biết đủ bốn nhóm)"), MOST)
    outcome_vi = text(_("Kết quả"))


class PermitForm(forms.Form):
    """The dossier and the paper that allows a conference."""

    permit_level = forms.ChoiceField(
        label=_("Cấp cho phép"), choices=[EMPTY, *PermitLevel.choices], required=False
    )
    filed_on = ViDateField(label=_("Ngày nộp hồ sơ xin phép"), required=False)
    decision_number = line(_("Văn bản cho phép số"), 120)
    decision_on = ViDateField(label=_("Ngày văn bản cho phép"), required=False)
    decision_by = line(_("Cấp quyết định"), 200)


class CancelForm(forms.Form):
    """Why a conference is given up."""

    cancel_reason = forms.ChoiceField(
        label=_("Lý do hủy"), choices=ChangeReason.choices, widget=forms.RadioSelect
    )
    cancel_note = line(_("Nói rõ lý do hủy"), 500)


class PressVisitForm(ListsForm):
    """A visit of the foreign press."""

    title_vi = line(_("Nội dung"), 500, required=True)
    outlets = line(_("Hãng báo chí"), 500, required=True)
    countries = InOrderField(
        label=_("Quốc gia, vùng lãnh thổ"), queryset=Country.objects.none(), required=False
    )
    starts_on = PartialDateFormField(label=_("Từ ngày"), required=False)
    ends_on = PartialDateFormField(label=_("Đến ngày"), required=False)
    place = line(_("Địa điểm"), 300)
    persons = persons_field(_("Số người"), MOST)
    topics = text(_("Chủ đề tác nghiệp"))
    permit_number = line(_("Giấy phép số"), 120)
    permit_on = ViDateField(label=_("Ngày giấy phép"), required=False)
    guided_by = line(_("Cơ quan hướng dẫn"), 300)
    lead_agencies = InOrderField(label=_("Cơ quan chủ trì"), queryset=Agency.objects.none(), required=False)
    is_published = forms.BooleanField(label=_("Đã có sản phẩm báo chí"), required=False)
    published_note = line(_("Sản phẩm"), 500)

    fieldsets = (
        (_("Đoàn phóng viên"), ("title_vi", "outlets", "countries", "persons")),
        (_("Khi nào, ở đâu"), ("starts_on", "ends_on", "place", "topics")),
        (_("Giấy phép, hướng dẫn"), ("permit_number", "permit_on", "lead_agencies", "guided_by")),
        (_("Sản phẩm báo chí"), ("is_published", "published_note")),
    )
