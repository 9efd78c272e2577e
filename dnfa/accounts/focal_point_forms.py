"""What those in charge type about focal points; the rules are the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.focal_point_services import LONGEST_MAIL
from dnfa.accounts.models import Agency
from dnfa.accounts.querysets import AgencyQuerySet


class ContactForm(forms.Form):
    """Who the focal point is and how to reach them."""

    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=150, error_messages={"required": _("Hãy ghi họ và tên.")}
    )
    position = forms.CharField(
        label=_("Chức vụ"), max_length=150, required=False, help_text=_("Ví dụ: Chuyên viên Văn phòng")
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        max_length=LONGEST_MAIL,
        help_text=_("Thư công vụ; liên kết đặt mật khẩu gửi về đây."),
        error_messages={
            "required": _("Hãy ghi thư điện tử."),
            "invalid": _("Thư điện tử chưa đúng dạng, ví dụ ten@danang.gov.vn."),
        },
    )
    phone = forms.CharField(
        label=_("Điện thoại"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )


class InviteForm(ContactForm):
    """The same before there is an account."""

    agency = forms.ModelChoiceField(
        label=_("Cơ quan"),
        queryset=Agency.objects.none(),
        empty_label=_("Chọn cơ quan"),
        error_messages={"required": _("Hãy chọn cơ quan.")},
    )
    manages_focal_points = forms.BooleanField(
        label=_("Quản lý đầu mối của cơ quan"),
        required=False,
        help_text=_("Được mời, sửa, đóng tài khoản đầu mối của cơ quan này."),
    )
    field_order = ("agency", "full_name", "position", "email", "phone", "manages_focal_points")

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=500, error_messages={"required": _("Hãy ghi lý do.")}
    )


class LeavingForm(ReasonForm):
    """Why; and, for the last one in charge, that this is meant."""

    confirm_last = forms.BooleanField(
        label=_("Vẫn làm; từ nay Sở Ngoại vụ quản lý đầu mối của cơ quan này"), required=False
    )

    def __init__(self, *args: Any, is_last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_last:
            del self.fields["confirm_last"]


class NothingForm(forms.Form):
    """A deed that needs no facts."""
