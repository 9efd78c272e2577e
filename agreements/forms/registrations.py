"""What people type about registrations; the rules are the service's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import NgoPermitKind
from agreements.forms.record_fields import NO_CHOICE, PickOne, all_partners
from dnfa.core.forms import PartialDateFormField, ViDateField
from dnfa.core.models import LegalBasis
from partners.models import Partner


class NgoRegistrationForm(forms.Form):
    """A registration with its term, and its withdrawal where there was one."""

    partner = forms.ModelChoiceField(
        label=_("Tổ chức"), queryset=Partner.objects.none(), empty_label=NO_CHOICE, widget=PickOne
    )
    kind = forms.ChoiceField(label=_("Loại giấy"), choices=[("", NO_CHOICE), *NgoPermitKind.choices])
    number = forms.CharField(label=_("Số giấy"), max_length=120)
    issued_on = PartialDateFormField(label=_("Ngày cấp"), required=False)
    issued_by = forms.CharField(label=_("Nơi cấp"), max_length=200, required=False)
    valid_from = PartialDateFormField(label=_("Có hiệu lực từ"), required=False)
    valid_until = PartialDateFormField(label=_("Có hiệu lực đến"), required=False)
    scope = forms.CharField(label=_("Lĩnh vực, địa bàn được phép"), max_length=500, required=False)
    legal_basis = forms.ModelChoiceField(
        label=_("Căn cứ pháp lý"),
        queryset=LegalBasis.objects.none(),
        required=False,
        empty_label=NO_CHOICE,
        widget=PickOne,
    )
    withdrawn_on = ViDateField(label=_("Thu hồi, chấm dứt ngày"), required=False)
    withdrawn_reason = forms.CharField(label=_("Lý do thu hồi, chấm dứt"), max_length=500, required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)

    fieldsets = (
        (_("Giấy đăng ký"), ("partner", "kind", "number", "issued_on", "issued_by", "legal_basis")),
        (_("Hiệu lực, phạm vi"), ("valid_from", "valid_until", "scope")),
        (_("Thu hồi, chấm dứt"), ("withdrawn_on", "withdrawn_reason", "note")),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = all_partners(user)  # type: ignore[attr-defined]
        self.fields["legal_basis"].queryset = LegalBasis.objects.order_by("number")  # type: ignore[attr-defined]
