"""Verbs on what hangs on a delegation, and what the lists ask of delegations themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from dnfa.accounts import visibility
from dnfa.core.fields import ISO_LENGTH


def held_within(first: date, up_to: date, last: date) -> Q:
    """Condition: began from `first` to `up_to`, and had no possible first day after `last`; cancelled ones aside.

    The days are plain columns with an index. What the text of a day known to the day can mean is not asked again.
    """
    began = Q(starts_on__isnull=False, first_day__range=(first, min(up_to, last)), cancelled_on__isnull=True)
    return began & surely_by(last)


def surely_by(day: date) -> Q:
    """Condition: known to the day, or with no possible first day after `day`."""
    return Q(Exact(Length("starts_on"), ISO_LENGTH)) | Q(starts_on__last__lte=day)


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
