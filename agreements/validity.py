"""Whether a paper holds on a day: the pure function. Rules: design.md section 4, data/README.md "Rules for validity".

`agreements.querysets.AgreementQuerySet.with_status` says the same in SQL; one table of cases
(tests/agreements/validity_cases.py) tests both.

Benefit of the doubt: where a source is imprecise, a beginning counts from its first possible day and
an end to its last possible day. Only what has certainly lapsed is called expired.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from agreements.enums import EventKind, Stage, Status, TermKind
from dnfa.core.partial_dates import PartialDate, add_months

# Events whose imprecise day counts with its last possible day, because they take force away.
TAKES_FORCE_AWAY = frozenset({EventKind.TERMINATION, EventKind.SUSPENSION})
BEFORE_ALL = date.min


@dataclass(frozen=True)
class Term:
    """How long a paper holds. Months are calendar months, see `add_months`."""

    kind: TermKind | str
    ends_on: PartialDate | None = None
    months: int | None = None
    renew_months: int | None = None
    notice_months: int | None = None


@dataclass(frozen=True)
class EventFacts:
    """What the rule needs of an event. `term` None leaves the term as it was."""

    kind: EventKind | str
    occurred_on: PartialDate | None = None
    effective_on: PartialDate | None = None
    term: Term | None = None
    order: int = 0

    @property
    def stated_on(self) -> PartialDate | None:
        return self.effective_on or self.occurred_on

    @property
    def counts_from(self) -> date:
        """The day from which the event counts; an undated event has happened before all others."""
        if self.stated_on is None:
            return BEFORE_ALL
        return self.stated_on.last_day() if self.kind in TAKES_FORCE_AWAY else self.stated_on.first_day()


@dataclass(frozen=True)
class AgreementFacts:
    """What the rule needs of an agreement."""

    stage: Stage | str
    term: Term
    signed_on: PartialDate | None = None
    effective_on: PartialDate | None = None
    events: tuple[EventFacts, ...] = field(default=())


@dataclass(frozen=True)
class Validity:
    """Status on a day, with the term then in force and the day it ends (last day in force, or None)."""

    status: Status
    term: Term
    ends_on: date | None


def validity_on(facts: AgreementFacts, today: date, *, expiring_days: int) -> Validity:
    """Status, term and effective end of an agreement on `today`.

    `expiring_days`: a term that ends within so many days of `today` (both days included) is "expiring".
    """
    happened = sorted(
        (event for event in facts.events if event.counts_from <= today),
        key=lambda e: (e.counts_from, e.order),
    )
    term, start = _term_in_force(facts, happened)
    ends_on = term_end(term, start, today)
    return Validity(
        _status(facts, happened, term=term, ends_on=ends_on, today=today, expiring_days=expiring_days),
        term,
        ends_on,
    )


def _term_in_force(facts: AgreementFacts, happened: list[EventFacts]) -> tuple[Term, PartialDate | None]:
    """The last term set, and the day it runs from."""
    term, start = facts.term, facts.effective_on or facts.signed_on
    for event in happened:
        if event.term is not None:
            term, start = event.term, event.stated_on
    return term, start


def term_end(term: Term, start: PartialDate | None, today: date) -> date | None:
    """Last day of a term that runs from `start`; None when it has none or it cannot be told.

    An imprecise start gives the latest possible end. A tacitly renewed term ends with the period that
    `today` lies in (or the first period, before it is over).
    """
    if term.kind == TermKind.UNTIL and term.ends_on:
        return term.ends_on.last_day()
    if start is None or term.months is None:
        return None
    if term.kind == TermKind.FOR:
        return add_months(start.last_day(), term.months)
    if term.kind == TermKind.AUTO_RENEW and term.renew_months:
        return _tacit_end(start.last_day(), term.months, term.renew_months, today)
    return None


def _tacit_end(start: date, months: int, renew_months: int, today: date) -> date:
    """End of the first period that is not over on `today`, each counted from `start` so that month ends never drift."""
    first = add_months(start, months)
    whole_months = (today.year - first.year) * 12 + today.month - first.month
    renewals = max(0, whole_months // renew_months)
    while (end := add_months(start, months + renewals * renew_months)) < today:
        renewals += 1
    return end


def _status(  # noqa: PLR0911 - one question after the other, in the order of docs/decisions/0004
    facts: AgreementFacts,
    happened: list[EventFacts],
    *,
    term: Term,
    ends_on: date | None,
    today: date,
    expiring_days: int,
) -> Status:
    if facts.stage != Stage.SIGNED:
        return Status(facts.stage)
    for event in happened:
        if event.kind == EventKind.TERMINATION:
            return Status.TERMINATED
        if event.kind == EventKind.REPLACEMENT:
            return Status.REPLACED
    start = facts.effective_on or facts.signed_on
    if start is not None and start.first_day() > today:
        return Status.NOT_YET_IN_FORCE
    if ends_on is not None and ends_on < today:
        return Status.EXPIRED
    if _suspended(happened):
        return Status.SUSPENDED
    if term.kind == TermKind.INDEFINITE or (term.kind == TermKind.AUTO_RENEW and ends_on is not None):
        return Status.IN_FORCE
    if ends_on is None:
        return Status.UNKNOWN_TERM
    return Status.EXPIRING if ends_on <= today + timedelta(days=expiring_days) else Status.IN_FORCE


def _suspended(happened: Iterable[EventFacts]) -> bool:
    """Whether the last word about suspension is "suspended"."""
    suspended = False
    for event in happened:
        if event.kind in (EventKind.SUSPENSION, EventKind.RESUMPTION):
            suspended = event.kind == EventKind.SUSPENSION
    return suspended
