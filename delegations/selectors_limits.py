"""Where delegations abroad go over the city's limits, with what was said to justify it; constant queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from delegations.enums import Direction, LimitKind, MemberRole
from delegations.limits import Finding, Limit, MemberFact, StopFact, TripFacts, find_excesses
from delegations.models import Delegation, DelegationMember, DelegationStop, LimitJustification, TripLimit
from delegations.states import TripFacts as TripDays
from delegations.states import begins_expression, first_day, last_day
from dnfa.core.functions import ViFold
from dnfa.core.text import fold

PORTION = 500


@dataclass(frozen=True)
class OverLimit:
    """One limit that one delegation goes over, with its justification when there is one."""

    delegation: Delegation
    finding: Finding
    justification: LimitJustification | None

    @property
    def kind_label(self) -> str:
        """The limit in words."""
        return str(LimitKind(self.finding.kind).label)


def limits() -> list[Limit]:
    """All limits of the register, whatever their days; one query."""
    return [
        Limit(
            kind=row.kind,
            most=row.most,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            rank=row.rank,
            basis=row.basis.number if row.basis else "",
            clause=row.clause,
            is_verified=row.is_verified,
        )
        for row in TripLimit.objects.select_related("basis")
    ]


def first_day_judged() -> date | None:
    """The day from which there is any limit; None without limits."""
    return TripLimit.objects.order_by("valid_from").values_list("valid_from", flat=True).first()


def days_of(delegation: Delegation) -> TripDays:
    """The days a delegation has and had planned; unlike `states.facts_of` without its report, so it asks nothing."""
    return TripDays(
        starts_on=delegation.starts_on,
        ends_on=delegation.ends_on,
        planned_starts_on=delegation.planned_starts_on,
        planned_ends_on=delegation.planned_ends_on,
    )


def person_key(name_fold: str, body: str) -> str:
    """What tells that two lines name one person: the folded name and the agency's key, or the other body's folded name."""
    return f"{name_fold} · {body}"


def abroad(queryset: QuerySet[Delegation]) -> QuerySet[Any]:
    """Delegations abroad that are not cancelled, with their first day as `begins`."""
    return queryset.filter(direction=Direction.OUT, cancelled_on__isnull=True).annotate(
        begins=begins_expression()
    )


def findings_for(delegations: Iterable[Delegation]) -> dict[int, list[Finding]]:
    """What each delegation goes over, by primary key; four queries besides reading the delegations themselves.

    Way and members are read whole, whoever asks and whatever was read before; delegations without a finding are left out.
    """
    rows = [one for one in delegations if one.direction == Direction.OUT]
    stops, members = _stops_of(rows), _members_of(rows)
    trips = _trips_of(rows, members)
    valid = limits() if rows else []
    found = {one.pk: find_excesses(_facts(one, stops[one.pk], members[one.pk], trips), valid) for one in rows}
    return {pk: findings for pk, findings in found.items() if findings}


def over_limits(delegations: Iterable[Delegation]) -> list[OverLimit]:
    """The findings of these delegations, each beside its justification, in the order of the delegations."""
    rows = list(delegations)
    found = findings_for(rows)
    said = {
        (one.delegation_id, one.kind, one.subject): one
        for one in LimitJustification.objects.filter(delegation__in=list(found)).select_related("given_by")
    }
    return [
        OverLimit(one, finding, said.get((one.pk, finding.kind, finding.subject)))
        for one in rows
        for finding in found.get(one.pk, [])
    ]


def over_limits_of_year(user: Any, year: int) -> list[OverLimit]:
    """Every case of delegations that begin in `year` and that `user` sees, in the order of their first days."""
    seen = abroad(Delegation.objects.visible_to(user)).filter(begins__year=year)
    return over_limits(seen.prefetch_related("lead_agencies").order_by("begins", "pk"))


def kinds_unjustified(delegation: Delegation) -> list[str]:
    """The limits, in words and each once, that one delegation goes over without a word why."""
    missing = (case for case in over_limits([delegation]) if case.justification is None)
    return list(dict.fromkeys(case.kind_label for case in missing))


def unjustified() -> dict[int, list[Finding]]:
    """What delegations go over without a word why, closed ones too; those that begin after any limit began."""
    since = first_day_judged()
    if since is None:
        return {}
    waiting = abroad(Delegation.objects.all()).filter(begins__gte=since).order_by("pk")
    missing: dict[int, list[Finding]] = defaultdict(list)
    rows = waiting.iterator(chunk_size=PORTION)
    while portion := list(islice(rows, PORTION)):
        for case in over_limits(portion):
            if case.justification is None:
                missing[case.delegation.pk].append(case.finding)
    return dict(missing)


class _Member(NamedTuple):
    """What the limits ask of one member: plain values, because a year has tens of thousands."""

    name: str
    name_fold: str
    role: str = MemberRole.HEAD
    agency: str = ""
    agency_name: str = ""
    organisation: str = ""
    is_key_leader: bool = False

    @property
    def body(self) -> str:
        """The agency's key, else the name of another body; empty when neither is known."""
        return self.agency or fold(self.organisation)

    @property
    def person(self) -> str:
        return person_key(self.name_fold, self.body)


def _stops_of(rows: list[Delegation]) -> dict[int, list[StopFact]]:
    """The way of each delegation, in order; one query."""
    found: dict[int, list[StopFact]] = defaultdict(list)
    asked = ("country__code", "country__name_vi", "arrives_on", "leaves_on", "is_important_event")
    kept = DelegationStop.objects.filter(delegation__in=rows).order_by("delegation", "order", "pk")
    for delegation_id, *facts in kept.values_list("delegation_id", *asked):
        found[delegation_id].append(StopFact(*facts))
    return found


def _members_of(rows: list[Delegation]) -> dict[int, list[_Member]]:
    """The members of each delegation, in order, and the head that only the record tells of; one query."""
    found: dict[int, list[_Member]] = defaultdict(list)
    agency = (Coalesce(f"agency__{name}", Value("")) for name in ("key", "name_vi"))
    kept = DelegationMember.objects.filter(delegation__in=rows).order_by("delegation", "order", "pk")
    asked: Any = ("name", "name_fold", "role", *agency, "organisation", "is_key_leader")
    for delegation_id, *facts in kept.values_list("delegation_id", *asked):
        found[delegation_id].append(_Member(*facts))
    for one in rows:
        head = _Member(one.head_name, fold(one.head_name))
        if head.name and not any(
            member.role == MemberRole.HEAD or member.name_fold == head.name_fold for member in found[one.pk]
        ):
            found[one.pk].insert(0, head)
    return found


def _facts(
    one: Delegation, stops: list[StopFact], members: list[_Member], trips: dict[tuple[str, int], int]
) -> TripFacts:
    return TripFacts(
        direction=one.direction,
        begins=first_day(days_of(one)),
        ends=last_day(days_of(one)),
        rank=one.head_rank,
        persons=one.persons if one.persons is not None else one.planned_persons,
        cost_source=one.cost_source,
        is_cancelled=one.cancelled_on is not None,
        stops=stops,
        members=[
            MemberFact(
                person=member.person,
                name=member.name,
                agency=member.body,
                agency_name=member.agency_name or member.organisation,
                is_key_leader=member.is_key_leader,
                trip=trips.get((member.person, one.pk), 1),
            )
            for member in members
        ],
    )


def _trips_of(rows: list[Delegation], members: dict[int, list[_Member]]) -> dict[tuple[str, int], int]:
    """The how manieth trip of the calendar year each delegation is for each of its members; one query.

    Every not cancelled delegation abroad of the year counts, also one before the letter; two that begin on one day
    count in the order in which they were written down. Who is told without a body, as a head by name alone, is taken
    for the one of that name at any: a word too many is asked rather than one too few.
    """
    begun = {one.pk: begins.year for one in rows if (begins := first_day(days_of(one))) is not None}
    folds = {member.name_fold for listed in members.values() for member in listed}
    if not (begun and folds):
        return {}
    journeys: dict[tuple[int, str], list[tuple[str, int]]] = defaultdict(list)
    for begins, pk, name, agency, organisation in _journeys(folds, set(begun.values())):
        journeys[begins.year, name].append((agency or fold(organisation), pk))
    numbers = {}
    for pk, year in begun.items():
        for member in members[pk]:
            trips = dict.fromkeys(
                trip
                for body, trip in journeys[year, member.name_fold]
                if not (body and member.body) or body == member.body
            )
            numbers[member.person, pk] = list(trips).index(pk) + 1 if pk in trips else 1
    return numbers


def _journeys(folds: set[str], years: set[int]) -> QuerySet[Any]:
    """Who of these names went abroad in these years, in order: first day, delegation, name, agency and other body."""
    held = Delegation.objects.filter(
        direction=Direction.OUT, cancelled_on__isnull=True, first_day__year__in=years
    )
    went = DelegationMember.objects.filter(delegation__in=held, name_fold__in=folds).order_by()
    listed = DelegationMember.objects.filter(delegation=OuterRef("pk")).filter(
        Q(role=MemberRole.HEAD) | Q(name_fold=OuterRef("head_fold"))
    )
    led = held.annotate(head_fold=ViFold("head_name")).filter(~Exists(listed), head_fold__in=folds).order_by()
    return (
        went.values_list(
            "delegation__first_day",
            "delegation_id",
            "name_fold",
            Coalesce("agency__key", Value("")),
            "organisation",
        )
        .union(led.values_list("first_day", "pk", "head_fold", Value(""), Value("")), all=True)
        .order_by("delegation__first_day", "delegation_id")
    )
