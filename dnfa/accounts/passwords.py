"""What a password must be. Each refusal says what to do about it, in words of the office.

Length counts most (NIST SP 800-63B 3.1.1.2): no rule asks for signs, none asks to change it every month.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.core.text import fold

HELP = gettext_lazy(
    "Ít nhất 12 ký tự. Dễ nhớ mà khó đoán: bốn, năm từ không liên quan đến nhau. Không dùng tên, thư điện tử, "
    "điện thoại của bạn, không chỉ dùng chữ số, không dùng mật khẩu nhiều người đã dùng."
)


class LongEnough(password_validation.MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self) -> str:
        return _(
            "Mật khẩu ngắn quá: cần ít nhất %(min_length)d ký tự. Hãy ghép bốn, năm từ không liên quan đến nhau."
        ) % {"min_length": self.min_length}


class NotCommon(password_validation.CommonPasswordValidator):
    """None of the twenty thousand that everybody tries first."""

    def get_error_message(self) -> str:
        return _(
            "Mật khẩu này nhiều người đã dùng nên dễ bị dò. Hãy chọn mật khẩu khác hẳn, đừng chỉ thêm số."
        )


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    """Not a telephone number or a date."""

    def get_error_message(self) -> str:
        return _("Mật khẩu chỉ gồm chữ số. Hãy thêm chữ.")


class NotAboutThePerson:
    """Not like the person's name, user name, mail or telephone, Vietnamese marks aside."""

    attributes = ("username", "full_name", "email", "phone")
    most_alike = 0.7
    shortest_part = 4

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` when the password is much like one of them or like a word of it."""
        plain = fold(password)
        for attribute in self.attributes:
            whole = fold(getattr(user, attribute, "") or "")
            parts = {re.sub(r"\W+", "", whole), *re.split(r"\W+", whole)}
            if any(self._is_alike(plain, part) for part in parts if len(part) >= self.shortest_part):
                raise ValidationError(self.get_error_message(), code="password_too_similar")

    def _is_alike(self, password: str, part: str) -> bool:
        # Of texts of very different length the ratio cannot reach the limit, and comparing them is slow.
        if len(password) > 10 * len(part):
            return False
        return SequenceMatcher(a=password, b=part).ratio() >= self.most_alike

    def get_error_message(self) -> str:
        return _(
            "Mật khẩu gần giống tên, tên đăng nhập, thư điện tử hoặc điện thoại của bạn. Hãy bỏ những từ đó đi."
        )

    def get_help_text(self) -> str:
        return self.get_error_message()
