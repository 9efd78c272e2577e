"""The portfolio of a partner: what was received and given with it, how far it is, on which papers it stands, what it did.

Of one partner, or of every partner of its country or territory; as of a day and as one reader may see it: numbers count
what their lists show. Sums leave out parts of a programme; projects are counted with them. A fixed number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum

from agreements.aid_parts import Whose
from agreements.aid_totals import SHOWN
from agreements.enums import AidForm, ProjectDirection, ProjectState
from agreements.models import Agreement, FundingLine, Project, ProjectAgreement, ProjectResult
from agreements.programmes import Period, periods_of
from agreements.project_flags import reports_overdue
from agreements.querysets import ProjectQuerySet
from agreements.selectors import register_rows
from agreements.selectors_projects import project_rows
from dnfa.core.money import Money, Sums

# Help that is no money: told by how much of what.
IN_KIND = (AidForm.SCHOLARSHIP, AidForm.IN_KIND, AidForm.RELIEF)
MOST_TOLD = 20  # so many projects, papers, results are named on the page; the list has all projects


@dataclass
class StateRow:
    """Projects of one direction in one state (empty: in any): how many, and what their lines come to by kind."""

    direction: str
    state: str
    projects: int = 0
    sums: dict[str, Sums] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return str(ProjectState(self.state).label if self.state else ProjectDirection(self.direction).label)

    @property
    def query(self) -> dict[str, str]:
        """How the list of its projects or sums is asked for, with `Whose.query`."""
        return {"direction": self.direction, **({"state": self.state} if self.state else {})}


@dataclass(frozen=True)
class Portfolio:
    """All that a page, a sheet and the API tell of it."""

    whose: Whose
    as_of: date
    sides: list[tuple[StateRow, list[StateRow]]]  # each direction there is: in all, then by state
    periods: list[Period]
    overdue: list[Any]  # projects without the report of a half-year, with its `evidence`
    past_end: int
    papers: list[Agreement]
    in_kind: list[Project]
    results: list[ProjectResult]
    remains: list[Project]
    newest: list[Project]

    @property
    def projects(self) -> int:
        return sum(whole.projects for whole, _states in self.sides)


def projects_with(whose: Whose, user: Any) -> ProjectQuerySet:
    """Projects that `user` may see in which `whose` gave, received or took part."""
    return Project.objects.visible_to(user).filter(whose.takes_part())


def portfolio(whose: Whose, user: Any, as_of: date) -> Portfolio:
    """The portfolio as of a day."""
    own = projects_with(whose, user)
    rows = project_rows(own, user, as_of).order_by(F("starts_on").desc(nulls_last=True), "pk")
    kinds = Q(form__in=IN_KIND) | Q(quantity__isnull=False)
    results = ProjectResult.objects.filter(project__in=own).select_related("project")
    return Portfolio(
        whose=whose,
        as_of=as_of,
        sides=_sides(own, as_of),
        periods=periods_of(whose, user, as_of),
        overdue=list(reports_overdue(as_of).filter(pk__in=own.values("pk")).order_by("starts_on", "pk")),
        past_end=own.past_their_end(as_of).count(),
        papers=papers_of(own, user, as_of),
        in_kind=list(rows.filter(kinds)),
        results=list(results.order_by("project__starts_on", "project", "order", "pk")),
        remains=list(own.exclude(result_vi="", remains_vi="").order_by("starts_on", "pk")),
        newest=list(rows[:MOST_TOLD]),
    )


def papers_of(projects: ProjectQuerySet, user: Any, as_of: date) -> list[Agreement]:
    """Papers that these projects rest on, as the register lists papers; `carried` says how many of them each carries."""
    links = ProjectAgreement.objects.filter(agreement=OuterRef("pk"), project__in=projects.values("pk"))
    counted = links.order_by().values("agreement").annotate(carried=Count("pk")).values("carried")
    seen = Agreement.objects.visible_to(user).filter(Exists(links)).annotate(carried=Subquery(counted))
    return list(register_rows(seen, as_of, user).order_by(F("signed_on").desc(nulls_last=True), "pk"))


def _sides(projects: ProjectQuerySet, as_of: date) -> list[tuple[StateRow, list[StateRow]]]:
    """Received, then given: in all and by state, in the order in which a project passes through the states."""
    stated: Any = projects.with_state(as_of)
    counted = stated.order_by().values("direction", "state").annotate(number=Count("pk"))
    numbers = {(row["direction"], row["state"]): row["number"] for row in counted}
    sums = _sums(stated, as_of)
    found = []
    for direction in ProjectDirection.values:
        states = [
            StateRow(direction, state, numbers[direction, state], sums.get((direction, state), {}))
            for state in ProjectState.values
            if (direction, state) in numbers
        ]
        if states:
            number = sum(row.projects for row in states)
            found.append((StateRow(direction, "", number, _together(row.sums for row in states)), states))
    return found


def _sums(stated: Any, as_of: date) -> dict[tuple[str, str], dict[str, Sums]]:
    """What lines known by the day come to, by direction and state of their project, then by kind."""
    totals = (
        FundingLine.objects.known_by(as_of)
        .counted()
        .filter(project__in=stated.values("pk"), kind__in=SHOWN)
        .annotate(state=Subquery(stated.filter(pk=OuterRef("project")).values("state")))
        .order_by()
        .values_list("project__direction", "state", "kind", "currency")
        .annotate(total=Sum("amount"))
    )
    found: dict[tuple[str, str], dict[str, list[Money]]] = defaultdict(lambda: defaultdict(list))
    for direction, state, kind, currency, total in totals:
        found[direction, state][kind].append(Money(total, currency))
    return {
        place: {kind: Sums(amounts) for kind, amounts in by_kind.items()} for place, by_kind in found.items()
    }


def _together(parts: Iterable[dict[str, Sums]]) -> dict[str, Sums]:
    amounts: dict[str, list[Money]] = defaultdict(list)
    for part in parts:
        for kind, sums in part.items():
            amounts[kind] += sums
    return {kind: Sums(found) for kind, found in amounts.items()}
