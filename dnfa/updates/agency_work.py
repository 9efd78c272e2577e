"""What waits at an agency: the lists of the focal point's home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dnfa.updates.enums import RequestState
from dnfa.updates.models import ChangeRequest
from dnfa.updates.selectors import KeptRecord, hang_on, kept_records, request_rows
from dnfa.updates.selectors_rounds import open_asks


@dataclass(frozen=True)
class AgencyWork:
    """What waits at an agency: the four lists of the focal point's home."""

    returned: list[ChangeRequest]
    drafts: list[ChangeRequest]
    waiting: list[ChangeRequest]
    asked: list[Any]
    kept: list[KeptRecord]

    @property
    def to_confirm(self) -> list[KeptRecord]:
        """Records never confirmed, or changed since."""
        return [one for one in self.kept if one.confirmed_on is None or one.is_changed_since]


def agency_work(user: Any, today: date) -> AgencyWork:
    """Returned, begun, sent, and rounds to answer, of the person's agency; the oldest first."""
    rows = hang_on(
        list(
            request_rows(user)
            .exclude(state__in=[RequestState.ACCEPTED, RequestState.WITHDRAWN])
            .order_by("updated_at", "pk")
        ),
        user,
        today,
    )
    own = [row for row in rows if user.agency_id is None or row.agency_id == user.agency_id]
    return AgencyWork(
        returned=[row for row in own if row.state == RequestState.RETURNED],
        drafts=[row for row in own if row.state == RequestState.DRAFT],
        waiting=[row for row in own if row.state == RequestState.SUBMITTED],
        asked=open_asks(user, today),
        kept=kept_records(user, user.agency, today) if user.agency_id else [],
    )
