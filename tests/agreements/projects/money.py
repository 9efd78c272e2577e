"""Money and donors of projects, for tests that add them up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from agreements.enums import ProjectPartyRole
from agreements.models import FundingLine, Project
from partners.models import Partner


def book(project: Project, kind: str, amount: Any, currency: str = "USD", **more: Any) -> FundingLine:
    """A line of the project."""
    return project.lines.create(kind=kind, amount=Decimal(str(amount)), currency=currency, **more)


def give(project: Project, *donors: tuple[Partner, Any]) -> None:
    """Donors of the project with their shares, None for one that is not stated."""
    for order, (partner, share) in enumerate(donors):
        project.parties.create(partner=partner, role=ProjectPartyRole.DONOR, share=share, order=order)
