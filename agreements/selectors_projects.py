"""Composed reads of projects: what lists and pages need, restricted to the reader, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Sum

from agreements.enums import FundingKind, ProjectPartyRole
from agreements.models import Agreement, FundingLine, Project, ProjectAgency, ProjectParty
from agreements.querysets import ProjectQuerySet
from dnfa.core.models import Provenance
from dnfa.core.money import Money, Sums
from dnfa.core.provenance import provenance_of
from partners.models import Partner


def project_rows(queryset: ProjectQuerySet, user: Any, as_of: date) -> QuerySet[Any]:
    """Projects with their state as of a day, and sides, papers and programme where `user` may see them.

    Each row carries `seen_parties` (with their role), `agency_roles`, `lines`, `agreements`, `value_amount` and
    `value_currency` (the value a source states; None without one).
    """
    parties = ProjectParty.objects.filter(partner__in=Partner.objects.visible_to(user))
    value = FundingLine.objects.filter(project=OuterRef("pk"), kind=FundingKind.VALUE).order_by()
    total = value.values("project").annotate(total=Sum("amount")).values("total")
    return (
        queryset.with_state(as_of)
        .annotate(value_amount=Subquery(total), value_currency=Subquery(value.values("currency")[:1]))
        .prefetch_related(
            Prefetch("parties", parties.select_related("partner__country"), to_attr="seen_parties"),
            Prefetch("agency_roles", ProjectAgency.objects.select_related("agency")),
            Prefetch("agreements", Agreement.objects.visible_to(user)),
            Prefetch("lines", FundingLine.objects.order_by("kind", "booked_on", "pk")),
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


@dataclass(frozen=True)
class ProjectPage:
    """Everything the page of one project shows."""

    project: Project
    children: list[Project]
    provenance: list[Provenance]


def project_page(*, key: str, user: Any, as_of: date) -> ProjectPage:
    """Read one project that `user` may see. Raises `Project.DoesNotExist`."""
    visible = Project.objects.visible_to(user)
    project = project_rows(visible, user, as_of).prefetch_related("fields", "events").get(key=key)
    children = project_rows(visible.filter(parent=project), user, as_of)
    return ProjectPage(project, list(children), list(provenance_of([project, *project.lines.all()])))
