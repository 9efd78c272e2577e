"""Which focal points a person sees and administers, and how their accounts stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from dnfa.accounts.enums import ENDS_PREDECESSOR, SEES_FOCAL_POINTS, FocalPointState, Role
from dnfa.accounts.models import Agency, AgencySuccession, SignInLock, User
from dnfa.accounts.querysets import AgencyQuerySet
from dnfa.accounts.rules import manages_own_focal_points, runs_the_house


def agencies_in_charge_of(agency_id: int, *, today: date) -> set[int]:
    """The agency and those whose work it carries on: what came to it from agencies that are no more, and so on back.

    An agency that only gave away a part and goes on existing keeps its own focal points to itself. One query.
    """
    heirs_of = defaultdict(set)
    for successor, predecessor in _inheritances(today):
        heirs_of[successor].add(predecessor)
    found, fresh = {agency_id}, {agency_id}
    while fresh:
        fresh = set().union(*(heirs_of[one] for one in fresh)) - found
        found |= fresh
    return found


def _inheritances(today: date) -> Iterable[tuple[int, int]]:
    rows = AgencySuccession.objects.filter(successor__isnull=False, effective_on__first__lte=today)
    is_over = Q(kind__in=ENDS_PREDECESSOR) | Q(predecessor__valid_to__last__lt=today)
    return rows.filter(is_over).values_list("successor_id", "predecessor_id")


def _own_charge(user: User, *, today: date) -> set[int]:
    """The agencies whose focal points a focal point is in charge of; none for anybody else."""
    if not manages_own_focal_points(user) or user.agency_id is None:
        return set()
    return agencies_in_charge_of(user.agency_id, today=today)


def focal_points_visible_to(user: Any, *, today: date) -> QuerySet[User]:
    """Focal points of all agencies for the Department and the auditor, of its own for one in charge, else none."""
    people = User.objects.filter(role=Role.FOCAL_POINT).select_related("agency")
    if not isinstance(user, User) or not user.is_active:
        return people.none()
    if user.role in SEES_FOCAL_POINTS:
        return people
    return people.filter(agency__in=_own_charge(user, today=today))


def agencies_administered_by(user: User, *, today: date) -> AgencyQuerySet:
    """Agencies into which this person may invite: those of today, all or the own and inherited ones."""
    agencies = Agency.objects.existing_on(today).in_vietnamese_order()
    return agencies if runs_the_house(user) else agencies.filter(pk__in=_own_charge(user, today=today))


def may_administer(user: User, agency_id: int | None, *, today: date) -> bool:
    """Whether this person may change the focal points of the agency."""
    return runs_the_house(user) or agency_id in _own_charge(user, today=today)


def stated(people: QuerySet[User], *, now: datetime) -> QuerySet[Any]:
    """The accounts with `state` at that moment: closed, locked, never used, in use; the first that holds."""
    locked = SignInLock.objects.filter(user=OuterRef("pk"), locked_until__gt=now)
    return people.annotate(
        state=Case(
            When(is_active=False, then=Value(FocalPointState.CLOSED.value)),
            When(Exists(locked), then=Value(FocalPointState.LOCKED.value)),
            When(last_login__isnull=True, then=Value(FocalPointState.INVITED.value)),
            default=Value(FocalPointState.ACTIVE.value),
        )
    )


def is_last_manager(person: User) -> bool:
    """Whether nobody else of the agency is in charge of its focal points."""
    others = User.objects.filter(
        role=Role.FOCAL_POINT, agency=person.agency_id, manages_focal_points=True, is_active=True
    ).exclude(pk=person.pk)
    return person.is_active and person.manages_focal_points and not others.exists()
