"""Reads for the pages: requests with what they are about, an agency's records with when it last looked at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Prefetch, QuerySet
from django.utils.timezone import localdate

from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency
from dnfa.accounts.system import AgencyViewer
from dnfa.core.calendar import WorkCalendar, load_calendar, working_days_between
from dnfa.updates.enums import RequestKind, RequestState
from dnfa.updates.models import ChangeRequest, Confirmation, ProposedValue, RequestStep
from dnfa.updates.subjects import Subject, subject_by_code, subjects


def request_rows(user: Any) -> QuerySet[ChangeRequest]:
    """What this person may see, for lists."""
    return ChangeRequest.objects.visible_to(user).select_related("agency", "author", "reviewer")


def request_in_full(user: Any) -> QuerySet[ChangeRequest]:
    """The same with values and steps, for a page."""
    return request_rows(user).prefetch_related(
        Prefetch("values", ProposedValue.objects.order_by("pk")),
        Prefetch("steps", RequestStep.objects.select_related("by").order_by("pk")),
    )


def hang_on(rows: Sequence[ChangeRequest], user: Any, today: date) -> list[ChangeRequest]:
    """Hang `shown_record` (None: nothing, or hidden from this person) and `days_waiting` (working days) onto the rows."""
    seen = visible_records(((row.subject, row.record_id) for row in rows), user)
    calendar = load_calendar()
    for row in rows:
        held: Any = row
        held.shown_record = seen.get((row.subject, row.record_id))
        held.days_waiting = days_waiting(row, today, calendar)
    return list(rows)


def title_of(request: ChangeRequest, record: Any) -> str:
    """What the request is about, in one line."""
    subject = subject_by_code(request.subject)
    about = str(record) if record is not None else ""
    if not about and request.kind == RequestKind.NEW and subject is not None:
        about = str(subject.label)
    kind = request.get_kind_display()
    return f"{kind}: {about}" if about else kind


def days_waiting(row: ChangeRequest, today: date, calendar: WorkCalendar) -> int | None:
    """Working days since it was sent; None when it does not wait."""
    if row.state != RequestState.SUBMITTED or row.submitted_at is None:
        return None
    return max(0, working_days_between(localdate(row.submitted_at), today, calendar))


def visible_records(wanted: Iterable[tuple[str, int | None]], user: Any) -> dict[tuple[str, int | None], Any]:
    """Records by (kind, key), of those this person may see; one query a kind."""
    keys: dict[str, set[int]] = defaultdict(set)
    for code, pk in wanted:
        if pk is not None:
            keys[code].add(pk)
    found: dict[tuple[str, int | None], Any] = {}
    for code, pks in keys.items():
        subject = subject_by_code(code)
        if subject is not None:
            found |= {(code, record.pk): record for record in subject.visible_to(user).filter(pk__in=pks)}
    return found


@dataclass(frozen=True)
class KeptRecord:
    """One record an agency keeps true, and when it last said so."""

    subject: Subject
    record: Any
    confirmed_on: date | None
    is_changed_since: bool

    @property
    def field_value(self) -> str:
        """What the button sends: kind, key, and the version that was looked at."""
        return f"{self.subject.code}:{self.record.pk}:{self.record.version}"


def kept_records(user: Any, agency: Agency, today: date) -> list[KeptRecord]:
    """The records that an agency is asked to call still true, those longest unconfirmed first.

    Whoever of the Department writes for the agency is shown the agency's records, not all that they see themselves.
    """
    eye = user if user.role == Role.FOCAL_POINT else AgencyViewer(agency.pk)
    found: list[KeptRecord] = []
    for subject in subjects():
        if subject.confirmable is None:
            continue
        records = [
            record
            for record in subject.confirmable(subject.visible_to(eye), today)
            if subject.may_propose(eye, record)
        ]
        last = dict(
            Confirmation.objects.of_model(subject.model)
            .filter(agency=agency, object_id__in=[record.pk for record in records])
            .order_by()
            .values_list("object_id")
            .annotate(Max("confirmed_on"))
        )
        versions = _confirmed_versions(subject.content_type, agency, last)
        found += [
            KeptRecord(
                subject,
                record,
                last.get(record.pk),
                record.pk in last and versions.get(record.pk) != record.version,
            )
            for record in records
        ]
    return sorted(found, key=lambda one: (one.confirmed_on or date.min, one.subject.order, str(one.record)))


def _confirmed_versions(kind: ContentType, agency: Agency, last: dict[int, date]) -> dict[int, int]:
    rows = Confirmation.objects.filter(content_type=kind, agency=agency, object_id__in=last).order_by(
        "confirmed_on", "pk"
    )
    return dict(rows.values_list("object_id", "record_version"))
