"""Taking a partner that was proposed into the way of a delegation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.models import Delegation
from delegations.services.trips import set_stops, update_delegation
from delegations.services.trips.rows import KINDS
from dnfa.core.errors import Conflict, InvalidInput
from partners.models import Partner


@transaction.atomic
def add_to_route(
    *,
    delegation: Delegation,
    partner: Partner,
    place: str = "",
    arrives_on: date | None = None,
    leaves_on: date | None = None,
    base_version: int | None,
    user: Any,
) -> Delegation:
    """Put a partner among those of a delegation and, where its country or territory is known, at the end of the way.

    Side effects: those of `update_delegation` and `set_stops`: partners, stops, version, clocks. Raises `NotAllowed`;
    `Conflict` ("stale_version", "record_cancelled", "record_closed", "already_on_route"); `InvalidInput`
    ("unseen_partner", "invalid_stop" by field).
    """
    if not Partner.objects.visible_to(user).filter(pk=partner.pk).exists():
        raise InvalidInput("unseen_partner", _("Có đối tác không có trong danh sách của bạn."))
    present = list(Partner.objects.filter(delegations=delegation))
    if partner in present or delegation.stops.filter(partner=partner).exists():
        raise Conflict("already_on_route", _("Đối tác này đã có trong hành trình của đoàn."))
    record = update_delegation(
        delegation=delegation,
        changes={"partners": [*present, partner]},
        base_version=base_version,
        user=user,
    )
    if partner.country is None:
        return record
    stop = {
        "country": partner.country,
        "place": place,
        "partner": partner,
        "arrives_on": arrives_on,
        "leaves_on": leaves_on,
    }
    names = KINDS["stops"].fields
    rows = [{name: getattr(row, name) for name in names} for row in record.stops.all()]
    try:
        return set_stops(delegation=record, rows=[*rows, stop], base_version=record.version, user=user)
    except InvalidInput as error:
        raise _at_the_form(error, len(rows)) from error


def _at_the_form(error: InvalidInput, number: int) -> InvalidInput:
    """What was wrong with the new stop, by the fields of its own form; the rest by its list."""
    prefix = f"stops.{number}."
    fields = {name.removeprefix(prefix): texts for name, texts in error.fields.items()}
    return InvalidInput("invalid_stop", error.message, fields)
