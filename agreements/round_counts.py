"""What the register holds of the figures a round asks an agency for: what was disbursed to projects it manages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse

from agreements.aid_parts import managing_agency
from agreements.enums import FundingKind, ProjectDirection
from agreements.models import FundingLine
from dnfa.accounts.models import Agency
from dnfa.accounts.system import AgencyViewer
from dnfa.updates.standard_questions import Counted, register_count

DOLLAR = "USD"


def _disbursed(*, agency: Agency, first: date, last: date, today: date) -> Counted:
    """Aid received, in dollars, as the totals of the register add it up; sums in other money are no part of it."""
    lines = (
        FundingLine.objects.visible_to(AgencyViewer(agency.pk))
        .added_up(today)
        .booked_between(first, last)
        .filter(kind=FundingKind.DISBURSED, currency=DOLLAR, project__direction=ProjectDirection.RECEIVED)
        .annotate(managed_by=managing_agency("project"))
        .filter(managed_by=agency.pk)
    )
    asked = {
        "kind": FundingKind.DISBURSED.value,
        "currency": DOLLAR,
        "direction": ProjectDirection.RECEIVED.value,
        "managing": agency.key,
        "booked_from": f"{first:%d/%m/%Y}",
        "booked_to": f"{last:%d/%m/%Y}",
        "in_totals": "true",
    }
    total = lines.aggregate(total=Sum("amount"))["total"]
    return Counted(total or Decimal(0), f"{reverse('agreements:aid_lines')}?{urlencode(asked)}")


def register() -> None:
    """From `AppConfig.ready()`."""
    register_count("Giá trị giải ngân trong kỳ", _disbursed)
