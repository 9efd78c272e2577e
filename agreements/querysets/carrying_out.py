"""Verbs on commitments, reviews and renewals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from agreements.enums import Stage
from dnfa.accounts import visibility

if TYPE_CHECKING:
    from agreements.models import Commitment, RenewalCase, ReviewSession  # noqa: F401  (names for the type checker only)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Reads of commitments."""

    def visible_to(self, user: Any) -> CommitmentQuerySet:
        """Commitments of the agreements that `user` may see, and those its agency leads or coordinates."""
        from agreements.models import Agreement  # noqa: PLC0415 - circular
        from dnfa.followup.models import Action  # noqa: PLC0415 - circular

        if user.is_authenticated and user.is_active and user.sees_everything:
            return self
        papers = Agreement.objects.visible_to(user).values("pk")
        actions = Action.objects.visible_to(user).values("pk")
        return self.filter(Q(agreement__in=papers) | Q(action__in=actions))

    def counting(self) -> CommitmentQuerySet:
        """Commitments of signed papers; what a draft lists is expected and counts nowhere."""
        return self.filter(agreement__stage=Stage.SIGNED)

    def expected(self) -> CommitmentQuerySet:
        """The others: what drafts list, also those that were broken off."""
        return self.exclude(agreement__stage=Stage.SIGNED)


class ReviewQuerySet(models.QuerySet["ReviewSession"]):
    """Reads of review sessions."""

    def visible_to(self, user: Any) -> ReviewQuerySet:
        """All for the Department and leadership; for a focal point the sessions its agency is asked to."""
        from agreements.models import ReviewAgency  # noqa: PLC0415 - circular

        def own(agency_id: int) -> Q:
            return Q(pk__in=ReviewAgency.objects.filter(agency=agency_id).values("session"))

        return visibility.restricted(self, user, own)


class RenewalQuerySet(models.QuerySet["RenewalCase"]):
    """Reads of the files opened before papers end."""

    def visible_to(self, user: Any) -> RenewalQuerySet:
        """Files of the agreements that `user` may see."""
        from agreements.models import Agreement  # noqa: PLC0415 - circular

        return self.filter(agreement__in=Agreement.objects.visible_to(user))

    def standing(self) -> RenewalQuerySet:
        """Files still open."""
        return self.filter(closed_on__isnull=True)
