"""Verbs on opinions asked and on reports by law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from dnfa.accounts import visibility

if TYPE_CHECKING:
    from agreements.models import Consultation, LegalReport, Opinion  # noqa: F401  (names for the type checker only)


def _papers_with_role(agency_id: int) -> models.QuerySet[Any]:
    """Papers that the agency signed, leads or coordinates: it reads what everybody was asked about them."""
    from agreements.models import AgreementAgency  # noqa: PLC0415 - circular

    return AgreementAgency.objects.filter(agency=agency_id).values("agreement")


class OpinionQuerySet(models.QuerySet["Opinion"]):
    """Reads of opinions."""

    def visible_to(self, user: Any) -> OpinionQuerySet:
        """All for the Department and leadership; for a focal point those asked of its agency, and all about papers
        its agency has a role in. What other bodies said is no matter of one that was merely asked.
        """

        def own(agency_id: int) -> Q:
            return Q(agency=agency_id) | Q(consultation__agreement__in=_papers_with_role(agency_id))

        return visibility.restricted(self, user, own)


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Reads of rounds."""

    def visible_to(self, user: Any) -> ConsultationQuerySet:
        """Rounds in which `user` may see an opinion."""
        from agreements.models import Opinion  # noqa: PLC0415 - circular

        def own(agency_id: int) -> Q:
            asked = Opinion.objects.filter(agency=agency_id).values("consultation")
            return Q(pk__in=asked) | Q(agreement__in=_papers_with_role(agency_id))

        return visibility.restricted(self, user, own)


class LegalReportQuerySet(models.QuerySet["LegalReport"]):
    """Reads of reports by law."""

    def visible_to(self, user: Any) -> LegalReportQuerySet:
        """Reports about the papers that `user` may see."""
        from agreements.models import Agreement  # noqa: PLC0415 - circular

        return self.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))
