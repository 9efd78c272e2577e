"""Where a registration of a foreign organisation stands on a day; `NgoRegistrationQuerySet.with_state` is the same in SQL."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from agreements.enums import PermitState

if TYPE_CHECKING:
    from agreements.models import NgoRegistration


def permit_state(record: NgoRegistration, today: date, *, expiring_days: int) -> PermitState:
    """Withdrawn before anything else; a beginning counts from its first possible day, an end until its last."""
    if record.withdrawn_on is not None and record.withdrawn_on <= today:
        return PermitState.WITHDRAWN
    if record.valid_from is not None and record.valid_from.first_day() > today:
        return PermitState.NOT_YET
    if record.valid_until is None:
        return PermitState.UNKNOWN
    end = record.valid_until.last_day()
    if end < today:
        return PermitState.EXPIRED
    return PermitState.EXPIRING if end <= today + timedelta(days=expiring_days) else PermitState.VALID
