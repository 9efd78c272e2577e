"""What the register holds of the figures a round asks an agency for: its delegations of the period.

Counted as everywhere in the statistics: by the first day, no plans, no cancelled ones, those the agency leads.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet, Sum
from django.urls import reverse

from delegations.enums import Direction
from delegations.models import Delegation
from delegations.querysets.trips import held_within
from dnfa.accounts.models import Agency
from dnfa.accounts.system import AgencyViewer
from dnfa.updates.standard_questions import Counted, register_count


def _held(agency: Agency, direction: str, first: date, last: date, today: date) -> QuerySet[Any]:
    led = Delegation.objects.visible_to(AgencyViewer(agency.pk)).filter(
        lead_agencies=agency, direction=direction
    )
    return led.filter(held_within(first, min(last, today), last))


def _href(agency: Agency, direction: str, first: date, last: date) -> str:
    asked = {
        "direction": direction,
        "led_by": agency.key,
        "held_in": f"{first:%d/%m/%Y}..{last:%d/%m/%Y}",
    }
    return f"{reverse('delegations:list')}?{urlencode(asked)}"


def _trips(*, agency: Agency, first: date, last: date, today: date, direction: str) -> Counted:
    number = _held(agency, direction, first, last, today).count()
    return Counted(Decimal(number), _href(agency, direction, first, last))


def _persons(*, agency: Agency, first: date, last: date, today: date) -> Counted:
    """Lượt người going abroad; a delegation without a number adds none."""
    told = _held(agency, Direction.OUT, first, last, today).aggregate(persons=Sum("persons"))
    return Counted(Decimal(told["persons"] or 0), _href(agency, Direction.OUT, first, last))


def register() -> None:
    """From `AppConfig.ready()`."""
    register_count("Số đoàn nước ngoài đã đón", partial(_trips, direction=Direction.IN))
    register_count("Số đoàn đã cử đi nước ngoài", partial(_trips, direction=Direction.OUT))
    register_count("Số lượt người đi nước ngoài", _persons)
