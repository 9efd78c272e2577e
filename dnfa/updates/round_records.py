"""Which records an agency is asked to confirm, and which of them it still is: those its focal points see and may speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from dnfa.accounts.models import Agency
from dnfa.accounts.system import AgencyViewer
from dnfa.updates.models import RoundAgency, RoundRecord
from dnfa.updates.querysets import changed_since_asked
from dnfa.updates.subjects import Subject, subjects


def records_to_confirm(agency: Agency, today: date) -> list[tuple[Subject, list[Any]]]:
    """By kind of record, the keys of those the agency keeps true, in their order."""
    found = []
    for subject in subjects():
        rows = kept_by(agency.pk, subject, today)
        if rows:
            found.append((subject, [row.pk for row in rows]))
    return found


def still_asked(rows: Iterable[RoundRecord], agency_id: int, today: date) -> set[int]:
    """The keys of those `rows` that a round opened today would ask about too; one query a kind of record.

    What was closed, or went to another agency, since the round was opened is settled: its agency could not confirm it, so
    its answer does not wait for it.
    """
    wanted: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows:
        wanted[row.content_type_id][row.object_id] = row.pk
    found: set[int] = set()
    for subject in subjects():
        keys = wanted.get(subject.content_type.pk)
        if keys:
            found |= {keys[row.pk] for row in kept_by(agency_id, subject, today, among=keys)}
    return found


def open_records(asked: RoundAgency, today: date) -> list[RoundRecord]:
    """What an answer waits for: neither confirmed nor its change sent, and still the agency's to confirm."""
    rows = list(asked.records.filter(confirmation__isnull=True).exclude(changed_since_asked()))
    standing = still_asked(rows, asked.agency_id, today)
    return [row for row in rows if row.pk in standing]


def kept_by(agency_id: int, subject: Subject, today: date, among: Collection[int] | None = None) -> list[Any]:
    """The records of one kind that the agency keeps true on a day; `among` these keys only."""
    if subject.confirmable is None:
        return []
    eye = AgencyViewer(agency_id)
    seen = subject.visible_to(eye)
    rows = subject.confirmable(seen if among is None else seen.filter(pk__in=among), today)
    return [row for row in rows if subject.may_propose(eye, row)]
