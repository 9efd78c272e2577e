"""What updates and rounds of the demonstration share: moments of a working day, bodies and sample records by key."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from dnfa.accounts.models import Agency, User
from dnfa.core.clock import VIETNAM
from dnfa.core.demo import KEY_PREFIX, Demo, copied
from dnfa.updates.subjects import Subject, subject_by_code

MORNING = time(9)
HEAD = "head"  # name of a demonstration user (dnfa/accounts/demonstration.py)
Record = tuple[str, str]  # the code of a kind of record, the slug of a sample of it


def morning(day: date) -> datetime:
    """Nine o'clock of a day."""
    return datetime.combine(day, MORNING, VIETNAM)


def body(key: str) -> Agency | None:
    """An agency of the register; None in a home without it."""
    return Agency.objects.filter(key=key).first()


def writer(demo: Demo, agency: Agency) -> Any:
    """Who writes for an agency: its focal point where the demonstration has one, else the Department."""
    return demo.focal if demo.focal.agency_id == agency.pk else demo.user


def decider(demo: Demo, agency: Agency) -> Any:
    """Who decides on what was written for an agency: never who wrote it, so the demonstration head where the officer did."""
    if writer(demo, agency) != demo.user:
        return demo.user
    return User.objects.get(username=HEAD, is_demonstration=True)


def sample(named: Record, copy: int, user: Any) -> tuple[Subject, Any] | None:
    """A sample record of a room with its kind; None when the room made none or the person does not see it."""
    code, slug = named
    subject = subject_by_code(code)
    if subject is None:
        return None
    record = subject.find(user, copied(f"{KEY_PREFIX}{slug}", copy))
    return None if record is None else (subject, record)
