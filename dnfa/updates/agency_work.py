"""What waits at an agency: the lists of the focal point's home. Rooms above announce what of theirs came back, and which
flags ask an agency to complete a record (`Subject.missing`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dnfa.accounts.enums import Role
from dnfa.core.partial_dates import first_fresh_day
from dnfa.core.policy import parameters
from dnfa.followup.models import Flag
from dnfa.followup.rules import explanation, rule_label
from dnfa.updates.enums import RequestState
from dnfa.updates.flags_unconfirmed import UNCONFIRMED_MONTHS
from dnfa.updates.models import ChangeRequest
from dnfa.updates.selectors import KeptRecord, hang_on, kept_records, request_rows
from dnfa.updates.selectors_rounds import open_asks
from dnfa.updates.subjects import subjects


@dataclass(frozen=True)
class WorkLine:
    """One matter that is no update: what it is, where it stands, why it is asked."""

    title: str
    url: str
    note: str


ReturnedLines = Callable[[Any, date], Sequence[WorkLine]]
_returned: list[ReturnedLines] = []


def register_returned(lines: ReturnedLines) -> None:
    """Say what else came back to the agency of a person on a day; from `AppConfig.ready()`."""
    if lines not in _returned:
        _returned.append(lines)


@dataclass(frozen=True)
class AgencyWork:
    """What waits at an agency: the lists of the focal point's home."""

    returned: list[ChangeRequest]
    drafts: list[ChangeRequest]
    waiting: list[ChangeRequest]
    asked: list[Any]
    kept: list[KeptRecord]
    returned_elsewhere: list[WorkLine]
    missing: list[WorkLine]
    fresh_since: date

    @property
    def to_confirm(self) -> list[KeptRecord]:
        """Records never confirmed, changed since, or confirmed longer ago than a confirmation counts."""
        return [
            one
            for one in self.kept
            if one.confirmed_on is None or one.is_changed_since or one.confirmed_on < self.fresh_since
        ]

    @property
    def returned_number(self) -> int:
        return len(self.returned) + len(self.returned_elsewhere)

    @property
    def to_complete_number(self) -> int:
        return len(self.drafts) + len(self.missing)


def agency_work(user: Any, today: date) -> AgencyWork:
    """Returned, begun, sent, rounds to answer, records to complete and to confirm, of the person's agency; the oldest first."""
    rows = hang_on(
        list(
            request_rows(user)
            .exclude(state__in=[RequestState.ACCEPTED, RequestState.WITHDRAWN])
            .order_by("updated_at", "pk")
        ),
        user,
        today,
    )
    speaks = user.role == Role.FOCAL_POINT and user.agency_id is not None
    kept = kept_records(user, user.agency, today) if user.agency_id else []
    own = [row for row in rows if user.agency_id in {None, row.agency_id} or row.author_id == user.pk]
    return AgencyWork(
        returned=[row for row in own if row.state == RequestState.RETURNED],
        drafts=[row for row in own if row.state == RequestState.DRAFT],
        waiting=[row for row in own if row.state == RequestState.SUBMITTED],
        asked=open_asks(user, today),
        kept=kept,
        returned_elsewhere=[line for lines in _returned for line in lines(user, today)] if speaks else [],
        missing=missing_lines(user, kept, today) if speaks else [],
        fresh_since=first_fresh_day(today, parameters([UNCONFIRMED_MONTHS], today)[UNCONFIRMED_MONTHS]),
    )


def missing_lines(user: Any, kept: Sequence[KeptRecord], today: date) -> list[WorkLine]:
    """What is missing of the records that an agency keeps true, a file or a report; the longest missing first. One query."""
    codes = {code: subject.code for subject in subjects() for code in subject.missing}
    own = {(one.subject.code, one.record.pk): one.record for one in kept}
    flags = Flag.objects.visible_to(user).due(today).filter(rule__in=sorted(codes))
    lines = []
    for flag in flags.order_by("reference_date", "opened_on", "pk"):
        record = own.get((codes[flag.rule], flag.object_id))
        if record is not None:
            why = f"{rule_label(flag.rule)}. {explanation(flag.rule, flag.evidence)}".strip()
            lines.append(WorkLine(str(record), record.get_absolute_url(), why))
    return lines
