"""“Still true”, said by an agency about one record or about all of its records after looking them over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.accounts.system import AgencyViewer
from dnfa.core.errors import Conflict, DomainError, NotAllowed, NotFound
from dnfa.core.versions import VersionedModel
from dnfa.updates.models import Confirmation, RoundRecord
from dnfa.updates.rules import speaks_for
from dnfa.updates.subjects import Subject


@dataclass(frozen=True)
class LeftOpen:
    """One record that was not confirmed, and why; `record` is None where this person does not see it."""

    record: Any
    error: DomainError


@dataclass(frozen=True)
class Confirmed:
    """What became of several records looked over at once."""

    done: list[Confirmation]
    left: list[LeftOpen]


@transaction.atomic
def confirm_record(
    *,
    subject: Subject,
    record: VersionedModel,
    agency: Agency,
    seen_version: int | None,
    user: Any,
    today: date,
) -> Confirmation:
    """Write down that the agency calls a record still true. Said twice on one day it stands once, of the version seen last.

    Side effects: one row; open rounds that ask this agency about the record count it as confirmed. Raises `NotFound`,
    `NotAllowed` ("not_your_agency", "may_not_propose": the agency does not speak of it, whoever writes for the agency),
    `Conflict` ("stale_version": it was changed since it was looked at).
    """
    _require_speaker(user, agency)
    fresh = _as_the_agency_sees(subject, record, agency, user)
    if seen_version is not None and fresh.version != seen_version:
        raise Conflict(
            "stale_version", _("Bản ghi vừa được sửa. Hãy mở lại để xem nội dung mới rồi xác nhận.")
        )
    confirmation, is_new = Confirmation.objects.get_or_create(
        content_type=subject.content_type,
        object_id=fresh.pk,
        agency=agency,
        confirmed_on=today,
        defaults={"confirmed_by": user, "record_version": fresh.version},
    )
    if not is_new and confirmation.record_version != fresh.version:
        confirmation.confirmed_by, confirmation.record_version = user, fresh.version
        confirmation.save(update_fields=["confirmed_by", "record_version"])
    RoundRecord.objects.filter(
        content_type=subject.content_type,
        object_id=fresh.pk,
        asked__agency=agency,
        asked__round__opened_at__isnull=False,
        asked__round__closed_at__isnull=True,
        confirmation__isnull=True,
    ).update(confirmation=confirmation)
    return confirmation


@transaction.atomic
def confirm_all(
    *,
    records: Iterable[tuple[Subject, VersionedModel, int | None]],
    agency: Agency,
    user: Any,
    today: date,
) -> Confirmed:
    """`confirm_record` for each (kind, record, version looked at): what can be is confirmed, the rest is named with its reason.

    Raises `NotAllowed` ("not_your_agency").
    """
    _require_speaker(user, agency)
    told = Confirmed([], [])
    for subject, record, version in records:
        try:
            told.done.append(
                confirm_record(
                    subject=subject,
                    record=record,
                    agency=agency,
                    seen_version=version,
                    user=user,
                    today=today,
                )
            )
        except (Conflict, NotAllowed, NotFound) as error:
            seen: Any = subject.visible_to(user).filter(pk=record.pk).first()
            told.left.append(LeftOpen(seen, error))
    return told


def _require_speaker(user: Any, agency: Agency) -> None:
    if not speaks_for(user, agency.pk):
        raise NotAllowed("not_your_agency", _("Bạn không xác nhận thay cơ quan này được."))


def _as_the_agency_sees(subject: Subject, record: VersionedModel, agency: Agency, user: Any) -> Any:
    """The record as it stands, read with the agency's eyes: the Department writes for an agency only what is the agency's."""
    eye = AgencyViewer(agency.pk)
    fresh: Any = subject.visible_to(eye).filter(pk=record.pk).first()
    if fresh is None and not subject.visible_to(user).filter(pk=record.pk).exists():
        raise NotFound("record_not_found", _("Không tìm thấy bản ghi."))
    if fresh is None or not subject.may_propose(eye, fresh):
        raise NotAllowed("may_not_propose", _("Bản ghi không còn thuộc việc của cơ quan này."))
    return fresh
