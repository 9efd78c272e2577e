"""What the writes of this area share: who may, what a text may hold, what follows a change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.rules import can_write_papers
from dnfa.core.errors import InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import touch
from dnfa.followup.clocks import sync_clocks

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_NUMBER = 120
LONGEST_REASON = 500
LONGEST_RECIPIENTS = 300

NOT_IN_FUTURE = _("Ngày này chưa tới.")


class Problems:
    """Sentences by field, told together."""

    def __init__(self) -> None:
        self._by_field: dict[str, list[StrOrPromise]] = {}

    def add(self, field: str, sentence: StrOrPromise) -> None:
        self._by_field.setdefault(field, []).append(sentence)

    def not_in_future(self, field: str, day: date, today: date) -> None:
        if day > today:
            self.add(field, NOT_IN_FUTURE)

    def not_longer(self, field: str, text: str, longest: int) -> None:
        if len(text) > longest:
            self.add(field, _("Dài quá %(longest)s ký tự.") % {"longest": longest})

    def raise_any(self, code: str, message: StrOrPromise) -> None:
        """Raise `InvalidInput` when a sentence was added."""
        if self._by_field:
            raise InvalidInput(code, message, self._by_field)


def refuse_strangers(user: Any) -> None:
    """Raise `NotAllowed` for everybody who does not keep the agreements."""
    if not can_write_papers(user):
        raise NotAllowed(
            "may_not_write_papers",
            _(
                "Chỉ chuyên viên, trưởng phòng Sở Ngoại vụ và quản trị hệ thống được ghi vào hồ sơ thỏa thuận."
            ),
        )


def line(text: str) -> str:
    """A text of one line as it is kept."""
    return clean_line(text)


def refuse_secrets(texts: Mapping[str, str]) -> None:
    """Raise `InvalidInput` ("secret_mark") when a text bears a mark of state secrecy."""
    refuse_secret(**texts)


def given_reason(reason: str) -> str:
    """The reason of a correction. Raises `InvalidInput` when there is none."""
    reason = line(reason)
    problems = Problems()
    if not reason:
        problems.add("reason", _("Hãy ghi lý do; lý do được giữ trong lịch sử."))
    problems.not_longer("reason", reason, LONGEST_REASON)
    problems.raise_any("reason_required", _("Chưa ghi được vì thiếu lý do."))
    refuse_secrets({"reason": reason})
    return reason


def settle(agreement: Agreement) -> None:
    """What follows every change here: the paper's version moves on, its legal clocks are set anew."""
    touch(agreement)
    sync_clocks(record=agreement)
