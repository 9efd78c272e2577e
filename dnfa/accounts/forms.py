"""Forms of signing in, the password, the profile and the tokens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dnfa.accounts.models import User

TOKEN_LIFETIMES = (("90", _("90 ngày")), ("365", _("1 năm")), ("", _("đến khi thu hồi")))


class SignInForm(AuthenticationForm):
    """User name and password. One answer for a wrong name, a wrong password and a closed account."""

    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu chưa đúng. Mật khẩu phân biệt chữ hoa, chữ thường."),
        "inactive": _("Tên đăng nhập hoặc mật khẩu chưa đúng. Mật khẩu phân biệt chữ hoa, chữ thường."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["username"].error_messages["required"] = _("Hãy nhập tên đăng nhập.")
        self.fields["password"].label = _("Mật khẩu")
        self.fields["password"].error_messages["required"] = _("Hãy nhập mật khẩu.")


class NewPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = {
        "password_incorrect": _("Mật khẩu đang dùng chưa đúng."),
        "password_mismatch": _("Hai lần nhập mật khẩu mới không giống nhau."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Mật khẩu đang dùng")
        self.fields["new_password1"].label = _("Mật khẩu mới")
        self.fields["new_password1"].help_text = _(
            "Ít nhất 12 ký tự, không chỉ gồm chữ số, không giống tên hay thư điện tử của bạn, "
            "không phải mật khẩu nhiều người dùng."
        )
        self.fields["new_password2"].label = _("Nhập lại mật khẩu mới")
        self.fields["new_password2"].help_text = ""


class LanguageForm(forms.ModelForm):
    """The language of the screens."""

    class Meta:
        model = User
        fields: ClassVar = ["language"]
        labels: ClassVar = {"language": _("Ngôn ngữ màn hình")}


class TokenForm(forms.Form):
    """What a new token is for and how long it opens the API."""

    name = forms.CharField(
        label=_("Dùng cho"),
        max_length=100,
        help_text=_("Ví dụ: Cổng dữ liệu thành phố"),
        error_messages={"required": _("Hãy ghi mã này dùng cho việc gì.")},
    )
    days = forms.ChoiceField(
        label=pgettext_lazy("mã truy cập", "Có giá trị"), choices=TOKEN_LIFETIMES, required=False
    )

    def expires_at(self, now: datetime) -> datetime | None:
        """When the token ends; None for one that lasts until revoked."""
        days = self.cleaned_data["days"]
        return now + timedelta(days=int(days)) if days else None
