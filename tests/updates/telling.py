"""An agency sends, the Department accepts: the same few steps for every kind of record."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from dnfa.updates import services
from dnfa.updates.models import ChangeRequest
from dnfa.updates.selectors import kept_records
from dnfa.updates.subjects import subject_by_code

TODAY = date(2026, 11, 26)
SENT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def begin(user: Any, code: str, kind: str, record: Any = None) -> ChangeRequest:
    """A draft of the user's agency."""
    return services.request_open(
        kind=kind, subject=subject_by_code(code), record=record, agency=user.agency, user=user
    )


def send(user: Any, request: ChangeRequest, values: Any = None, **facts: Any) -> ChangeRequest:
    """What is typed into the draft, sent on 20/11/2026."""
    kept = services.draft_save(
        request=request, values=values, base_version=request.version, user=user, **facts
    )
    return services.request_submit(request=kept, base_version=kept.version, user=user, now=SENT)


def accept(user: Any, request: ChangeRequest, *names: str, **facts: Any) -> ChangeRequest:
    """The named values, all of them without names, accepted on 26/11/2026."""
    return services.request_accept(
        request=request,
        accepted=names or [value.name for value in request.values.all()],
        base_version=request.version,
        user=user,
        today=TODAY,
        now=NOW,
        **facts,
    )


def proposed(request: ChangeRequest) -> dict[str, Any]:
    """The proposed values by field."""
    return dict(request.values.values_list("name", "proposed"))


def kept_codes(user: Any) -> tuple[list[str], int]:
    """The kinds of the records that the user's agency is asked to confirm, and how many questions that took."""
    with CaptureQueriesContext(connection) as asked:
        kept = kept_records(user, user.agency, TODAY)
    return [one.subject.code for one in kept], len(asked)


def sees_and_may(user: Any, code: str, record: Any) -> tuple[bool, bool]:
    """Whether this person sees the record, and whether its agency may send updates of it."""
    subject: Any = subject_by_code(code)
    seen = subject.visible_to(user).filter(pk=record.pk).first()
    return seen is not None, seen is not None and subject.may_propose(user, seen)
