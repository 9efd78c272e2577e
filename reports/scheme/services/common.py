"""What the doors of the Scheme share: who keeps it, refusals by field, texts fit to store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.errors import InvalidInput, NotAllowed
from dnfa.core.text import clean_line
from dnfa.followup.actions.services import clean_text
from reports.scheme.enums import TaskRole
from reports.scheme.models import SchemeTask
from reports.scheme.rules import can_keep_scheme, part_of

Problems = dict[str, list[Any]]
LONGEST_TEXT, LONGEST_LINE, LONGEST_DOCUMENT = 10_000, 500, 300

__all__ = [
    "LONGEST_DOCUMENT",
    "LONGEST_LINE",
    "LONGEST_TEXT",
    "Problems",
    "clean_line",
    "clean_text",
    "each_once",
    "future_day",
    "refuse",
    "refuse_unknown",
    "require_keeper",
    "speaking_agency",
    "too_long",
    "wrong_order",
]


def require_keeper(user: Any) -> None:
    """Raises `NotAllowed` ("may_not_keep_scheme")."""
    if not can_keep_scheme(user):
        raise NotAllowed(
            "may_not_keep_scheme",
            _("Chỉ chuyên viên, trưởng phòng Sở Ngoại vụ và quản trị sửa nhiệm vụ của Đề án."),
        )


def refuse(code: str, problems: Problems) -> None:
    """Raises `InvalidInput` naming each field, when there is anything wrong."""
    if problems:
        raise InvalidInput(code, _("Chưa ghi được. Hãy xem các mục được đánh dấu."), problems)


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Raises `InvalidInput` ("unknown_field") for what is not written here."""
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise InvalidInput(
            "unknown_field",
            _("Có trường không sửa được ở đây."),
            {name: [_("Trường này không sửa được.")] for name in unknown},
        )


def too_long(texts: Mapping[str, str], longest: Mapping[str, int]) -> Problems:
    """What is wrong with texts that do not fit."""
    return {
        name: [_("Dài quá %(count)s ký tự.") % {"count": longest[name]}]
        for name, value in texts.items()
        if len(value) > longest[name]
    }


def future_day(field: str, day: date | None, today: date) -> Problems:
    """A day that tells of what happened cannot be to come."""
    return {field: [_("Ngày này chưa tới.")]} if day is not None and day > today else {}


def wrong_order(starts_on: Any, ends_on: Any) -> Problems:
    """An end before the start."""
    if starts_on is None or ends_on is None or ends_on.last_day() >= starts_on.first_day():
        return {}
    return {"ends_on": [_("Kết thúc trước khi bắt đầu.")]}


def each_once(agencies: Iterable[Agency]) -> list[Agency]:
    """Agencies in their order, each once."""
    return list({agency.pk: agency for agency in agencies}.values())


def speaking_agency(
    user: Any, agency: Agency | None, task: SchemeTask, today: date
) -> tuple[Agency | None, Any]:
    """In whose name the Department writes of the task, and that agency's part; without an agency it speaks itself.

    Raises `NotAllowed` ("may_not_report": agencies send it through the queue), `InvalidInput` ("invalid_agency": it
    neither leads nor coordinates).
    """
    if not can_keep_scheme(user):
        raise NotAllowed(
            "may_not_report", _("Chỉ Sở Ngoại vụ ghi thẳng vào nhiệm vụ; cơ quan gửi cập nhật để Sở duyệt.")
        )
    if agency is None:
        return None, TaskRole.LEAD
    part = part_of(agency.pk, task, today)
    if part is None:
        refuse("invalid_agency", {"agency": [_("Cơ quan này không chủ trì, phối hợp nhiệm vụ.")]})
    return agency, part
