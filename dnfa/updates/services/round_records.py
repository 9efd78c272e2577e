"""Which records an agency is asked to confirm: those its focal points see and may speak of."""

from __future__ import annotations

from datetime import date
from typing import Any

from dnfa.accounts.models import Agency
from dnfa.accounts.system import AgencyViewer
from dnfa.updates.subjects import Subject, subjects


def records_to_confirm(agency: Agency, today: date) -> list[tuple[Subject, list[Any]]]:
    """By kind of record, the keys of those the agency keeps true, in their order."""
    eye = AgencyViewer(agency.pk)
    found = []
    for subject in subjects():
        if subject.confirmable is None:
            continue
        rows = subject.confirmable(subject.visible_to(eye), today)
        keys = [row.pk for row in rows if subject.may_propose(eye, row)]
        if keys:
            found.append((subject, keys))
    return found
