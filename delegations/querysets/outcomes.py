"""Verbs on reports of results."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


class OutcomeReportQuerySet(models.QuerySet[Any]):
    """Reports of results, drafts too."""

    def visible_to(self, user: Any) -> OutcomeReportQuerySet:
        """Those of the delegations and conferences that `user` may see."""
        return self._of(user, "visible_to")

    def led_visible_to(self, user: Any) -> OutcomeReportQuerySet:
        """As `visible_to`, for a focal point only those of what its agency leads: the ones whose people and files it
        reads. The predicate of one record is `delegations.rules.can_see_people`.
        """
        return self._of(user, "led_visible_to")

    def _of(self, user: Any, verb: str) -> OutcomeReportQuerySet:
        from delegations.models import Conference, Delegation  # noqa: PLC0415 - circular

        if user.is_authenticated and user.is_active and user.sees_everything:
            return self  # each is of a record they see; naming all of them would read every delegation
        delegations, conferences = (
            getattr(model.objects.all(), verb)(user).order_by().values("pk")
            for model in (Delegation, Conference)
        )
        return self.filter(Q(delegation__in=delegations) | Q(conference__in=conferences))

    def with_record(self) -> OutcomeReportQuerySet:
        """Bring the delegation or conference along, with its lead agencies: two queries more."""
        return self.select_related("delegation", "conference", "reported_by").prefetch_related(
            "delegation__lead_agencies", "conference__lead_agencies"
        )
