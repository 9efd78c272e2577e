"""Where a project stands on a day: one rule over its deeds, its period and the word of its source; and the same in SQL.

The last deed that turns a project decides (`TURNING_DEEDS`). Without one the source's word does, as far as its period does not say
otherwise: nothing runs before its first possible day, and what a source calls finished still ran within its period.
Tests hold function and SQL to one table of cases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, DateField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from agreements.enums import ENDING_DEEDS, TURNING_DEEDS, ProjectDeed, ProjectState, StatedStatus
from dnfa.core.functions import PartialFirst, PartialLast

if TYPE_CHECKING:
    from agreements.models import Project
    from agreements.querysets.projects import ProjectQuerySet
    from dnfa.core.partial_dates import PartialDate

_AFTER = {
    ProjectDeed.PROPOSAL: ProjectState.PIPELINE,
    ProjectDeed.APPROVAL: ProjectState.APPROVED,
    ProjectDeed.START: ProjectState.RUNNING,
    ProjectDeed.RESUMPTION: ProjectState.RUNNING,
    ProjectDeed.SUSPENSION: ProjectState.SUSPENDED,
    ProjectDeed.COMPLETION: ProjectState.FINISHED,
    ProjectDeed.CLOSING: ProjectState.CLOSED,
    ProjectDeed.CANCELLATION: ProjectState.CANCELLED,
}
_STATED = {
    StatedStatus.PROPOSED: ProjectState.PIPELINE,
    StatedStatus.APPROVED: ProjectState.APPROVED,
    StatedStatus.RECEIVED: ProjectState.APPROVED,  # only approved aid may be received (Decree 313/2025/NĐ-CP)
    StatedStatus.ONGOING: ProjectState.RUNNING,
    StatedStatus.SUSPENDED: ProjectState.SUSPENDED,
    StatedStatus.COMPLETED: ProjectState.FINISHED,
    StatedStatus.CANCELLED: ProjectState.CANCELLED,
    StatedStatus.UNKNOWN: ProjectState.UNKNOWN,
}
# What a source says of a project that had not begun by the day asked about.
_NOT_BEGUN = {
    StatedStatus.APPROVED: ProjectState.APPROVED,
    StatedStatus.RECEIVED: ProjectState.APPROVED,
    StatedStatus.CANCELLED: ProjectState.CANCELLED,
    StatedStatus.UNKNOWN: ProjectState.UNKNOWN,
}


@dataclass(frozen=True)
class DeedFacts:
    """One deed: what, when as exactly as known, its place among deeds of the same day."""

    kind: str
    occurred_on: PartialDate
    order: int = 0
    new_ends_on: PartialDate | None = None

    @property
    def counts_from(self) -> date:
        """An end known to the month or year counts from its last day, everything else from the first."""
        return self.occurred_on.last_day() if self.kind in ENDING_DEEDS else self.occurred_on.first_day()


@dataclass(frozen=True)
class ProjectFacts:
    """What the rule reads of a project."""

    starts_on: PartialDate | None
    ends_on: PartialDate | None
    stated_status: str
    deeds: tuple[DeedFacts, ...] = ()


def facts_of(project: Project) -> ProjectFacts:
    """The facts of a record; reads `project.events.all()`, prefetched where there are many."""
    deeds = tuple(
        DeedFacts(event.kind, event.occurred_on, event.pk, event.new_ends_on)
        for event in project.events.all()
        if event.occurred_on is not None  # the column is never empty, the field's type does not know
    )
    return ProjectFacts(project.starts_on, project.ends_on, project.stated_status, deeds)


def _last(deeds: Iterable[DeedFacts], today: date) -> DeedFacts | None:
    known = [deed for deed in deeds if deed.counts_from <= today]
    return max(known, key=lambda deed: (deed.counts_from, deed.order), default=None)


def end_on(facts: ProjectFacts, today: date) -> date | None:
    """The last day of the project as known on `today`: what the last extension or adjustment set, or its own end."""
    moved = _last((deed for deed in facts.deeds if deed.new_ends_on is not None), today)
    end = moved.new_ends_on if moved else facts.ends_on
    return end.last_day() if end else None


def state_on(facts: ProjectFacts, today: date) -> ProjectState:
    """The state on a day; what happened later is not known on it."""
    begun = facts.starts_on is None or facts.starts_on.first_day() <= today
    turned = _last((deed for deed in facts.deeds if deed.kind in TURNING_DEEDS), today)
    if turned is not None:
        state = _AFTER[ProjectDeed(turned.kind)]
        runs = state == ProjectState.APPROVED and facts.starts_on is not None and begun
        return ProjectState.RUNNING if runs else state
    stated = StatedStatus(facts.stated_status)
    if not begun:
        return _NOT_BEGUN.get(stated, ProjectState.PIPELINE)
    end = end_on(facts, today)
    within = facts.starts_on is not None and end is not None and today <= end
    if stated == StatedStatus.COMPLETED and within:
        return ProjectState.RUNNING
    return _STATED[stated]


def project_state(project: Project, today: date) -> ProjectState:
    """The state of a record on a day; its annotation is not looked at."""
    return state_on(facts_of(project), today)


# --- the same in SQL -------------------------------------------------------------------
def counts_from_expression() -> Case:
    """SQL twin of `DeedFacts.counts_from`."""
    return Case(
        When(kind__in=sorted(ENDING_DEEDS), then=PartialLast("occurred_on")),
        default=PartialFirst("occurred_on"),
        output_field=DateField(),
    )


def with_state(queryset: ProjectQuerySet, today: date) -> ProjectQuerySet:
    """Annotate `state` (a `ProjectState` code) and `last_day` (a day or NULL) as `state_on` and `end_on` give them."""
    from agreements.models import ProjectEvent  # noqa: PLC0415 - circular

    known: Any = ProjectEvent.objects.filter(project=OuterRef("pk")).happened_by(today)
    latest = known.order_by("-counts_from", "-pk")
    turned = latest.filter(kind__in=sorted(TURNING_DEEDS)).values(after=_after_expression())[:1]
    moved = (
        latest.filter(new_ends_on__isnull=False).annotate(end=PartialLast("new_ends_on")).values("end")[:1]
    )
    return queryset.alias(turned=Subquery(turned)).annotate(
        last_day=Coalesce(Subquery(moved), PartialLast("ends_on"), output_field=DateField()),
        state=_state_expression(today),
    )


def _after_expression() -> Case:
    """SQL twin of `_AFTER`, within the query of the deed: each place of the outer query that names it costs the whole query."""
    return Case(
        *(When(kind=deed, then=Value(state.value)) for deed, state in _AFTER.items()),
        output_field=CharField(),
    )


def _state_expression(today: date) -> Case:
    """SQL twin of `state_on`; expects `turned` (the state after the last turning deed), `last_day`."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__first__lte=today)
    dated = Q(starts_on__isnull=False)
    return Case(
        When(Q(turned=ProjectState.APPROVED) & dated & begun, then=Value(ProjectState.RUNNING.value)),
        When(turned__isnull=False, then="turned"),
        *(
            When(~begun & Q(stated_status=stated), then=Value(state.value))
            for stated, state in _NOT_BEGUN.items()
        ),
        When(~begun, then=Value(ProjectState.PIPELINE.value)),
        When(
            dated & Q(stated_status=StatedStatus.COMPLETED, last_day__gte=today),
            then=Value(ProjectState.RUNNING.value),
        ),
        *(When(stated_status=stated, then=Value(state.value)) for stated, state in _STATED.items()),
        output_field=CharField(),
    )
