"""What aid and projects come to: stated value, committed against disbursed, by who gave, from where, for what, through whom, in which year.

Amounts stay in their currency; đồng stand beside them for lines with a stated rate, with the number of lines that have none. Parts of a
programme are left out (`counted`). Whatever is asked, the rows of a table and its line "in all" are of the same lines: a gift of several
donors is divided by their stated shares, and what no share covers stands in a row of its own. Only by field a project
counts in each of its fields, and `Totals.overlaps` says so. All in the database, a fixed number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    When,
)
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from agreements.aid_parts import (
    AMOUNT,
    HUNDRED,
    WHOLE,
    Unplaced,
    is_only_donor,
    managing_agency,
    money_of,
    open_part,
)
from agreements.enums import FundingKind, ProjectDirection, ProjectPartyRole, SourceType
from agreements.models import FundingLine, Project
from dnfa.accounts.models import Agency
from dnfa.core.functions import PartialFirst
from dnfa.core.money import Money, Sums
from dnfa.core.text import sort_key
from partners.models import CooperationField, Country, Partner

# What is put side by side, never added to one another; plans stand on the project's own page.
SHOWN = (FundingKind.VALUE, FundingKind.COMMITTED, FundingKind.APPROVED, FundingKind.DISBURSED)
# What happened on a day; the value that a source states belongs to none.
DATED = (FundingKind.COMMITTED, FundingKind.APPROVED, FundingKind.DISBURSED)
DIMENSIONS = {
    "source": _("Nguồn vốn"),
    "donor": _("Nhà tài trợ"),
    "country": _("Quốc gia và vùng lãnh thổ"),
    "field": _("Lĩnh vực"),
    "agency": _("Cơ quan chủ quản"),
    "year": _("Năm"),
}
# Of each key of a table: what its row is called, and how its lists are asked for.
Names = dict[Any, tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class Scope:
    """Which lines: seen by `user`, of projects in one direction (empty: both), booked from `first` to `last` (None: all, dated or not).

    With a period only lines whose whole date lies in it count; `Totals.undated` says how many lines have no date at all.
    """

    user: Any
    direction: str = ""
    first: date | None = None
    last: date | None = None


@dataclass
class TotalRow:
    """One line of a table: what it is called, how its lists are asked for, how many projects, the sums of each kind.

    `query` is understood by the list of projects (`ProjectFilter`) and the list of sums (`AidLineFilter`) alike.
    """

    label: str
    query: dict[str, str] = field(default_factory=dict)
    projects: int = 0
    sums: dict[str, Sums] = field(default_factory=dict)
    dong: dict[str, Decimal] = field(default_factory=dict)
    untold: int = 0  # lines without a value in đồng

    def rate(self, currency: str) -> Decimal | None:
        """Disbursed of committed in one currency, in per cent; None where nothing was committed in it."""
        committed = self.sums.get(FundingKind.COMMITTED, Sums()).of(currency)
        disbursed = self.sums.get(FundingKind.DISBURSED, Sums()).of(currency)
        return disbursed / committed * HUNDRED if committed else None


@dataclass(frozen=True)
class Totals:
    """A table: rows by name, the line "in all", what to know when reading."""

    rows: list[TotalRow]
    whole: TotalRow
    overlaps: bool
    undated: int


def totals(scope: Scope, by: str) -> Totals:
    """The table of `DIMENSIONS` asked for. Raises `KeyError` for another word."""
    lines = _lines(scope)
    whole = _row(str(_("Tổng cộng")), {}, _grouped(lines, {}), _count(lines))
    undated = FundingLine.objects.visible_to(scope.user).counted().filter(_direction(scope), kind__in=DATED)
    return Totals(
        rows=_TABLES[by](lines, scope),
        whole=whole,
        overlaps=by == "field",
        undated=undated.filter(booked_on__isnull=True).count() if scope.first else 0,
    )


def projects_of(scope: Scope) -> QuerySet[Project]:
    """The projects whose lines a scope holds."""
    return Project.objects.visible_to(scope.user).filter(Exists(_lines(scope).filter(project=OuterRef("pk"))))


def _direction(scope: Scope) -> Q:
    return Q(project__direction=scope.direction) if scope.direction in ProjectDirection.values else Q()


def _lines(scope: Scope) -> QuerySet[FundingLine]:
    lines = FundingLine.objects.visible_to(scope.user).counted().filter(_direction(scope), kind__in=SHOWN)
    return lines.booked_between(scope.first, scope.last) if scope.first and scope.last else lines


# --- sums in the database ----------------------------------------------------------------
def _grouped(lines: QuerySet[Any], by: dict[str, Any], weight: Any = WHOLE) -> list[dict[str, Any]]:
    """Sums of lines by `by`, kind and currency; `weight` is the part of each line that counts."""
    return list(
        lines.annotate(**by, **money_of(weight))
        .order_by()
        .values(*by, "kind", "currency")
        .annotate(
            total=Sum("counted"),
            total_dong=Sum("counted_dong"),
            lines_untold=Count("pk", filter=Q(dong__isnull=True)),
        )
    )


def _row(label: str, query: dict[str, str], parts: Iterable[dict[str, Any]], projects: int) -> TotalRow:
    sums: dict[str, list[Money]] = defaultdict(list)
    dong: dict[str, Decimal] = defaultdict(Decimal)
    untold = 0
    for part in parts:
        sums[part["kind"]].append(Money(part["total"], part["currency"]))
        dong[part["kind"]] += part["total_dong"] or Decimal(0)
        untold += part["lines_untold"]
    return TotalRow(
        label, query, projects, {kind: Sums(found) for kind, found in sums.items()}, dict(dong), untold
    )


def _count(lines: QuerySet[Any]) -> int:
    return lines.order_by().values("project").distinct().count()


def _by_key(
    lines: QuerySet[Any], key: Any, names: Names, unplaced: Unplaced, weight: Any = WHOLE
) -> list[TotalRow]:
    """Rows by name, what has no name last. Each line has one key, or counts under each of its keys with its `weight`."""
    parts: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for part in _grouped(lines, {"of": key}, weight):
        parts[part["of"]].append(part)
    keyed = lines.annotate(of=key).order_by().values("of")
    counted = {row["of"]: row["n"] for row in keyed.annotate(n=Count("project", distinct=True))}
    rows = [_row(*names[found], parts[found], counted[found]) for found in parts if found in names]
    rows.sort(key=lambda row: sort_key(row.label))
    rest = [part for found, of_key in parts.items() if found not in names for part in of_key]
    number = sum(counted[found] for found in parts if found not in names)
    return [*rows, _unplaced(unplaced, rest, number)] if rest else rows


def _unplaced(why: Unplaced, parts: list[dict[str, Any]], projects: int) -> TotalRow:
    return _row(str(why.label), {"unplaced": why.value}, parts, projects)


# --- tables ------------------------------------------------------------------------------
def _by_source(lines: QuerySet[Any], _scope: Scope) -> list[TotalRow]:
    names = {code: (str(label), {"source_type": code}) for code, label in SourceType.choices}
    return _by_key(lines, F("project__source_type"), names, Unplaced.SOURCE)


def _by_agency(lines: QuerySet[Any], _scope: Scope) -> list[TotalRow]:
    names = {agency.pk: (str(agency), {"managing": agency.key}) for agency in Agency.objects.all()}
    return _by_key(lines, managing_agency("project"), names, Unplaced.AGENCY)


def _by_year(lines: QuerySet[Any], scope: Scope) -> list[TotalRow]:
    """By the year a sum was booked in; of a period that cuts a year only the part within it is asked for again."""
    key = ExtractYear(PartialFirst("booked_on"), output_field=IntegerField())
    dated = lines.exclude(booked_on__isnull=True).annotate(of=key).order_by()
    names = {
        year: (
            str(year),
            {
                "booked_from": _typed(max(date(year, 1, 1), scope.first or date.min)),
                "booked_to": _typed(min(date(year, 12, 31), scope.last or date.max)),
            },
        )
        for year in dated.values_list("of", flat=True).distinct()
    }
    return _by_key(lines, key, names, Unplaced.YEAR)


def _typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _by_field(lines: QuerySet[Any], _scope: Scope) -> list[TotalRow]:
    """A project counts in each of its fields: these rows do not add up to the whole."""
    names = {one.pk: (one.name_vi, {"field": one.code}) for one in CooperationField.objects.all()}
    return _by_key(lines, F("project__fields"), names, Unplaced.FIELD)


def _by_donor(lines: QuerySet[Any], scope: Scope) -> list[TotalRow]:
    donors = Partner.objects.filter(project_roles__role=ProjectPartyRole.DONOR).distinct()
    names = {donor.pk: (donor.name_vi, {"given_by": donor.key}) for donor in donors.visible_to(scope.user)}
    return _apportioned(lines, "partner", names)


def _by_country(lines: QuerySet[Any], _scope: Scope) -> list[TotalRow]:
    names = {country.pk: (country.name_vi, {"given_from": country.code}) for country in Country.objects.all()}
    return _apportioned(lines, "partner__country", names)


def _apportioned(lines: QuerySet[Any], path: str, names: Names) -> list[TotalRow]:
    """What each donor (or country of donors) gave: all of a project with one donor, the stated share with several.

    Rows and the last one (several donors without shares, or none named) add up to the whole, to the cent.
    """
    alone = is_only_donor("project")
    share = ExpressionWrapper(F("project__parties__share") / HUNDRED, output_field=AMOUNT)
    given = lines.filter(
        Q(alone) | Q(project__parties__share__isnull=False),
        project__parties__role=ProjectPartyRole.DONOR,
    )
    weight = Case(When(alone, then=WHOLE), default=share, output_field=AMOUNT)
    rows = _by_key(given, F(f"project__parties__{path}"), names, Unplaced.COUNTRY, weight)
    left = open_part("project")
    rest = lines.alias(left=left).filter(left__gt=0)
    parts = _grouped(rest, {}, left)
    return [*rows, _unplaced(Unplaced.DONOR, parts, _count(rest))] if parts else rows


_TABLES = {
    "source": _by_source,
    "donor": _by_donor,
    "country": _by_country,
    "field": _by_field,
    "agency": _by_agency,
    "year": _by_year,
}
