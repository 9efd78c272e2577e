"""Makers of conferences and press visits, and what a service refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from delegations.enums import ConferencePart
from delegations.models import Conference, PressVisit
from dnfa.core.errors import DomainError

TODAY = date(2026, 11, 25)
LISTS = ("partners", "lead_agencies", "coordinating", "countries")


def make_conference(**values: Any) -> Conference:
    """Held by the city and planned from 10 to 12 March 2027 unless said otherwise."""
    number = Conference.objects.count() + 1
    lists = {name: values.pop(name) for name in LISTS if name in values}
    defaults = {
        "key": f"hoi-nghi-{number}",
        "title_vi": f"Hội nghị số {number}",
        "part": ConferencePart.HOSTED,
        "planned_starts_on": date(2027, 3, 10),
        "planned_ends_on": date(2027, 3, 12),
    }
    return _with_lists(Conference.objects.create(**{**defaults, **values}), lists)


def make_press_visit(**values: Any) -> PressVisit:
    """On 10 October 2026 by NHK unless said otherwise."""
    number = PressVisit.objects.count() + 1
    lists = {name: values.pop(name) for name in LISTS if name in values}
    defaults = {
        "key": f"phong-vien-{number}",
        "title_vi": f"Đoàn phóng viên số {number}",
        "outlets": "NHK",
        "starts_on": "2026-10-10",
    }
    return _with_lists(PressVisit.objects.create(**{**defaults, **values}), lists)


def _with_lists(record: Any, lists: dict[str, Any]) -> Any:
    for name, rows in lists.items():
        getattr(record, name).set(rows)
    record.refresh_from_db()
    return record


def refusal(call: Callable[..., Any], **given: Any) -> DomainError:
    """The error the call was refused with; an AssertionError when it was not."""
    try:
        call(**given)
    except DomainError as error:
        return error
    message = "nothing was refused"
    raise AssertionError(message)


def code_of(call: Callable[..., Any], **given: Any) -> str:
    """The code the call was refused with; empty when nothing was refused."""
    try:
        call(**given)
    except DomainError as error:
        return error.code
    return ""
