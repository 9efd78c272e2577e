"""Verbs on reports of results."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


class OutcomeReportQuerySet(models.QuerySet[Any]):
    """Reports of results, drafts too."""

    def visible_to(self, user: Any) -> OutcomeReportQuerySet:
        """Those of the delegations and conferences that `user` may see."""
        from delegations.models import Conference, Delegation  # noqa: PLC0415 - circular

        if user.is_authenticated and user.is_active and user.sees_everything:
            return self  # each is of a record they see; naming all of them would read every delegation
        delegations = Delegation.objects.visible_to(user).order_by().values("pk")
        conferences = Conference.objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(delegation__in=delegations) | Q(conference__in=conferences))

    def with_record(self) -> OutcomeReportQuerySet:
        """Bring the delegation or conference along, with its lead agencies: two queries more."""
        return self.select_related("delegation", "conference", "reported_by").prefetch_related(
            "delegation__lead_agencies", "conference__lead_agencies"
        )
