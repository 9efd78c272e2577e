"""Composed reads of projects: what lists and pages need, restricted to the reader, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Abs

from agreements.enums import FundingKind, ProjectPartyRole
from agreements.models import (
    Agreement,
    AidRegime,
    FundingLine,
    Project,
    ProjectAgency,
    ProjectParty,
    ProjectReport,
)
from agreements.querysets import ProjectQuerySet
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.accounts.models import User
from dnfa.core.functions import vi_order
from dnfa.core.money import Money, Sums
from partners.models import Partner


def project_rows(queryset: ProjectQuerySet, user: Any, as_of: date) -> QuerySet[Any]:
    """Projects with state and sums as of a day, and sides, papers and programme where `user` may see them.

    Each row carries `seen_parties` (with their role), `agency_roles`, `lines`, `agreements`, `value_amount` and
    `value_currency` (the value a source states, as `value_of` finds it; None without one).
    """
    parties = ProjectParty.objects.filter(partner__in=Partner.objects.visible_to(user))
    lines = FundingLine.objects.known_by(as_of)
    value = lines.filter(project=OuterRef("pk"), kind=FundingKind.VALUE).order_by().values("currency")
    standing = value.annotate(total=Sum("amount")).order_by(Abs("total").desc(), "currency")
    return (
        queryset.with_state(as_of)
        .annotate(
            value_amount=Subquery(standing.values("total")[:1]),
            value_currency=Subquery(standing.values("currency")[:1]),
        )
        .prefetch_related(
            Prefetch("parties", parties.select_related("partner__country"), to_attr="seen_parties"),
            Prefetch("agency_roles", ProjectAgency.objects.select_related("agency")),
            Prefetch("agreements", Agreement.objects.visible_to(user)),
            Prefetch("lines", lines.order_by("kind", "booked_on", "pk")),
            Prefetch("parent", Project.objects.visible_to(user)),
        )
    )


def sides(project: Project, *roles: ProjectPartyRole) -> list[Partner]:
    """Partners of a row of `project_rows` that the reader may see, in these roles (none given: in any)."""
    parties = project.seen_parties  # type: ignore[attr-defined]  # a prefetch of `project_rows`
    return [party.partner for party in parties if not roles or party.role in roles]


def sums_by_kind(project: Project) -> dict[str, Sums]:
    """What the lines of a row of `project_rows` come to: for each kind that has lines, one figure a currency."""
    found: dict[str, list[Money]] = defaultdict(list)
    for line in project.lines.all():
        found[line.kind].append(Money(line.amount, line.currency))
    return {kind: Sums(found[kind]) for kind in FundingKind.values if kind in found}


def value_of(project: Project) -> tuple[FundingLine, Money] | None:
    """The line in which the source of a row of `project_rows` states its value, and what it comes to; None without one.

    A line stated wrongly comes to nought and has another after it: then the other is meant.
    """
    lines = [line for line in project.lines.all() if line.kind == FundingKind.VALUE]
    nets: dict[int | None, Decimal] = defaultdict(Decimal)
    for line in lines:
        nets[line.corrects_id or line.pk] += line.amount
    stated = [line for line in lines if line.corrects_id is None]
    found = max(stated, key=lambda line: (nets[line.pk] != 0, line.pk), default=None)
    return None if found is None else (found, Money(nets[found.pk], found.currency))


def project_in_full(user: Any, as_of: date) -> QuerySet[Any]:
    """As `project_rows` for one page: the projects `user` may see with all that hangs on them, in a fixed number of queries.

    Besides what a row has: `fields`, `events`, `results`, `reports` with their agency, `officer`, and the parts of the programme
    that the reader may see (`seen_children`, rows of `project_rows`).
    """
    visible = Project.objects.visible_to(user)
    children = project_rows(visible.filter(parent__isnull=False), user, as_of)
    return (
        project_rows(visible, user, as_of)
        .select_related("officer")
        .prefetch_related(
            "fields",
            "events",
            "results",
            Prefetch("reports", ProjectReport.objects.select_related("agency")),
            Prefetch("children", children, to_attr="seen_children"),
        )
    )


def people_to_give_projects() -> QuerySet[User]:
    """Those a project can be given to by name: who keeps the register and is at work."""
    keepers = User.objects.filter(is_active=True, role__in=sorted(KEEPS_THE_REGISTER))
    return keepers.order_by(vi_order("full_name"), "pk")


def people_given_projects() -> QuerySet[User]:
    """The same, and everybody a project is given to: what a filter may ask for."""
    given = Exists(Project.objects.filter(officer=OuterRef("pk")).order_by())
    people = User.objects.filter(Q(is_active=True, role__in=sorted(KEEPS_THE_REGISTER)) | Q(given))
    return people.order_by(vi_order("full_name"), "pk")


def regimes_in_force(day: date) -> QuerySet[AidRegime]:
    """Under which law money of each source stands on a day."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    open_ = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return AidRegime.objects.filter(begun, open_).select_related("legal_basis")


def regimes_on(source_type: str, day: date) -> QuerySet[AidRegime]:
    """Under which law money of a source stands on a day."""
    return regimes_in_force(day).filter(source_type=source_type)
