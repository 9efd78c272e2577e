"""Makers for the tests of delegations: a planned trip, its lists, and what a service refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from delegations.enums import Direction, ProgrammeItemKind, ProgrammeItemState
from delegations.models import Delegation, DelegationMember, DelegationStop, ProgrammeItem, YearProgramme
from dnfa.core.errors import DomainError
from tests.factories import make_agency, make_country

TODAY = date(2026, 3, 12)
_number = count(1)


def make_trip(**values: Any) -> Delegation:
    """A delegation out, planned 20-24/4/2026 unless `values` says otherwise; lists by name."""
    lists = {name: values.pop(name, []) for name in ("partners", "lead_agencies", "coordinating")}
    number = next(_number)
    record = Delegation.objects.create(
        **{
            "key": f"chuyen-{number}-2026",
            "title_vi": f"Chuyến đi số {number}",
            "direction": Direction.OUT,
            "planned_starts_on": date(2026, 4, 20),
            "planned_ends_on": date(2026, 4, 24),
            **values,
        }
    )
    for name, listed in lists.items():
        getattr(record, name).set(listed)
    return record


def make_member(delegation: Delegation, name: str = "Lê Thị Thành Viên", **values: Any) -> DelegationMember:
    return DelegationMember.objects.create(delegation=delegation, name=name, **values)


def make_stop(delegation: Delegation, code: str = "JP", **values: Any) -> DelegationStop:
    return DelegationStop.objects.create(delegation=delegation, country=make_country(code), **values)


def fill_lists(delegation: Delegation) -> None:
    """One row in every list of a delegation, and one move."""
    make_stop(delegation, place="Đông Hà")
    make_member(delegation, "Nguyễn Đông")
    delegation.programme.create(day=TODAY, content="Thăm Đông Hà")
    delegation.gifts.create(side="given", description="Tranh Đông Hồ")
    delegation.date_changes.create(decided_on=TODAY, reason="visa", note="Đông Hà")


def make_item(**values: Any) -> ProgrammeItem:
    """An accepted line of the programme of 2026 for a delegation out."""
    programme = YearProgramme.objects.get_or_create(year=2026)[0]
    return ProgrammeItem.objects.create(
        **{
            "programme": programme,
            "kind": ProgrammeItemKind.DELEGATION_OUT,
            "title": "Đi Nhật Bản",
            "agency": values.pop("agency", None) or make_agency(),
            "state": ProgrammeItemState.ACCEPTED,
            **values,
        }
    )


def refusal(service: Callable[..., Any], **arguments: Any) -> tuple[str, list[str]]:
    """The code and the fields of what a service refused; ("", []) when it refused nothing."""
    try:
        service(**arguments)
    except DomainError as error:
        return error.code, sorted(error.fields)
    return "", []
