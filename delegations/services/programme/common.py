"""What the doors of the programme share: who keeps it, refusals by field, lines of text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from delegations.rules.programme import can_keep_programme
from dnfa.core.errors import InvalidInput, NotAllowed

Problems = dict[str, list[Any]]


def require_keeper(user: Any) -> None:
    """Raises `NotAllowed` ("may_not_keep_programme")."""
    if not can_keep_programme(user):
        raise NotAllowed(
            "may_not_keep_programme",
            _("Chỉ chuyên viên, trưởng phòng Sở Ngoại vụ và quản trị lập và điều chỉnh chương trình năm."),
        )


def refuse(code: str, problems: Problems) -> None:
    """Raises `InvalidInput` naming each field, when there is anything wrong."""
    if problems:
        raise InvalidInput(code, _("Chưa ghi được. Hãy xem các mục được đánh dấu."), problems)


def refuse_unknown(given: Any, known: Any) -> None:
    """Raises `InvalidInput` ("unknown_field") for what is not written here."""
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise InvalidInput(
            "unknown_field",
            _("Có trường không sửa được ở đây."),
            {name: [_("Trường này không sửa được.")] for name in unknown},
        )


def too_long(lines: dict[str, str], longest: dict[str, int]) -> Problems:
    """What is wrong with texts that do not fit their columns."""
    return {
        name: [_("Dài quá %(count)s ký tự.") % {"count": longest[name]}]
        for name, value in lines.items()
        if len(value) > longest[name]
    }
