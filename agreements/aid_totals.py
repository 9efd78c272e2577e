"""What aid and projects come to: stated value, committed against disbursed, by who gave, from where, for what, through whom, in which year.

Amounts stay in their currency; đồng stand beside them for lines with a stated rate, with the number of lines that have none. Parts of a
programme are left out (`counted`). Whatever is asked, the rows of a table and its line "in all" are of the same lines: a gift of several
donors is divided by their stated shares, and what no share covers stands in a row of its own. Only by field a project
counts in each of its fields, and `Totals.overlaps` says so. All in the database, a fixed number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _

from agreements.enums import FundingKind, ProjectAgencyRole, ProjectDirection, ProjectPartyRole, SourceType
from agreements.models import FundingLine, Project, ProjectAgency, ProjectParty
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
HUNDRED = Decimal(100)
_AMOUNT = DecimalField(max_digits=40, decimal_places=6)


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
    """One line of a table: what it is called, how its list is asked for, how many projects, the sums of each kind."""

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
        rows=_TABLES[by](lines),
        whole=whole,
        overlaps=by == "field",
        undated=undated.filter(booked_on__isnull=True).count() if scope.first else 0,
    )


def _direction(scope: Scope) -> Q:
    return Q(project__direction=scope.direction) if scope.direction in ProjectDirection.values else Q()


def _lines(scope: Scope) -> QuerySet[FundingLine]:
    lines = FundingLine.objects.visible_to(scope.user).counted().filter(_direction(scope), kind__in=SHOWN)
    return lines.booked_between(scope.first, scope.last) if scope.first and scope.last else lines


# --- sums in the database ----------------------------------------------------------------
def _grouped(lines: QuerySet[Any], by: dict[str, Any], weight: Any = None) -> list[dict[str, Any]]:
    """Sums of lines by `by`, kind and currency; `weight` is the part of each line that counts (None: the whole)."""
    part = Value(Decimal(1)) if weight is None else weight
    amount = ExpressionWrapper(F("amount") * part, output_field=_AMOUNT)
    dong = ExpressionWrapper(F("dong") * part, output_field=_AMOUNT)
    return list(
        lines.annotate(**by)
        .order_by()
        .values(*by, "kind", "currency")
        .annotate(
            total=Sum(amount), total_dong=Sum(dong), lines_untold=Count("pk", filter=Q(dong__isnull=True))
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
    lines: QuerySet[Any], key: Any, names: dict[Any, tuple[str, dict[str, str]]], unknown: str
) -> list[TotalRow]:
    """Rows of a table whose key each line has once; `names` gives label and query of a key."""
    parts: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for part in _grouped(lines, {"of": key}):
        parts[part["of"]].append(part)
    keyed = lines.annotate(of=key).order_by().values("of")
    counted = {row["of"]: row["n"] for row in keyed.annotate(n=Count("project", distinct=True))}
    rows = [_row(*names[found], parts[found], counted[found]) for found in parts if found in names]
    rows.sort(key=lambda row: sort_key(row.label))
    rest = [part for found, of_key in parts.items() if found not in names for part in of_key]
    number = sum(counted[found] for found in parts if found not in names)
    return [*rows, _row(unknown, {}, rest, number)] if rest else rows


# --- tables ------------------------------------------------------------------------------
def _by_source(lines: QuerySet[Any]) -> list[TotalRow]:
    names = {code: (str(label), {"source_type": code}) for code, label in SourceType.choices}
    return _by_key(lines, F("project__source_type"), names, str(_("Tài liệu không nêu nguồn vốn")))


def managing_agency(project: str) -> Subquery:
    """The agency under whose name a project is added up: the first of those that manage it. `project`: the path to its key."""
    managing = ProjectAgency.objects.filter(project=OuterRef(project), role=ProjectAgencyRole.MANAGING)
    return Subquery(managing.order_by("order", "pk").values("agency")[:1])


def _by_agency(lines: QuerySet[Any]) -> list[TotalRow]:
    names = {agency.pk: (str(agency), {"managing": agency.key}) for agency in Agency.objects.all()}
    return _by_key(lines, managing_agency("project"), names, str(_("Chưa ghi cơ quan chủ quản")))


def _by_year(lines: QuerySet[Any]) -> list[TotalRow]:
    key = ExtractYear(PartialFirst("booked_on"), output_field=IntegerField())
    years = (
        lines.exclude(booked_on__isnull=True)
        .annotate(of=key)
        .order_by()
        .values_list("of", flat=True)
        .distinct()
    )
    names = {
        year: (str(year), {"booked_from": f"01/01/{year}", "booked_to": f"31/12/{year}"}) for year in years
    }
    return _by_key(lines, key, names, str(_("Tài liệu không ghi ngày")))


def _by_field(lines: QuerySet[Any]) -> list[TotalRow]:
    """A project counts in each of its fields: these rows do not add up to the whole."""
    names = {one.pk: (one.name_vi, {"field": one.code}) for one in CooperationField.objects.all()}
    return _by_key(lines, F("project__fields"), names, str(_("Chưa ghi lĩnh vực")))


def _by_donor(lines: QuerySet[Any]) -> list[TotalRow]:
    seen = Partner.objects.filter(project_roles__role=ProjectPartyRole.DONOR).distinct()
    names = {donor.pk: (donor.name_vi, {"donor": donor.key}) for donor in seen}
    return _apportioned(lines, "partner", names)


def _by_country(lines: QuerySet[Any]) -> list[TotalRow]:
    names = {
        country.pk: (country.name_vi, {"donor_country": country.code}) for country in Country.objects.all()
    }
    return _apportioned(lines, "partner__country", names)


def _apportioned(
    lines: QuerySet[Any], path: str, names: dict[Any, tuple[str, dict[str, str]]]
) -> list[TotalRow]:
    """What each donor (or country of donors) gave: all of a project with one donor, the stated share with several.

    Rows and the last one (several donors without shares, or none named) add up to the whole, to the cent.
    """
    donors = ProjectParty.objects.filter(project=OuterRef("project"), role=ProjectPartyRole.DONOR)
    grouped = donors.order_by().values("project")
    lines = lines.annotate(
        donors_in_all=Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n")), 0),
        shares_in_all=Coalesce(
            Subquery(grouped.annotate(of_all=Sum("share")).values("of_all")), Decimal(0), output_field=_AMOUNT
        ),
    )
    weight = Case(
        When(donors_in_all=1, then=Value(Decimal(1))),
        default=ExpressionWrapper(F("project__parties__share") / HUNDRED, output_field=_AMOUNT),
        output_field=_AMOUNT,
    )
    given = lines.filter(
        Q(donors_in_all=1) | Q(project__parties__share__isnull=False),
        project__parties__role=ProjectPartyRole.DONOR,
    )
    parts: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for part in _grouped(given, {"of": F(f"project__parties__{path}")}, weight):
        parts[part["of"]].append(part)
    keyed = given.annotate(of=F(f"project__parties__{path}")).order_by().values("of")
    counted = {row["of"]: row["n"] for row in keyed.annotate(n=Count("project", distinct=True))}
    rows = [_row(*names[found], parts[found], counted[found]) for found in parts if found in names]
    rows.sort(key=lambda row: sort_key(row.label))
    rest = list(_rest(lines, [part for found in parts if found in names for part in parts[found]]))
    if rest:
        shared = lines.exclude(donors_in_all=1).exclude(shares_in_all=HUNDRED)
        rows.append(
            _row(str(_("Nhiều nhà tài trợ không ghi tỷ lệ, hoặc không nêu")), {}, rest, _count(shared))
        )
    return rows


def _rest(lines: QuerySet[Any], given: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What of each kind and currency no row holds yet."""
    for whole in _grouped(lines, {}):
        of_it = [
            part for part in given if (part["kind"], part["currency"]) == (whole["kind"], whole["currency"])
        ]
        left = whole["total"] - sum((part["total"] for part in of_it), Decimal(0))
        if left:
            dong = sum((part["total_dong"] or Decimal(0) for part in of_it), Decimal(0))
            yield {
                **whole,
                "total": left,
                "total_dong": (whole["total_dong"] or Decimal(0)) - dong,
                "lines_untold": max(0, whole["lines_untold"] - sum(part["lines_untold"] for part in of_it)),
            }


_TABLES = {
    "source": _by_source,
    "donor": _by_donor,
    "country": _by_country,
    "field": _by_field,
    "agency": _by_agency,
    "year": _by_year,
}


def projects_of(scope: Scope) -> QuerySet[Project]:
    """The projects whose lines a scope holds."""
    return Project.objects.visible_to(scope.user).filter(Exists(_lines(scope).filter(project=OuterRef("pk"))))
