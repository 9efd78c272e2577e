"""What home and leader's page share: tiles that open the list they count, and short lists of what hurts most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from agreements.models import Agreement
from dnfa.core.partial_dates import PartialDate
from dnfa.followup.rules import rules
from partners.models import Partner
from reports.figures import Figure, Scope, sets

DORMANT, NEVER_ACTIVE = "tie_dormant", "tie_never_active"


@dataclass(frozen=True)
class Tile:
    """A figure on a page: value, exact definition, and the list it opens."""

    key: str
    label: str
    value: int
    unit: str
    definition: str
    url: str
    tone: str = ""


@dataclass(frozen=True)
class Line:
    """One matter of a short list: what it is, the day that matters (end, last activity) and days to it, and why."""

    title: str
    url: str
    aside: str = ""
    when: date | PartialDate | None = None
    days: int | None = None


@dataclass(frozen=True)
class ShortList:
    """The first few matters of a figure, with the way to all of them."""

    tile: Tile
    lines: list[Line]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.tile.value - len(self.lines)


def tile(item: Figure, value: int, scope: Scope, tone: str = "") -> Tile:
    """A figure as a tile; a tone of alarm only where there is something to be alarmed about."""
    return Tile(
        item.key,
        str(item.label),
        value,
        str(item.unit),
        item.definition_vi(scope),
        item.list_url(scope),
        tone if value else "",
    )


def paper_lines(papers: QuerySet[Any], scope: Scope, *, limit: int) -> list[Line]:
    """The papers with the earliest end: partner, title, days to the end. Two queries."""
    partners = (
        Partner.objects.visible_to(scope.user).select_related("country").order_by("parties__order", "pk")
    )
    rows = papers.order_by(F("ends_on").asc(nulls_last=True), "pk").prefetch_related(
        Prefetch("partners", partners)
    )
    return [_paper_line(paper, scope) for paper in rows[:limit]]


def _paper_line(paper: Agreement, scope: Scope) -> Line:
    names = "; ".join(partner.name_vi for partner in paper.partners.all())
    ends_on = paper.ends_on  # type: ignore[attr-defined]
    return Line(
        title=names or paper.title_vi,
        url=f"{paper.get_absolute_url()}?as_of={scope.as_of:%d/%m/%Y}",
        aside=paper.title_vi if names else "",
        when=ends_on,
        days=(ends_on - scope.as_of).days if ends_on else None,
    )


def _as_known(evidence: Mapping[str, Any]) -> PartialDate | None:
    """The day of the last activity no more exactly than its source says it: "2005", not "31/12/2005"."""
    known = evidence["last_activity_date"]
    return PartialDate.from_iso(known) if known else None


def sleeping_lines(code: str, scope: Scope, *, limit: int) -> list[Line]:
    """The ties asleep longest, with the evidence that the flag rule gives."""
    rule = next(rule for rule in rules() if rule.code == code)
    visible = Partner.objects.visible_to(scope.user).values("pk")
    rows = rule.rows(scope.as_of).filter(pk__in=visible)
    return [
        Line(
            title=partner.name_vi,
            url=f"{partner.get_absolute_url()}?as_of={scope.as_of:%d/%m/%Y}",
            aside=rule.explain(partner.evidence),
            when=_as_known(partner.evidence),
        )
        for partner in rows.order_by(F("reference_date").asc(nulls_first=True), "pk")[:limit]
    ]


def ending_within_days(scope: Scope, days: int) -> QuerySet[Any]:
    """City-level papers of the figure "expiring" that end within so many days."""
    return sets.agreements_expiring(scope).filter(ends_on__lte=scope.as_of + timedelta(days=days))


def total(tiles: Iterable[Tile]) -> int:
    """All values together: nothing due when it is zero."""
    return sum(item.value for item in tiles)
