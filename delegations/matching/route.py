"""The way that other partners are looked for along: of a delegation, or of a plan that is no record yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from delegations.states import first_day, last_day
from partners.models import Country, Partner


@dataclass(frozen=True)
class Route:
    """Partners on the way as the reader sees them, sorted codes of its countries and territories, first and last day."""

    partners: tuple[Partner, ...] = ()
    countries: tuple[str, ...] = ()
    begins: date | None = None
    ends: date | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing is known to look around."""
        return not self.partners and not self.countries

    @property
    def partner_ids(self) -> list[int]:
        return [partner.pk for partner in self.partners]

    def meets(self, begins: date | None, ends: date | None) -> bool:
        """Whether an event of these days may fall on a day of the way; unknown days meet nothing."""
        if self.begins is None or begins is None:
            return False
        return begins <= (self.ends or self.begins) and (ends or begins) >= self.begins


def make_route(
    partners: Iterable[Partner],
    countries: Iterable[Country] = (),
    begins: date | None = None,
    ends: date | None = None,
) -> Route:
    """A route of partners `user` may see; their countries belong to it."""
    named = tuple({partner.pk: partner for partner in partners}.values())
    codes = {country.code for country in countries} | {one.country_id for one in named if one.country_id}
    return Route(named, tuple(sorted(codes)), begins, ends)


def route_of(delegation: Any) -> Route:
    """The way of a delegation from `trip_in_full`: of one that comes in, where its guests come from. Asks nothing.

    Partners that the reader may not see are no points: a distance would tell where they are.
    """
    stops = list(delegation.stops.all())
    partners = [*delegation.partners.all(), *(stop.partner for stop in stops if stop.partner)]
    return make_route(partners, [stop.country for stop in stops], first_day(delegation), last_day(delegation))
