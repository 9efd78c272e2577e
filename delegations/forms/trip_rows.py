"""Rows of the lists of a delegation (dnfa/core/rows)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from delegations.enums import GiftSide, MemberRole
from dnfa.accounts.models import Agency
from dnfa.core.forms import ViDateField, ViDecimalField
from dnfa.core.functions import vi_order
from dnfa.core.rows import NamedField, Names, RowForm, box, suggestions_of
from partners.models import Country, Partner


class StopRowForm(RowForm):
    """A country or territory of the way."""

    country = NamedField(label=_("Quốc gia, vùng lãnh thổ"), suggestions="country", required=True)
    place = box(_("Nơi đến"), 200)
    partner = NamedField(label=_("Đối tác"), suggestions="partner")
    arrives_on = ViDateField(label=_("Đến ngày"), required=False)
    leaves_on = ViDateField(label=_("Rời ngày"), required=False)
    is_important_event = forms.BooleanField(label=_("Dự sự kiện quan trọng"), required=False)
    wide = ("country", "partner")


class MemberRowForm(RowForm):
    """A person: name, title, agency, and nothing more."""

    name = box(_("Họ và tên"), 150, required=True)
    title = box(_("Chức vụ"), 200)
    body = NamedField(label=_("Cơ quan, tổ chức"), suggestions="agency", others=True, max_length=200)
    role = forms.ChoiceField(label=_("Vai trò"), choices=MemberRole.choices, initial=MemberRole.MEMBER)
    is_key_leader = forms.BooleanField(label=_("Lãnh đạo chủ chốt"), required=False)
    aliases = {"agency": "body", "organisation": "body"}
    wide = ("name", "title", "body")

    def as_row(self) -> dict[str, Any]:
        row = super().as_row()
        body = row.pop("body")
        is_agency = isinstance(body, Agency)
        return {**row, "agency": body if is_agency else None, "organisation": "" if is_agency else body or ""}


class EntryRowForm(RowForm):
    """A line of the programme."""

    day = ViDateField(label=_("Ngày"))
    starts_at = forms.TimeField(
        label=_("Giờ"),
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%Hh", "%H"],
        widget=forms.TimeInput({"placeholder": "9:30", "autocomplete": "off"}, format="%H:%M"),
        error_messages={"invalid": _("Viết giờ như 9:30 hoặc 14:00.")},
    )
    content = box(_("Hoạt động"), 500, required=True)
    place = box(_("Địa điểm"), 300)
    counterpart = box(_("Làm việc với"), 300)
    in_charge = box(_("Phụ trách"), 200)
    wide = ("content", "place", "counterpart")


class GiftRowForm(RowForm):
    """A gift given or received."""

    side = forms.ChoiceField(label=_("Chiều"), choices=GiftSide.choices, initial=GiftSide.GIVEN)
    description = box(_("Quà tặng"), 300, required=True)
    quantity = forms.IntegerField(
        label=_("Số lượng"),
        min_value=1,
        max_value=100_000,
        initial=1,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    value_amount = ViDecimalField(
        label=_("Giá trị"), required=False, min_value=0, max_digits=20, decimal_places=2
    )
    value_currency = box(_("Loại tiền"), 3, initial="VND")
    counterpart = box(_("Người nhận, người tặng"), 200)
    kept_by = NamedField(label=_("Cơ quan giữ"), suggestions="agency")
    wide = ("description", "counterpart", "kept_by")


def suggested_names(form: type[RowForm], user: Any) -> dict[str, Names]:
    """For each list of suggestions that a row uses: the records this person may name."""
    sources = {
        "country": lambda: Country.objects.order_by(vi_order("name_vi"), "pk"),
        "agency": Agency.objects.in_vietnamese_order,
        "partner": lambda: Partner.objects.visible_to(user).in_vietnamese_order(),
    }
    return {name: Names(sources[name]()) for name in suggestions_of(form)}
