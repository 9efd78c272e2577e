"""Commitments over years: programmes of several years with a partner, their periods side by side, agreed against given.

A period is what a project states as its time, one year or longer, from year to year; projects stated for the same years
share a row. A paper signed for further years with the same partner, on which no project rests yet, has a row without sums:
nothing is known of it, and the page says so. Sums are those known by a day, each currency for itself, without parts of a programme.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Prefetch, Q, QuerySet, Sum, When

from agreements.aid_parts import HUNDRED, Whose, lasts_a_year, period_years
from agreements.enums import FundingKind, ProjectDirection, Stage, TermKind
from agreements.models import Agreement, AgreementParty, FundingLine, Project, ProjectParty
from dnfa.core.money import Money, Sums
from dnfa.core.provenance import Sources, provenance_of, told_by
from dnfa.core.text import sort_key
from partners.models import Country, Partner

# What was agreed beside what came of it; the value a source states stands by, it is neither.
COMPARED = (FundingKind.COMMITTED, FundingKind.APPROVED, FundingKind.DISBURSED)
TOLD = (FundingKind.VALUE, *COMPARED)
Years = tuple[int, int]


@dataclass(frozen=True)
class Comparison:
    """The sums of one period in one currency; None where no line tells any: that is not the same as nought."""

    currency: str
    value: Decimal | None
    committed: Decimal | None
    approved: Decimal | None
    disbursed: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """How much more was given than agreed (less: negative); None when one of both is not known."""
        if self.committed is None or self.disbursed is None:
            return None
        return self.disbursed - self.committed

    @property
    def difference_percent(self) -> Decimal | None:
        """The difference in per cent of what was agreed."""
        difference = self.difference
        return None if difference is None or not self.committed else difference / self.committed * HUNDRED

    @property
    def rate(self) -> Decimal | None:
        """Given of agreed, in per cent."""
        percent = self.difference_percent
        return None if percent is None else percent + HUNDRED


@dataclass
class Period:
    """One row: from which year to which, in which direction, its projects and papers, what they come to."""

    direction: str
    first: int
    last: int
    projects: list[Project] = field(default_factory=list)
    papers: list[Agreement] = field(default_factory=list)
    sums: dict[str, Sums] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}\u2013{self.last}"

    @property
    def query(self) -> dict[str, str]:
        """How the list of its projects or sums is asked for, with `Whose.query`."""
        return {"direction": self.direction, "period": f"{self.first}-{self.last}"}

    @property
    def partners(self) -> list[Partner]:
        """The sides of its projects that the reader may see, each once."""
        sides = (party.partner for project in self.projects for party in project.seen_parties)  # type: ignore[attr-defined]  # a prefetch of `periods_of`
        return list(dict.fromkeys(sides))

    def comparisons(self) -> list[Comparison]:
        """One for each currency that any line of the period is in, đồng first; none where no line tells a sum."""
        currencies = [money.currency for money in sum(self.sums.values(), Sums())]
        return [
            Comparison(code, *(self.sums.get(kind, Sums()).told(code) for kind in TOLD))
            for code in currencies
        ]

    def rows(self) -> list[Comparison | None]:
        """`comparisons` for a table: a period without sums has one row that tells nothing."""
        return [*self.comparisons()] or [None]


@dataclass(frozen=True)
class Programme:
    """Projects of several years with one partner, or one country or territory, in one direction."""

    whose: Whose
    direction: str
    told: int  # projects of which a source tells what was agreed or given
    periods: int
    projects: int
    first: int
    last: int


def of_several_years(user: Any) -> QuerySet[Project]:
    """Projects that `user` may see whose stated time is a year or longer, with `first_year` and `last_year`."""
    return Project.objects.visible_to(user).filter(lasts_a_year()).annotate(**period_years())


def programmes(user: Any) -> list[Programme]:
    """With whom there are projects of several years: first those most is told of, then those with the most periods.

    By country or territory; a partner of none (a bank, a network) stands for itself.
    """
    alone = Case(When(partner__country__isnull=True, then=F("partner")))
    years = period_years("project__")
    agreed_or_given = FundingLine.objects.filter(project=OuterRef("project"), kind__in=COMPARED)
    grouped = (
        ProjectParty.objects.filter(
            project__in=of_several_years(user).values("pk"), partner__in=Partner.objects.visible_to(user)
        )
        .annotate(alone=alone, **years)
        .order_by()
        .values("partner__country", "alone", "project__direction")
        .annotate(
            told=Count("project", filter=Q(Exists(agreed_or_given)), distinct=True),
            periods=Count(F("first_year") * 10_000 + F("last_year"), distinct=True),
            projects=Count("project", distinct=True),
            first=Min("first_year"),
            last=Max("last_year"),
        )
    )
    rows = list(grouped)
    countries = Country.objects.in_bulk([row["partner__country"] for row in rows if row["partner__country"]])
    partners = Partner.objects.in_bulk([row["alone"] for row in rows if row["alone"]])
    found = [
        Programme(
            Whose(partner=partners.get(row["alone"]), country=countries.get(row["partner__country"])),
            row["project__direction"],
            *(row[name] for name in ("told", "periods", "projects", "first", "last")),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.told, -one.periods, -one.projects, sort_key(str(one.whose))))


def periods_of(whose: Whose, user: Any, as_of: date, direction: str = "") -> list[Period]:
    """The periods of projects with `whose`, the oldest first within each direction (empty: both), in a fixed number of queries."""
    asked = {"direction": direction} if direction in ProjectDirection.values else {}
    projects = list(
        of_several_years(user)
        .filter(whose.takes_part(), **asked)
        .order_by("starts_on", "pk")
        .prefetch_related(
            Prefetch("agreements", Agreement.objects.visible_to(user).order_by("pk")),
            Prefetch(
                "parties",
                ProjectParty.objects.filter(partner__in=Partner.objects.visible_to(user)).select_related(
                    "partner"
                ),
                to_attr="seen_parties",
            ),
        )
    )
    rows: dict[tuple[str, Years], Period] = {}
    for project in projects:
        _row(rows, project.direction, _years(project)).projects.append(project)
    for row in rows.values():
        papers = (paper for project in row.projects for paper in project.agreements.all())
        row.papers = list(dict.fromkeys(papers))
    for (side, years), sums in _sums(projects, as_of).items():
        rows[side, years].sums = sums
    for side, years, paper in _papers_ahead(projects, whose, user):
        row = _row(rows, side, years)
        row.papers += [paper] if paper not in row.papers else []
    order = {code: number for number, code in enumerate(ProjectDirection.values)}
    return sorted(rows.values(), key=lambda row: (order[row.direction], row.first, row.last))


def _row(rows: dict[tuple[str, Years], Period], direction: str, years: Years) -> Period:
    return rows.setdefault((direction, years), Period(direction, *years))


def _years(record: Any) -> Years:
    return record.first_year, record.last_year


def _sums(projects: Iterable[Project], as_of: date) -> dict[tuple[str, Years], dict[str, Sums]]:
    """What the lines known by a day come to, by direction, period and kind."""
    places = {project.pk: (project.direction, _years(project)) for project in projects}
    totals = (
        FundingLine.objects.known_by(as_of)
        .counted()
        .filter(project__in=places, kind__in=TOLD)
        .values_list("project", "kind", "currency")
        .order_by()
        .annotate(total=Sum("amount"))
    )
    found: dict[tuple[str, Years], dict[str, list[Money]]] = defaultdict(lambda: defaultdict(list))
    for project, kind, currency, total in totals:
        found[places[project]][kind].append(Money(total, currency))
    return {
        place: {kind: Sums(by_kind[kind]) for kind in TOLD if kind in by_kind}
        for place, by_kind in found.items()
    }


def _papers_ahead(
    projects: Iterable[Project], whose: Whose, user: Any
) -> Iterator[tuple[str, Years, Agreement]]:
    """Papers for further years, on which no project rests: of the kind of a paper that set a project's years, with one of its sides.

    So a memorandum that merely happens to have a term begins no programme.
    """
    going_on = {
        (project.direction, paper.type, party.partner_id)
        for project in projects
        for paper in project.agreements.all()
        if _term(paper) == _years(project)
        for party in project.seen_parties  # type: ignore[attr-defined]  # a prefetch of `periods_of`
    }
    papers = Agreement.objects.visible_to(user).filter(
        stage=Stage.SIGNED,
        term_kind=TermKind.UNTIL,
        effective_on__isnull=False,
        project_links__isnull=True,
        type__in={kind for _direction, kind, _partner in going_on},
    )
    sides = AgreementParty.objects.filter(
        **whose.sides, partner__in={partner for _direction, _kind, partner in going_on}, agreement__in=papers
    )
    taken = {(project.direction, _years(project)) for project in projects}
    for side in sides.select_related("agreement").order_by("agreement", "order", "pk"):
        years = _term(side.agreement)
        for direction in ProjectDirection.values:
            goes_on = (direction, side.agreement.type, side.partner_id) in going_on
            if goes_on and years and years[0] < years[1] and (direction, years) not in taken:
                yield direction, years, side.agreement


def _term(paper: Agreement) -> Years | None:
    """The years a paper was signed for, as printed on it."""
    if paper.effective_on is None or paper.term_ends_on is None:
        return None
    return paper.effective_on.first_day().year, paper.term_ends_on.last_day().year


def sources_of(periods: Sequence[Period]) -> Sources:
    """Where the facts and sums of these periods stand, what sources dispute in full; each under the name of its period."""
    labels = {project.pk: period.label for period in periods for project in period.projects}
    lines = list(FundingLine.objects.filter(project__in=labels, kind__in=TOLD))
    rows = list(provenance_of([*(project for period in periods for project in period.projects), *lines]))
    named = {("project", pk): label for pk, label in labels.items()}
    disputed = {
        ("fundingline", line.pk): f"{labels[line.project_id]}, {line.get_kind_display()}" for line in lines
    }
    agreed = {("fundingline", line.pk): labels[line.project_id] for line in lines}
    return Sources(told_by(rows, named | disputed).contradictions, told_by(rows, named | agreed).cited)
