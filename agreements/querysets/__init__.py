"""Verbs on the records of this room."""

from __future__ import annotations

from agreements.querysets.carrying_out import CommitmentQuerySet, ReviewQuerySet
from agreements.querysets.consultation import ConsultationQuerySet, LegalReportQuerySet, OpinionQuerySet
from agreements.querysets.papers import (
    AgreementEventQuerySet,
    AgreementQuerySet,
    EndsOn,
    ProjectQuerySet,
    SplitPart,
    StatusOn,
    TermEnd,
)

__all__ = [
    "AgreementEventQuerySet",
    "AgreementQuerySet",
    "CommitmentQuerySet",
    "ConsultationQuerySet",
    "EndsOn",
    "LegalReportQuerySet",
    "OpinionQuerySet",
    "ProjectQuerySet",
    "ReviewQuerySet",
    "SplitPart",
    "StatusOn",
    "TermEnd",
]
