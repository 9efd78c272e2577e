"""What aid and projects come to: stated value, committed against disbursed, by who gave or received, where, for what, through whom, when.

What the city received and what it gave are two tables, never one sum. Amounts stay in their currency; đồng stand beside them for
lines with a stated rate, with the number of lines that have none. Parts of a programme are left out (`counted`); projects only
talked about or dropped on the day asked about stand beside the table (`Totals.set_aside`), in none of its sums. The rows of a
table and its line "in all" are of the same lines (agreements/aid_parts.py says under whom); only by field a project counts in each
of its fields, and `Totals.overlaps` says so. All in the database, both directions at once, a fixed number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
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
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from agreements.aid_parts import (
    AMOUNT,
    COUNTED_ROLE,
    COUNTRY,
    HUNDRED,
    NOBODYS,
    PARTNER,
    WHOLE,
    Unplaced,
    counted_sides,
    is_one,
    managing_agency,
    money_of,
    open_part,
)
from agreements.aid_rows import Parts, Scope, TotalRow, Totals, Uncertain, row_of
from agreements.enums import (
    SET_ASIDE_STATES,
    AmountQualifier,
    FundingKind,
    ProjectDirection,
    ProjectState,
    SourceType,
)
from agreements.models import FundingLine, Project
from dnfa.accounts.models import Agency
from dnfa.core.functions import PartialFirst
from dnfa.core.text import sort_key
from partners.models import CooperationField, Country, Partner

# What is put side by side, never added to one another; plans stand on the project's own page.
SHOWN = (FundingKind.VALUE, FundingKind.COMMITTED, FundingKind.APPROVED, FundingKind.DISBURSED)
# What happened on a day; the value that a source states belongs to none.
DATED = (FundingKind.COMMITTED, FundingKind.APPROVED, FundingKind.DISBURSED)
DIMENSIONS = {
    "source": _("Nguồn vốn"),
    "donor": _("Nhà tài trợ, bên nhận"),
    "country": _("Quốc gia và vùng lãnh thổ"),
    "field": _("Lĩnh vực"),
    "agency": _("Cơ quan chủ quản"),
    "year": _("Năm"),
}
# The head of a table in one direction, where it differs.
HEADS = {
    (ProjectDirection.RECEIVED, "donor"): _("Nhà tài trợ"),
    (ProjectDirection.GIVEN, "donor"): _("Bên nhận"),
}
# Of each key of a table: what its row is called, and how its lists are asked for.
Names = Mapping[Any, tuple[str, dict[str, str]]]


def totals(scope: Scope, by: str) -> dict[ProjectDirection, Totals]:
    """What was received and what was given, by one of `DIMENSIONS`. Raises `KeyError` for another word."""
    lines = _lines(scope)
    sums, counted = _grouped(lines, {}), _counted(lines, {})
    rows = _TABLES[by](lines, scope)
    aside, uncertain = _set_aside(scope), _uncertain(scope)
    return {
        way: Totals(
            rows=rows.get(way, []),
            whole=row_of(str(_("Tổng cộng")), {}, sums.get((way,), []), counted.get((way,), 0)),
            set_aside=aside.get(way, []),
            overlaps=by == "field",
            uncertain=uncertain.get(way, Uncertain()),
        )
        for way in ProjectDirection
    }


def head_of(direction: str, by: str) -> str:
    """What the names of a table are."""
    return str(HEADS.get((ProjectDirection(direction), by), DIMENSIONS[by]))


def projects_of(scope: Scope) -> QuerySet[Project]:
    """The projects whose lines the tables of a scope add up."""
    return Project.objects.visible_to(scope.user).filter(Exists(_lines(scope).filter(project=OuterRef("pk"))))


def projects_set_aside(scope: Scope, state: str) -> QuerySet[Project]:
    """The projects in a state whose lines stand beside the tables of a scope."""
    seen: Any = Project.objects.visible_to(scope.user).with_state(scope.as_of)
    return seen.filter(Exists(_within(scope).filter(project=OuterRef("pk"))), state=state)


def _lines(scope: Scope) -> QuerySet[FundingLine]:
    return _within(scope).added_up(scope.as_of)


def _within(scope: Scope) -> Any:
    """Lines of the scope in whatever state their project is."""
    lines = FundingLine.objects.visible_to(scope.user).counted().known_by(scope.as_of)
    lines = lines.filter(kind__in=scope.kinds or SHOWN)
    if scope.projects is not None:
        lines = lines.filter(project__in=scope.projects.values("pk"))
    return lines.booked_between(scope.first, scope.last) if scope.first and scope.last else lines


# --- sums in the database ----------------------------------------------------------------
def _grouped(lines: QuerySet[Any], by: dict[str, Any], weight: Any = WHOLE) -> dict[tuple[Any, ...], Parts]:
    """Sums of lines by direction and `by`, a row a kind and currency; `weight` is the part of each line that counts."""
    keys = {"way": F("project__direction"), **by}
    found = (
        lines.annotate(**keys, **money_of(weight))
        .order_by()
        .values(*keys, "kind", "currency")
        .annotate(
            total=Sum("counted"),
            total_dong=Sum("counted_dong"),
            lines_untold=Count("pk", filter=Q(dong__isnull=True), distinct=True),
            lines_about=Count("pk", filter=~Q(qualifier=AmountQualifier.EXACT)),
        )
    )
    groups: dict[tuple[Any, ...], Parts] = defaultdict(list)
    for part in found:
        groups[tuple(part[key] for key in keys)].append(part)
    return groups


def _counted(lines: QuerySet[Any], by: dict[str, Any]) -> dict[tuple[Any, ...], int]:
    """How many projects lines are of, by direction and `by`."""
    keys = {"way": F("project__direction"), **by}
    found = lines.annotate(**keys).order_by().values(*keys).annotate(n=Count("project", distinct=True))
    return {tuple(row[key] for key in keys): row["n"] for row in found}


def _by_key(
    lines: QuerySet[Any],
    key: Any,
    names: Mapping[ProjectDirection, Names],
    unplaced: Unplaced,
    weight: Any = WHOLE,
) -> dict[ProjectDirection, list[TotalRow]]:
    """Rows by name, what has no name last. Each line has one key, or counts under each of its keys with its `weight`."""
    parts, counted = _grouped(lines, {"of": key}, weight), _counted(lines, {"of": key})
    found: dict[ProjectDirection, list[TotalRow]] = {}
    for way in ProjectDirection:
        keys = [of for direction, of in parts if direction == way]
        rows = [row_of(*names[way][of], parts[way, of], counted[way, of]) for of in keys if of in names[way]]
        rows.sort(key=lambda row: sort_key(row.label))
        nameless = [of for of in keys if of not in names[way]]
        rest = [part for of in nameless for part in parts[way, of]]
        number = sum(counted[way, of] for of in nameless)
        found[way] = [*rows, _unplaced(unplaced, rest, number)] if rest else rows
    return found


def _both(names: Names) -> dict[ProjectDirection, Names]:
    """The same names whichever way money went."""
    return dict.fromkeys(ProjectDirection, names)


def _unplaced(why: Unplaced, parts: Parts, projects: int) -> TotalRow:
    return row_of(str(why.label), {"unplaced": why.value}, parts, projects)


# --- what stands beside ------------------------------------------------------------------
def _set_aside(scope: Scope) -> dict[ProjectDirection, list[TotalRow]]:
    """What projects only talked about, and projects dropped, come to."""
    stated: Any = Project.objects.with_state(scope.as_of)
    aside = _within(scope).filter(project__in=stated.filter(state__in=SET_ASIDE_STATES).values("pk"))
    by = {"state": Subquery(stated.filter(pk=OuterRef("project")).values("state"))}
    parts, counted = _grouped(aside, by), _counted(aside, by)
    return {
        way: [
            row_of(
                str(ProjectState(state).label),
                {"set_aside": state.value},
                parts[way, state],
                counted[way, state],
            )
            for state in SET_ASIDE_STATES
            if (way, state) in parts
        ]
        for way in ProjectDirection
    }


def _uncertain(scope: Scope) -> dict[ProjectDirection, Uncertain]:
    """Of a period: how many lines of what happened on a day may belong to it, and are not in it."""
    if not (scope.first and scope.last):
        return {}
    lines = FundingLine.objects.visible_to(scope.user).added_up(scope.as_of).filter(kind__in=DATED)
    if scope.projects is not None:
        lines = lines.filter(project__in=scope.projects.values("pk"))
    found = (
        lines.perhaps_between(scope.first, scope.last, scope.as_of)
        .order_by()
        .values_list("project__direction")
        .annotate(
            imprecise=Count("pk", filter=Q(booked_on__isnull=False)),
            undated=Count("pk", filter=Q(booked_on__isnull=True)),
        )
    )
    return {ProjectDirection(way): Uncertain(imprecise, undated) for way, imprecise, undated in found}


# --- tables ------------------------------------------------------------------------------
Rows = dict[ProjectDirection, list[TotalRow]]


def _by_source(lines: QuerySet[Any], _scope: Scope) -> Rows:
    names = {code: (str(label), {"source_type": code}) for code, label in SourceType.choices}
    return _by_key(lines, F("project__source_type"), _both(names), Unplaced.SOURCE)


def _by_agency(lines: QuerySet[Any], _scope: Scope) -> Rows:
    names = {agency.pk: (str(agency), {"managing": agency.key}) for agency in Agency.objects.all()}
    return _by_key(lines, managing_agency("project"), _both(names), Unplaced.AGENCY)


def _by_year(lines: QuerySet[Any], scope: Scope) -> Rows:
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
    return _by_key(lines, key, _both(names), Unplaced.YEAR)


def _typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _by_field(lines: QuerySet[Any], _scope: Scope) -> Rows:
    """A project counts in each of its fields: these rows do not add up to the whole."""
    names = {one.pk: (one.name_vi, {"field": one.code}) for one in CooperationField.objects.all()}
    return _by_key(lines, F("project__fields"), _both(names), Unplaced.FIELD)


def _by_donor(lines: QuerySet[Any], scope: Scope) -> Rows:
    named = Partner.objects.filter(project_roles__role__in=set(COUNTED_ROLE.values())).distinct()
    sides = list(named.visible_to(scope.user))
    asked = {ProjectDirection.RECEIVED: "given_by", ProjectDirection.GIVEN: "given_to"}
    names = {
        way: {side.pk: (side.name_vi, {name: side.key}) for side in sides} for way, name in asked.items()
    }
    return _apportioned(lines, PARTNER, names)


def _by_country(lines: QuerySet[Any], _scope: Scope) -> Rows:
    countries = list(Country.objects.all())
    asked = {ProjectDirection.RECEIVED: "given_from", ProjectDirection.GIVEN: "given_into"}
    names = {
        way: {one.pk: (one.name_vi, {name: one.code}) for one in countries} for way, name in asked.items()
    }
    return _apportioned(lines, COUNTRY, names)


def _apportioned(lines: QuerySet[Any], level: str, names: Mapping[ProjectDirection, Names]) -> Rows:
    """What each donor or recipient (or country of them) has: all of a project of one, the stated share with several.

    Rows and the last one (several without shares, or none named) add up to the whole, to the cent.
    """
    one = is_one("project", level)
    side = counted_sides("project").values("pk")[:1]
    share = ExpressionWrapper(F("project__parties__share") / HUNDRED, output_field=AMOUNT)
    role = Q()
    for direction, counts in COUNTED_ROLE.items():
        role |= Q(project__direction=direction, project__parties__role=counts)
    placed = lines.filter(
        role,
        Q(one) & Q(project__parties=Subquery(side)) | ~Q(one) & Q(project__parties__share__isnull=False),
    )
    weight = Case(When(one, then=WHOLE), default=share, output_field=AMOUNT)
    rows = _by_key(placed, F(f"project__parties__{level}"), names, Unplaced.COUNTRY, weight)
    left = open_part("project", level)
    rest = lines.alias(left=left).filter(left__gt=0)
    parts, counted = _grouped(rest, {}, left), _counted(rest, {})
    return {
        way: [*found, _unplaced(NOBODYS[level, way], parts[(way,)], counted[(way,)])]
        if (way,) in parts
        else found
        for way, found in rows.items()
    }


_TABLES = {
    "source": _by_source,
    "donor": _by_donor,
    "country": _by_country,
    "field": _by_field,
    "agency": _by_agency,
    "year": _by_year,
}
