"""Matters of a round that are answered by reports of records, each in a form of its own: the tasks of the Scheme.

Rooms above say which matter asks for the reports of which kind of record.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from dnfa.updates.enums import RequestKind, RequestState
from dnfa.updates.models import ChangeRequest, RoundAgency
from dnfa.updates.round_records import kept_by
from dnfa.updates.subjects import Subject, subject_by_code

STANDING = (RequestState.SUBMITTED, RequestState.RETURNED, RequestState.ACCEPTED)
_reported: dict[str, str] = {}


def register_reported(kind: str, code: str) -> None:
    """Say that a matter (`AskKind`) asks for a report of each record of a kind the agency keeps; from `AppConfig.ready()`."""
    _reported[kind] = code


@dataclass(frozen=True)
class AskedReport:
    """One record a round asks a report of, and the report of this round that was sent or begun, if any."""

    subject: Subject
    record: Any
    request: ChangeRequest | None

    @property
    def is_sent(self) -> bool:
        return self.request is not None and self.request.state in STANDING

    @property
    def field_value(self) -> str:
        return f"{self.subject.code}:{self.record.pk}"


def asked_reports(asked: RoundAgency, kinds: Collection[str], today: date) -> dict[str, list[AskedReport]]:
    """By matter, the reports an agency is asked for: two queries a matter that is answered so."""
    found: dict[str, list[AskedReport]] = {}
    for kind in kinds:
        subject = subject_by_code(_reported.get(kind, ""))
        if subject is not None and asked.round.opened_at is not None:
            records = kept_by(asked.agency_id, subject, today)
            sent = _sent(asked, subject, [record.pk for record in records])
            found[kind] = [AskedReport(subject, record, sent.get(record.pk)) for record in records]
    return found


def all_reported(asked: RoundAgency, kind: str, today: date) -> bool:
    """Whether a matter is answered by its reports: there are some, and every one was sent since the round was opened."""
    reports = asked_reports(asked, [kind], today).get(kind, [])
    return bool(reports) and all(report.is_sent for report in reports)


def _sent(asked: RoundAgency, subject: Subject, keys: Collection[int]) -> dict[int, ChangeRequest]:
    """The newest report of each record since the round was opened; one that was sent goes before a draft."""
    rows = ChangeRequest.objects.filter(
        Q(state=RequestState.DRAFT) | Q(state__in=STANDING, submitted_at__gte=asked.round.opened_at),
        agency=asked.agency_id,
        kind=RequestKind.NOTE,
        record_type=subject.content_type,
        record_id__in=keys,
    )
    ordered = sorted(rows, key=lambda row: (row.state != RequestState.DRAFT, row.pk))
    return {row.record_id: row for row in ordered if row.record_id is not None}
