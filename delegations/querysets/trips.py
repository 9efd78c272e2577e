"""Verbs on what hangs on a delegation, and what the lists ask of delegations themselves."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from dnfa.accounts import visibility


class MemberQuerySet(models.QuerySet[Any]):
    """People of delegations: personal data, read by fewer than the delegation itself."""

    def visible_to(self, user: Any) -> MemberQuerySet:
        """All for those who see the whole register; for a focal point those of delegations its agency leads.

        The predicate of one delegation is `delegations.rules.trips.can_see_members`.
        """
        from delegations.models import Delegation  # noqa: PLC0415 - circular

        led = Delegation.lead_agencies.through.objects
        return visibility.restricted(
            self,
            user,
            lambda agency_id: Q(delegation__in=led.filter(agency_id=agency_id).values("delegation_id")),
        )
