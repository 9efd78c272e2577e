"""The city's limits on delegations abroad, judged from facts: what goes over is told, never barred.

Source: Official Letter 101/UBND-SNV of the City People's Committee of 09/7/2025. The numbers are rows of `TripLimit`
with their days and basis; a delegation is judged by those in force on the day it begins, so nothing that began before
the letter is judged. Pure functions: they ask no database (`delegations.selectors_limits` gathers the facts).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from delegations.enums import CostSource, Direction, LimitKind


@dataclass(frozen=True)
class Limit:
    """A limit as it stands in the register; `rank` empty: for all ranks; `valid_to` None: without end."""

    kind: str
    most: int
    valid_from: date
    valid_to: date | None = None
    rank: str = ""
    basis: str = ""
    clause: str = ""
    is_verified: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on `day`, its first and last day included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def source(self) -> str:
        """The legal basis with the clause, as far as they are known."""
        return ", ".join(part for part in (self.clause, self.basis) if part)


@dataclass(frozen=True)
class StopFact:
    """A stay in a country or territory; days are None while unknown."""

    country: str
    country_name: str = ""
    arrives_on: date | None = None
    leaves_on: date | None = None
    is_important_event: bool = False


@dataclass(frozen=True)
class MemberFact:
    """A member: `person` tells the same name at the same agency again; `trip` is the how manieth trip of that person in
    the calendar year this one is; `agency` is empty when none is known.
    """

    person: str
    name: str = ""
    agency: str = ""
    agency_name: str = ""
    is_key_leader: bool = False
    trip: int = 1


@dataclass(frozen=True)
class TripFacts:
    """What is known of one delegation; actual days and persons where there are any, else the planned ones."""

    direction: str
    begins: date | None
    ends: date | None = None
    rank: str = ""
    persons: int | None = None
    cost_source: str = ""
    is_cancelled: bool = False
    stops: Sequence[StopFact] = field(default_factory=tuple)
    members: Sequence[MemberFact] = field(default_factory=tuple)


@dataclass(frozen=True)
class Finding:
    """One limit gone over. `subject` names what within the delegation (a country's code, a person, an agency's key, or
    empty), `words` says it to people; `found` and `most` are in the unit of the limit (persons, days, countries, trips).
    """

    kind: str
    subject: str
    words: str
    found: int
    limit: Limit

    @property
    def most(self) -> int:
        """The largest number that needs no justification."""
        return self.limit.most

    @property
    def names_a_person(self) -> bool:
        """Whether the subject is personal data, shown only to who may see the members."""
        return self.kind == LimitKind.TRIPS_PER_PERSON


def find_excesses(facts: TripFacts, limits: Iterable[Limit]) -> list[Finding]:
    """Everything in which the delegation goes over the limits in force on its first day, in the order of the letter.

    Only delegations abroad that are not cancelled and whose first day is known are judged. Exactly `most` is allowed.
    """
    if facts.direction != Direction.OUT or facts.begins is None or facts.is_cancelled:
        return []
    rows = _in_force(limits, facts.begins)
    return [
        *_persons(facts, rows),
        *_days(facts, rows),
        *_countries(facts, rows),
        *_trips(facts, rows),
        *_leaders(facts, rows),
        *_payer(facts, rows),
    ]


Rows = Mapping[tuple[str, str], Limit]


def _in_force(limits: Iterable[Limit], day: date) -> Rows:
    """By kind and rank the limit in force; where two overlap, the one that began later has taken over."""
    rows: dict[tuple[str, str], Limit] = {}
    for limit in sorted(limits, key=lambda limit: limit.valid_from):
        if limit.holds_on(day):
            rows[limit.kind, limit.rank] = limit
    return rows


def _limit_for(rows: Rows, kind: str, rank: str) -> Limit | None:
    """The limit of the head's rank before the one for all ranks."""
    return rows.get((kind, rank)) or rows.get((kind, ""))


def _over(limit: Limit | None, found: int, subject: str = "", words: str = "") -> list[Finding]:
    if limit is None or found <= limit.most:
        return []
    return [Finding(limit.kind, subject, words, found, limit)]


def _persons(facts: TripFacts, rows: Rows) -> list[Finding]:
    """At most 10, 7 or 5 persons by the rank of the head; the listed members where no number is given."""
    found = facts.persons if facts.persons is not None else len(facts.members)
    return _over(_limit_for(rows, LimitKind.PERSONS, facts.rank), found)


def _days(facts: TripFacts, rows: Rows) -> list[Finding]:
    """At most 3 days in each country, 5 where an important event is attended.

    The day of arrival and the day of leaving both count: the letter, as far as it is known, does not say how to
    count, and the stricter reading warns once too often rather than once too few (docs/programme.md). A day in
    two places of one country counts once.
    """
    days: dict[str, set[date]] = defaultdict(set)
    for stop in _dated(facts):
        days[stop.country] |= _stay(stop)
    events = {stop.country for stop in facts.stops if stop.is_important_event}
    names = {stop.country: stop.country_name for stop in facts.stops}
    findings = []
    for country in sorted(days):
        limit = _limit_for(rows, LimitKind.DAYS_PER_COUNTRY, facts.rank)
        if country in events:
            limit = _limit_for(rows, LimitKind.DAYS_AT_EVENT, facts.rank) or limit
        findings += _over(limit, len(days[country]), country, names[country])
    return findings


def _dated(facts: TripFacts) -> list[StopFact]:
    """The stops with their days; of a trip to one country without days of its own, the days of the trip."""
    if len(facts.stops) == 1 and facts.stops[0].arrives_on is None and facts.stops[0].leaves_on is None:
        stop = facts.stops[0]
        return [StopFact(stop.country, stop.country_name, facts.begins, facts.ends, stop.is_important_event)]
    return list(facts.stops)


def _stay(stop: StopFact) -> set[date]:
    """Every day of the stay, the first and the last included; none while one of them is unknown."""
    if stop.arrives_on is None or stop.leaves_on is None:
        return set()
    return {
        stop.arrives_on + timedelta(days=number)
        for number in range((stop.leaves_on - stop.arrives_on).days + 1)
    }


def _countries(facts: TripFacts, rows: Rows) -> list[Finding]:
    """At most 3 countries or territories on one trip; one visited twice counts once."""
    countries = {stop.country for stop in facts.stops}
    return _over(_limit_for(rows, LimitKind.COUNTRIES, facts.rank), len(countries))


def _trips(facts: TripFacts, rows: Rows) -> list[Finding]:
    """At most 2 trips of one person in a calendar year: the third is the one to justify, not the two before it."""
    limit = _limit_for(rows, LimitKind.TRIPS_PER_PERSON, facts.rank)
    people = {member.person: member for member in facts.members}
    return [
        finding
        for person in sorted(people)
        for finding in _over(limit, people[person].trip, person, people[person].name)
    ]


def _leaders(facts: TripFacts, rows: Rows) -> list[Finding]:
    """Not two key leaders of one agency in one delegation."""
    limit = _limit_for(rows, LimitKind.LEADERS_PER_AGENCY, facts.rank)
    leaders: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for member in facts.members:
        if member.is_key_leader and member.agency:
            leaders[member.agency].add(member.person)
            names[member.agency] = member.agency_name
    return [
        finding
        for agency in sorted(leaders)
        for finding in _over(limit, len(leaders[agency]), agency, names[agency])
    ]


def _payer(facts: TripFacts, rows: Rows) -> list[Finding]:
    """No trips organised or paid by enterprises: one is already over."""
    paid = int(facts.cost_source == CostSource.ENTERPRISE)
    return _over(_limit_for(rows, LimitKind.ENTERPRISE_PAYS, facts.rank), paid)
