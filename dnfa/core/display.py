"""Values as a person reads them: dates dd/mm/yyyy, numbers 1.234.567,89, in both languages of the interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dnfa.core.clock import VIETNAM
from dnfa.core.numbers import format_number
from dnfa.core.partial_dates import PartialDate


def _moment(value: datetime) -> str:
    local = value.astimezone(VIETNAM) if timezone.is_aware(value) else value
    return local.strftime("%d/%m/%Y %H:%M")


def _joined(values: Iterable[Any]) -> str:
    return "; ".join(display_value(value) for value in values)


# The first type that fits decides: bool before int, datetime before date.
_WAYS: tuple[tuple[tuple[type, ...], Callable[[Any], str]], ...] = (
    ((bool,), lambda value: _("Có") if value else _("Không")),
    ((PartialDate,), lambda value: value.display(get_language() or "vi")),
    ((datetime,), _moment),
    ((date,), lambda value: value.strftime("%d/%m/%Y")),
    ((int, float, Decimal), format_number),
    ((list, tuple, set, frozenset), _joined),
)


def display_value(value: Any) -> str:
    """Any field's value for the screen; empty values give an empty string, and the template decides how to show that.

    A datetime is shown in Vietnamese time to the minute; lists are joined with "; ". Everything else as its `str()`.
    """
    if value is None:
        return ""
    for types, words in _WAYS:
        if isinstance(value, types):
            return words(value)
    return str(value)
