"""The home page: what hurts first, for the matters this person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from delegations.rules import is_focal_point
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.enums import ImportState
from dnfa.core.models import ImportBatch
from dnfa.followup.models import FlagRun
from dnfa.followup.selectors import last_run
from reports.figures import Scope, figure, sets, values
from reports.selectors.parts import DORMANT, ShortList, Tile, paper_lines, sleeping_lines, tile, total
from reports.selectors.work import Work, work_of

DUE = {
    "agreements_expired_unrenewed": "danger",
    "agreements_expiring": "warn",
    "agreements_unknown_term": "question",
    "letters_of_intent_open": "info",
    "ties_dormant": "warn",
    "ties_never_active": "muted",
}
STANDING = ("localities", "countries_and_territories", "agreements_in_force", "agreements_signed")
TOP = 5


@dataclass(frozen=True)
class HomePage:
    """Everything the home page shows, in a constant number of queries."""

    as_of: date
    horizon_months: int
    work: Work
    due: list[Tile]
    standing: list[Tile]
    expired: ShortList
    expiring: ShortList
    dormant: ShortList
    run: FlagRun | None
    shows_imports: bool
    imports_waiting: int
    records_quickly: bool

    @property
    def nothing_due(self) -> bool:
        return total(self.due) + total(self.work.tiles) == 0


def home_page(*, user: Any, today: date) -> HomePage:
    """Read the home page of `user` as of `today`; imports are counted for those who keep the register, and a focal
    point begins with the quick entry of a contact.
    """
    scope = Scope.of(user, today)
    counted = values(scope, [figure(key) for key in (*DUE, *STANDING)])
    due = {key: tile(figure(key), counted[key], scope, tone) for key, tone in DUE.items()}
    shows_imports = user.role in KEEPS_THE_REGISTER
    waiting = ImportBatch.objects.filter(state=ImportState.PREVIEWED).count() if shows_imports else 0
    return HomePage(
        as_of=today,
        horizon_months=scope.horizon_months,
        work=work_of(user, today),
        due=list(due.values()),
        standing=[tile(figure(key), counted[key], scope) for key in STANDING],
        expired=ShortList(
            due["agreements_expired_unrenewed"],
            paper_lines(sets.agreements_expired_unrenewed(scope), scope, limit=TOP),
        ),
        expiring=ShortList(
            due["agreements_expiring"], paper_lines(sets.agreements_expiring(scope), scope, limit=TOP)
        ),
        dormant=ShortList(due["ties_dormant"], sleeping_lines(DORMANT, scope, limit=TOP)),
        run=last_run(),
        shows_imports=shows_imports,
        imports_waiting=waiting,
        records_quickly=is_focal_point(user),
    )
