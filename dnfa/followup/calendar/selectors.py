"""The month page of one person: what is on, by whose and by kind, each number the length of the list it opens."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dnfa.core.calendar import load_calendar
from dnfa.followup.calendar.month import Day, month_grid, shifted, shown_days
from dnfa.followup.calendar.registry import CalendarEntry, entries, sources
from dnfa.followup.calendar.scopes import Scope, scopes_of, within


@dataclass(frozen=True)
class Choice:
    """A calendar or a kind of things, with how many of the month it holds beside what else is chosen."""

    code: str
    label: Any
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """A row of the list below the grid; `is_next`: the first that is not over."""

    entry: CalendarEntry
    kind: str
    is_next: bool = False


@dataclass(frozen=True)
class Month:
    """All that the page shows; `dated` and `undated` together are the entries of the month."""

    weeks: list[list[Day]]
    dated: list[Line]
    undated: list[Line]
    scopes: list[Choice]
    kinds: list[Choice]

    @property
    def total(self) -> int:
        return len(self.dated) + len(self.undated)

    @property
    def has_past(self) -> bool:
        """Whether the list begins with what is over and goes on with what is not."""
        return any(line.is_next for line in self.dated[1:])


def month_of(user: Any, month: date, *, today: date, scope: Scope, only: Collection[str] = ()) -> Month:
    """The month as `user` may see it, narrowed to a scope and, unless empty, to the sources named in `only`.

    Each source is asked once, whatever is chosen: the counts beside the choices need them all.
    """
    first, last = shown_days(month)
    end = shifted(month, 1) - timedelta(days=1)
    seen = entries(user, first, last, today=today)
    of_month = [entry for entry in seen if entry.touches(month, end)]

    def narrowed(rows: list[CalendarEntry], scope: Scope, only: Collection[str]) -> list[CalendarEntry]:
        return [row for row in within(rows, scope, user) if not only or row.source in only]

    kept = narrowed(of_month, scope, only)
    labels = {source.code: str(source.label) for source in sources()}
    coming = next((entry for entry in kept if entry.is_dated and entry.ends_on >= today), None)
    lines = [Line(entry, labels.get(entry.source, ""), entry is coming) for entry in kept]
    on_days = [entry for entry in narrowed(seen, scope, only) if entry.is_dated]
    return Month(
        weeks=month_grid(month, on_days, today=today, calendar=load_calendar()),
        dated=[line for line in lines if line.entry.is_dated],
        undated=[line for line in lines if not line.entry.is_dated],
        scopes=[
            Choice(one, one.label, len(narrowed(of_month, one, only)), one == scope)
            for one in scopes_of(user)
        ],
        kinds=[
            Choice(code, label, len(narrowed(of_month, scope, (code,))), code in only)
            for code, label in labels.items()
        ],
    )
