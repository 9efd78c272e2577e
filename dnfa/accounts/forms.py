"""Forms of signing in, the password, the second factor, the profile and the tokens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    SetPasswordForm,
    SetPasswordMixin,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dnfa.accounts import passwords
from dnfa.accounts.addresses import client_address
from dnfa.accounts.locks import Attempt, locked_until
from dnfa.accounts.models import User
from dnfa.core.clock import local_now
from dnfa.core.display import display_value

TOKEN_LIFETIMES = (("90", _("90 ngày")), ("365", _("1 năm")), ("", _("đến khi thu hồi")))


class SignInForm(AuthenticationForm):
    """User name and password. One answer for a wrong name, a wrong password and a closed account.

    A locked door is named as such: names that nobody bears are locked alike, so that says nothing about them.
    """

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

    def get_invalid_login_error(self) -> ValidationError:
        """What is said after a failure: that it was wrong, or until when the door is locked."""
        attempt = Attempt(self.cleaned_data.get("username", ""), client_address(self.request))
        end = locked_until(attempt, now=local_now())
        return super().get_invalid_login_error() if end is None else locked_error(end)


def locked_error(end: datetime) -> ValidationError:
    """Until when the door is locked, and what to do."""
    return ValidationError(
        _(
            "Đã nhập sai nhiều lần nên tạm khóa đến %(end)s. Hãy thử lại sau, đặt lại mật khẩu qua thư, hoặc nhờ "
            "người quản trị hệ thống mở khóa."
        ),
        code="locked",
        params={"end": display_value(end)},
    )


class CodeForm(forms.Form):
    """The six digits of the authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Mã xác thực"),
        max_length=40,
        help_text=_("Sáu chữ số đang hiện trong ứng dụng xác thực; mất điện thoại thì nhập một mã dự phòng."),
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}
        ),
        error_messages={"required": _("Hãy nhập mã xác thực.")},
    )


class FirstCodeForm(CodeForm):
    """The first code of an app that has just read the QR code."""

    code = forms.CharField(
        label=_("Mã xác thực"),
        max_length=10,
        help_text=_("Sáu chữ số đang hiện trong ứng dụng."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Hãy nhập mã xác thực.")},
    )


class ForgottenForm(forms.Form):
    """Where to send the link."""

    email = forms.EmailField(
        label=_("Thư điện tử"),
        help_text=_("Thư công vụ đã đăng ký với tài khoản."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Hãy nhập thư điện tử."),
            "invalid": _("Thư điện tử chưa đúng dạng, ví dụ ten@danang.gov.vn."),
        },
    )


class SaysAtTheFirst(SetPasswordMixin):
    """What stands against a new password is said where it is typed first, not where it is repeated."""

    def validate_password_for_user(self, user: Any, password_field_name: str = "") -> None:  # noqa: ARG002  (Django's)
        """Check the password against the person."""
        super().validate_password_for_user(user, "new_password1")


class FirstPasswordForm(SaysAtTheFirst, SetPasswordForm):
    """A password for whoever holds the link."""

    error_messages = {"password_mismatch": _("Hai lần nhập mật khẩu mới không giống nhau.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_password(self)


class NewPasswordForm(SaysAtTheFirst, PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = {
        "password_incorrect": _("Mật khẩu đang dùng chưa đúng."),
        "password_mismatch": _("Hai lần nhập mật khẩu mới không giống nhau."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Mật khẩu đang dùng")
        _name_new_password(self)


def _name_new_password(form: forms.Form) -> None:
    form.fields["new_password1"].label = _("Mật khẩu mới")
    form.fields["new_password1"].help_text = passwords.HELP
    form.fields["new_password1"].error_messages["required"] = _("Hãy nhập mật khẩu mới.")
    form.fields["new_password2"].label = _("Nhập lại mật khẩu mới")
    form.fields["new_password2"].help_text = ""
    form.fields["new_password2"].error_messages["required"] = _("Hãy nhập lại mật khẩu mới.")


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
