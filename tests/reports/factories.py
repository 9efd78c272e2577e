"""Plain makers of what only reports count."""

from __future__ import annotations

from itertools import count
from typing import Any

from delegations.models import Delegation

_number = count(1)


def make_delegation(
    direction: str, starts_on: str | None, *, partners: list[Any], **values: Any
) -> Delegation:
    number = next(_number)
    delegation = Delegation.objects.create(
        **{
            "key": f"doan-{number}",
            "title_vi": f"Đoàn {number}",
            "direction": direction,
            "starts_on": starts_on,
            **values,
        }
    )
    delegation.partners.set(partners)
    return delegation
