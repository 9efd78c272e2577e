"""Makers for the tests of trip matching: partners at places, a route, what is open with them."""

from __future__ import annotations

from datetime import date
from typing import Any

from delegations.matching.nearby import Nearby, nearby
from delegations.matching.route import Route, make_route
from partners.models import Partner
from tests.factories import make_country, make_partner, make_user

TODAY = date(2026, 11, 25)
SEOUL, BUSAN, TOKYO, SYDNEY = (37.57, 126.98), (35.18, 129.08), (35.68, 139.69), (-33.87, 151.21)


def make_place(name: str, at: tuple[float, float] | None = None, code: str = "JP", **values: Any) -> Partner:
    """A partner of this name at a place (latitude, longitude), or nowhere known."""
    lat, lon = at or (None, None)
    return make_partner(name_vi=name, country=make_country(code), latitude=lat, longitude=lon, **values)


def near(route: Route, *, user: Any = None, as_of: date = TODAY, km: int | None = None) -> list[Nearby]:
    """The rows for an officer, or for `user`."""
    return nearby(route, user=user or make_user(), as_of=as_of, km=km)


def names(rows: list[Nearby]) -> list[str]:
    return [row.partner.name_vi for row in rows]


def route_to(*partners: Partner, **values: Any) -> Route:
    return make_route(partners, **values)
