"""“Still true”, said by an agency about one record or about all of its records after looking them over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.errors import Conflict, NotAllowed, NotFound
from dnfa.core.versions import VersionedModel
from dnfa.updates.models import Confirmation, RoundRecord
from dnfa.updates.rules import speaks_for
from dnfa.updates.subjects import Subject


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
    """Write down that the agency calls a record still true. Said twice on one day, it stands once.

    Side effects: one row; open rounds that ask this agency about the record count it as confirmed. Raises `NotFound`,
    `NotAllowed` ("not_your_agency", "may_not_propose"), `Conflict` ("stale_version": it was changed since it was looked at).
    """
    fresh: Any = subject.visible_to(user).filter(pk=record.pk).first()
    if fresh is None:
        raise NotFound("record_not_found", _("Không tìm thấy bản ghi."))
    if not speaks_for(user, agency.pk):
        raise NotAllowed("not_your_agency", _("Bạn không xác nhận thay cơ quan này được."))
    if not subject.may_propose(user, fresh):
        raise NotAllowed("may_not_propose", _("Cơ quan bạn không xác nhận bản ghi này được."))
    if seen_version is not None and fresh.version != seen_version:
        raise Conflict(
            "stale_version", _("Bản ghi vừa được sửa. Hãy mở lại để xem nội dung mới rồi xác nhận.")
        )
    confirmation, _made = Confirmation.objects.get_or_create(
        content_type=subject.content_type,
        object_id=fresh.pk,
        agency=agency,
        confirmed_on=today,
        defaults={"confirmed_by": user, "record_version": fresh.version},
    )
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
) -> list[Confirmation]:
    """`confirm_record` for each (kind, record, version looked at): all or nothing."""
    return [
        confirm_record(
            subject=subject, record=record, agency=agency, seen_version=version, user=user, today=today
        )
        for subject, record, version in records
    ]
