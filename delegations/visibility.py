"""What makes a partner an agency's own matter in this room: the agency led a delegation or another contact with it,
or handles an invitation of it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from delegations.models import Conference, Delegation, Engagement, Invitation
from dnfa.accounts import visibility


def _partners_of_delegations(agency_id: int) -> QuerySet[Any]:
    led = Delegation.objects.filter(lead_agencies=agency_id, partners__isnull=False)
    return led.order_by().values("partners")


def _partners_of_conferences(agency_id: int) -> QuerySet[Any]:
    led = Conference.objects.filter(lead_agencies=agency_id, partners__isnull=False)
    return led.order_by().values("partners")


def _partners_of_engagements(agency_id: int) -> QuerySet[Any]:
    led = Engagement.objects.filter(lead_agencies=agency_id, partners__isnull=False)
    return led.order_by().values("partners")


def _partners_of_invitations(agency_id: int) -> QuerySet[Any]:
    return Invitation.objects.filter(agency=agency_id).order_by().values("partner")


def register() -> None:
    """Called from `AppConfig.ready()`."""
    visibility.register("partner", "delegation", _partners_of_delegations)
    visibility.register("partner", "conference", _partners_of_conferences)
    visibility.register("partner", "engagement", _partners_of_engagements)
    visibility.register("partner", "invitation", _partners_of_invitations)
