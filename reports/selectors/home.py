"""The home page: what hurts first, for the matters this person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from delegations.rules import is_focal_point
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.enums import ImportState
from dnfa.core.models import ImportBatch
from dnfa.followup.models import FlagRun
from dnfa.followup.selectors import last_run
from partners.models import PartnerCharge
from partners.rules import can_follow
from reports.figures import Scope, figure, values
from reports.selectors import morning
from reports.selectors.parts import Tile, tile
from reports.selectors.tally import MINE, UNIT
from reports.selectors.work import TileSet, due_of, tile_sets

DUE = {
    "agreements_expired_unrenewed": "danger",
    "agreements_expiring": "warn",
    "agreements_unknown_term": "question",
    "letters_of_intent_open": "info",
    "ties_dormant": "warn",
    "ties_never_active": "muted",
}
STANDING = ("localities", "countries_and_territories", "agreements_in_force", "agreements_signed")
DAYS_WITHOUT_VISIT = 7  # how far back "new" reaches for somebody who never came before


@dataclass(frozen=True)
class HomePage:
    """Everything the home page shows, in a constant number of queries."""

    as_of: date
    scope: str
    has_scopes: bool
    sets: list[TileSet]
    parts: list[morning.Part]
    due: list[Tile]
    standing: list[Tile]
    run: FlagRun | None
    shows_imports: bool
    imports_waiting: int
    records_quickly: bool

    @property
    def nothing_due(self) -> bool:
        return all(one.nothing_due for one in self.sets)


def home_page(*, user: Any, today: date, scope: str = "", last_visit: date | None = None) -> HomePage:
    """Read the home page of `user` as of `today`; imports are counted for those who keep the register. A focal point has
    what is due, the lists of its agency and the week (design.md section 8), and begins with the quick entry of a contact.

    `scope` ("mine", "unit") is whose matters the parts list; without one mine, if anything is in this person's charge.
    """
    since = last_visit or today - timedelta(days=DAYS_WITHOUT_VISIT)
    reader = morning.Reader(
        user, today, _scope_of(user, today, scope), since, has_come_before=last_visit is not None
    )
    endings = morning.renewal_tally(user, today)
    flags = morning.flag_tally(user, today, since)
    few_lists = is_focal_point(user)
    figures = Scope.of(user, today)
    counted = {} if few_lists else values(figures, [figure(key) for key in (*DUE, *STANDING)])
    shows_imports = user.role in KEEPS_THE_REGISTER
    waiting = ImportBatch.objects.filter(state=ImportState.PREVIEWED).count() if shows_imports else 0
    return HomePage(
        as_of=today,
        scope=reader.scope,
        has_scopes=can_follow(user),
        sets=tile_sets(user, due_of(user, today), endings, flags),
        parts=[morning.this_week(reader)] if few_lists else morning.parts(reader, endings, flags),
        due=[tile(figure(key), counted[key], figures, DUE[key]) for key in DUE if key in counted],
        standing=[tile(figure(key), counted[key], figures) for key in STANDING if key in counted],
        run=last_run(),
        shows_imports=shows_imports,
        imports_waiting=waiting,
        records_quickly=few_lists,
    )


def _scope_of(user: Any, today: date, asked: str) -> str:
    """The scope asked for, of those this person has; without one mine, if there is anything of mine."""
    if not can_follow(user):
        return UNIT
    if asked in {MINE, UNIT}:
        return asked
    has_any = PartnerCharge.objects.standing_on(today).filter(person=user.pk).exists()
    return MINE if has_any else UNIT
