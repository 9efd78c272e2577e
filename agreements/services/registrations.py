"""The one door to registrations of foreign non-governmental organisations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from agreements.models import NgoRegistration
from agreements.services.projects.common import (
    line,
    refuse_backwards,
    refuse_reader,
    refuse_wrong_fields,
    refused,
)
from dnfa.core.errors import Conflict
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import locked

LINES = ("number", "issued_by", "scope", "withdrawn_reason", "note")
FACTS = (
    "partner", "kind", "issued_on", "valid_from", "valid_until", "legal_basis", "withdrawn_on", *LINES,
)  # fmt: skip


@transaction.atomic
def registration_record(*, user: Any, today: date, **facts: Any) -> NgoRegistration:
    """Write down a registration: facts of `FACTS`; `partner`, `kind` and `number` at least.

    Side effects: the record. Raises `NotAllowed`; `Conflict` ("registered_already"); `InvalidInput` by field ("number_needed",
    "ends_before_start", "withdrawn_wrong", "withdrawn_in_future", "invalid", "secret_mark").
    """
    refuse_reader(user)
    record = NgoRegistration(**_cleaned(facts))
    _check(record, today)
    return _saved(record)


@transaction.atomic
def registration_update(
    *,
    registration: NgoRegistration,
    changes: Mapping[str, Any],
    base_version: int | None,
    user: Any,
    today: date,
) -> NgoRegistration:
    """Change facts of a registration, its withdrawal among them; nothing differing, nothing happens.

    Side effects: the record and its version. Raises as `registration_record` does, and `Conflict` ("stale_version").
    """
    refuse_reader(user)
    record = locked(registration, base_version=base_version)
    differing = {name: value for name, value in _cleaned(changes).items() if getattr(record, name) != value}
    if not differing:
        return record
    for name, value in differing.items():
        setattr(record, name, value)
    _check(record, today)
    _saved(record)
    record.refresh_from_db()
    return record


def _cleaned(facts: Mapping[str, Any]) -> dict[str, Any]:
    strange = sorted(set(facts) - set(FACTS))
    if strange:
        message = f"no such facts of a registration: {', '.join(strange)}"
        raise TypeError(message)
    return {name: line(value) if name in LINES else value for name, value in facts.items()}


def _check(record: NgoRegistration, today: date) -> None:
    refuse_secret(**{name: getattr(record, name) for name in LINES if getattr(record, name)})
    if not record.number:
        raise refused("number_needed", _("Hãy ghi số giấy."), "number")
    refuse_wrong_fields(record)
    refuse_backwards(record.valid_from or record.issued_on, record.valid_until, field="valid_until")
    if bool(record.withdrawn_on) != bool(record.withdrawn_reason):
        missing = "withdrawn_reason" if record.withdrawn_on else "withdrawn_on"
        raise refused("withdrawn_wrong", _("Thu hồi, chấm dứt cần cả ngày và lý do."), missing)
    if record.withdrawn_on and record.withdrawn_on > today:
        raise refused("withdrawn_in_future", _("Ngày này chưa đến."), "withdrawn_on")


def _saved(record: NgoRegistration) -> NgoRegistration:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        raise Conflict("registered_already", _("Tổ chức này đã có giấy mang số ấy trong sổ.")) from error
    return record
