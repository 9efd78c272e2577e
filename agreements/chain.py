"""The chain of a paper as facts: what may follow what, and where its terms leave a gap or overlap.

Only what is certain is told: a day known to the month or year is taken at the end that speaks against a gap
and against an overlap (the benefit of the doubt of `agreements.validity`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agreements.enums import ENDING_EVENTS, SIGNING_EVENTS, EventKind, TermKind
from agreements.models import Agreement, AgreementEvent
from agreements.models.agreement import TermFields
from agreements.validity import AgreementFacts, EventFacts, Term, term_end
from dnfa.core.partial_dates import PartialDate

# Texts of their own that may set a term anew; a suspension or an ending sets none.
SETS_TERM = SIGNING_EVENTS
# Whose whole meaning is a new term: without one they would leave the old end standing.
NEEDS_TERM = frozenset({EventKind.RENEWAL, EventKind.EXTENSION})
PAUSES = frozenset({EventKind.SUSPENSION, EventKind.RESUMPTION})
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Gap:
    """Days on which no term held, both included; `before` is the place of the event after it in `facts.events`."""

    first: date
    last: date
    before: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Overlap:
    """Days covered by the old term and the new one; at least so many where a day is imprecise."""

    days: int
    before: int
    is_exact: bool = True


def term_of(record: TermFields) -> Term:
    """The term that a paper or an event records."""
    return Term(
        record.term_kind,
        record.term_ends_on,
        record.term_months,
        record.term_renew_months,
        record.term_notice_months,
    )


def event_facts(event: AgreementEvent) -> EventFacts:
    """What the rules need of one event."""
    return EventFacts(
        kind=event.kind,
        occurred_on=event.occurred_on,
        effective_on=event.effective_on,
        term=term_of(event) if event.term_kind else None,
        order=event.order,
    )


def facts_of(agreement: Agreement, events: Iterable[AgreementEvent]) -> AgreementFacts:
    """What the rules need of a paper, its events in the order given."""
    return AgreementFacts(
        stage=agreement.stage,
        term=term_of(agreement),
        signed_on=agreement.signed_on,
        effective_on=agreement.effective_on,
        events=tuple(event_facts(event) for event in events),
    )


def chain_gaps(facts: AgreementFacts) -> list[Gap | Overlap]:
    """Where one term ended before the next began, or still ran: in the order of time.

    Only terms with a certain end speak: an indefinite, tacitly renewed or unknown one leaves neither gap nor
    overlap. A replacement shows a gap, never an overlap: the old paper ends with it.
    """
    found: list[Gap | Overlap] = []
    term, start = facts.term, facts.effective_on or facts.signed_on
    for place, event in sorted(
        enumerate(facts.events), key=lambda item: (item[1].counts_from, item[1].order, item[0])
    ):
        if event.term is None and event.kind not in ENDING_EVENTS:
            continue
        if event.stated_on is not None:
            between = _between(term, start, event, place)
            found += [between] if between else []
        if event.kind in ENDING_EVENTS:
            break
        term, start = event.term or term, event.stated_on
    return found


def _between(term: Term, start: PartialDate | None, event: EventFacts, place: int) -> Gap | Overlap | None:
    ends = _ends(term, start)
    if ends is None or event.stated_on is None or event.kind == EventKind.TERMINATION:
        return None
    earliest, latest = ends
    begins = event.stated_on
    if begins.first_day() > latest + ONE_DAY:
        return Gap(latest + ONE_DAY, begins.first_day() - ONE_DAY, place)
    if event.kind == EventKind.REPLACEMENT or begins.last_day() > earliest:
        return None
    return Overlap(
        (earliest - begins.last_day()).days + 1,
        place,
        is_exact=earliest == latest and begins.first_day() == begins.last_day(),
    )


def _ends(term: Term, start: PartialDate | None) -> tuple[date, date] | None:
    """The earliest and the latest day that can be the term's last; None when it has no end that can be told."""
    if term.kind == TermKind.UNTIL and term.ends_on:
        return term.ends_on.first_day(), term.ends_on.last_day()
    if term.kind != TermKind.FOR or start is None:
        return None
    first, last = (term_end(term, PartialDate.of(day), day) for day in (start.first_day(), start.last_day()))
    return (first, last) if first is not None and last is not None else None


@dataclass(frozen=True)
class Complaint:
    """Why an event does not fit the chain: a stable code and the field to blame."""

    code: str
    field: str


def event_complaint(facts: AgreementFacts, event: EventFacts) -> Complaint | None:  # noqa: PLR0911 - one rule after the other
    """Why `event` may not stand beside the other events of `facts`; None when it may.

    `facts` are those of the paper without the event. Events may be recorded in any order of time: the rules look
    at what stands before and after its day, never at what was recorded first.
    """
    signed = facts.signed_on
    may_precede = event.kind in {EventKind.LETTER_OF_INTENT, EventKind.SIGNING}
    if signed and event.stated_on and not may_precede and event.stated_on.last_day() < signed.first_day():
        return Complaint("event_before_signing", "occurred_on")
    if event.kind in NEEDS_TERM and event.term is None:
        return Complaint("term_needed", "term_kind")
    if event.kind not in SETS_TERM and event.term is not None:
        return Complaint("term_not_here", "term_kind")
    day = event.counts_from
    endings = [other for other in facts.events if other.kind in ENDING_EVENTS]
    if event.kind in ENDING_EVENTS:
        if endings:
            return Complaint("already_ended", "kind")
        goes_on = SIGNING_EVENTS | PAUSES
        if any(other.kind in goes_on and other.counts_from > day for other in facts.events):
            return Complaint("later_events", "occurred_on")
        return None
    if any(other.counts_from <= day for other in endings):
        return Complaint("after_the_end", "occurred_on")
    return _pause_complaint(facts, event)


def _pause_complaint(facts: AgreementFacts, event: EventFacts) -> Complaint | None:
    if event.kind not in PAUSES:
        return None
    before = sorted(
        (o for o in facts.events if o.kind in PAUSES and o.counts_from <= event.counts_from),
        key=lambda other: (other.counts_from, other.order),
    )
    is_paused = bool(before) and before[-1].kind == EventKind.SUSPENSION
    if event.kind == EventKind.RESUMPTION and not is_paused:
        return Complaint("not_suspended", "kind")
    if event.kind == EventKind.SUSPENSION and is_paused:
        return Complaint("already_suspended", "kind")
    return None


def with_event(facts: AgreementFacts, event: EventFacts) -> AgreementFacts:
    """The same chain with one more event at its end."""
    return replace(facts, events=(*facts.events, event))
