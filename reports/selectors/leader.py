"""The leader's page: where the city's ties stand on a day, and what needs a decision."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.enums import Continent
from reports.figures import Scope, figure, sets, values
from reports.selectors.parts import (
    DORMANT,
    ShortList,
    Tile,
    ending_within_days,
    paper_lines,
    sleeping_lines,
    tile,
)

TILES = {
    "localities": "",
    "countries_and_territories": "",
    "agreements_in_force": "",
    "agreements_expiring": "warn",
    "agreements_expired_unrenewed": "danger",
    "ties_dormant": "warn",
    "ties_never_active": "muted",
}
TOP = 5
SOON_DAYS = 90
YEARS_SHOWN = 10


@dataclass(frozen=True)
class LeaderPage:
    """Everything the leader's page shows, in a constant number of queries."""

    scope: Scope
    tiles: dict[str, Tile]
    by_continent: list[dict[str, Any]]
    by_year: list[dict[str, Any]]
    expired: ShortList
    soon: ShortList
    dormant: ShortList

    @property
    def nothing_to_decide(self) -> bool:
        return not (self.expired.lines or self.soon.lines or self.dormant.lines)


def leader_page(*, user: Any, as_of: date) -> LeaderPage:
    """Read the leader's page for a day."""
    scope = Scope.of(user, as_of)
    counted = values(scope, [figure(key) for key in TILES])
    tiles = {key: tile(figure(key), counted[key], scope, tone) for key, tone in TILES.items()}
    return LeaderPage(
        scope=scope,
        tiles=tiles,
        by_continent=_by_continent(scope),
        by_year=_by_year(scope),
        expired=ShortList(
            tiles["agreements_expired_unrenewed"],
            paper_lines(sets.agreements_expired_unrenewed(scope), scope, limit=TOP),
        ),
        soon=ShortList(
            tiles["agreements_expiring"], paper_lines(ending_within_days(scope, SOON_DAYS), scope, limit=TOP)
        ),
        dormant=ShortList(tiles["ties_dormant"], sleeping_lines(DORMANT, scope, limit=TOP)),
    )


def _by_continent(scope: Scope) -> list[dict[str, Any]]:
    """Localities of the figure by continent, each bar opening its part of the list; without a country last."""
    counted = dict(
        sets.localities(scope).order_by().values_list("country__continent").annotate(number=Count("pk"))
    )
    rows = [
        {
            "label": str(continent.label),
            "value": counted[continent],
            "href": _part(scope, "localities", continent=continent),
        }
        for continent in Continent
        if continent in counted
    ]
    if None in counted:
        rows.append({"label": _("Chưa ghi quốc gia"), "value": counted[None]})
    return rows


def _by_year(scope: Scope) -> list[dict[str, Any]]:
    """Signings of the figure by the year they took place; the years before the last ten together."""
    events = sets.agreements_signed(scope).order_by().values_list("occurred_on", flat=True)
    years = Counter(day.year if day else None for day in events)
    undated = years.pop(None, 0)
    first = scope.as_of.year - YEARS_SHOWN + 1
    rows: list[dict[str, Any]] = []
    if earlier := sum(number for year, number in years.items() if year is not None and year < first):
        label = _("Trước %(year)s") % {"year": first}
        rows.append(
            {
                "label": label,
                "value": earlier,
                "href": _part(scope, "agreements_signed", occurred_on_to=first - 1),
            }
        )
    for year in range(first, scope.as_of.year + 1):
        bounds = {"occurred_on_from": year, "occurred_on_to": year}
        rows.append(
            {"label": str(year), "value": years[year], "href": _part(scope, "agreements_signed", **bounds)}
        )
    if undated:
        rows.append({"label": _("Không rõ năm"), "value": undated})
    return rows


def _part(scope: Scope, key: str, **filters: str | int) -> str:
    """The list of a figure with further filters."""
    item = figure(key)
    return f"{reverse(item.page)}?{item.list_query(scope, typed_day=True)}&{urlencode(filters)}"
