"""Makers for the programme and the limits."""

from __future__ import annotations

from itertools import count
from typing import Any

from delegations.models import Delegation, ProgrammeItem, YearProgramme
from dnfa.accounts.models import Agency
from tests.delegations.programme.limit_cases import Case, day
from tests.factories import make_agency, make_country

_number = count(1)


def make_trip(
    *stops: tuple, agencies: Any = (), coordinating: Any = (), members: Any = (), **values: Any
) -> Delegation:
    """A delegation abroad with its stops (country, arrival, leaving, event) and members (name, agency, leader)."""
    number = next(_number)
    given = {"key": f"doan-ra-{number}", "title_vi": f"Đoàn ra {number}", "direction": "out", **values}
    trip = Delegation.objects.create(**given)
    trip.lead_agencies.set(agencies)
    trip.coordinating.set(coordinating)
    for order, (country, first, last, event) in enumerate(stops):
        trip.stops.create(
            country=make_country(country),
            arrives_on=day(first),
            leaves_on=day(last),
            is_important_event=event,
            order=order,
        )
    for order, (name, agency, leader) in enumerate(members):
        trip.members.create(name=name, agency=agency_of(agency), is_key_leader=leader, order=order)
    return trip


def agency_of(key: str) -> Agency | None:
    """The agency of that key, made when there is none."""
    if not key:
        return None
    return Agency.objects.filter(key=key).first() or make_agency(key=key)


def make_case(case: Case) -> Delegation:
    """The trip of a case, with the earlier trips of its first member."""
    for begins in case.before:
        make_trip(members=case.members[:1], planned_starts_on=day(begins))
    return make_trip(
        *case.stops,
        members=case.members,
        direction=case.direction,
        planned_starts_on=day(case.begins),
        planned_ends_on=day(case.ends),
        planned_persons=case.persons,
        head_rank=case.rank,
        cost_source=case.cost_source,
        **({"cancelled_on": day("1/9/2025"), "cancel_reason": "budget"} if case.cancelled else {}),
    )


def make_programme(year: int = 2026, **values: Any) -> YearProgramme:
    return YearProgramme.objects.get_or_create(year=year, defaults=values)[0]


def make_item(programme: YearProgramme | None = None, **values: Any) -> ProgrammeItem:
    number = next(_number)
    given = {
        "programme": programme or make_programme(),
        "kind": "delegation_out",
        "title": f"Mục {number}",
        **values,
    }
    if "agency" not in given:
        given["agency"] = make_agency()
    return ProgrammeItem.objects.create(**given)
