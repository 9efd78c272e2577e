"""Verbs on the records of this room."""

from __future__ import annotations

from agreements.querysets.carrying_out import CommitmentQuerySet, RenewalQuerySet, ReviewQuerySet
from agreements.querysets.consultation import ConsultationQuerySet, LegalReportQuerySet, OpinionQuerySet
from agreements.querysets.papers import (
    AgreementEventQuerySet,
    AgreementQuerySet,
    DaysBetween,
    EndsOn,
    SplitPart,
    StatusOn,
    TermEnd,
)
from agreements.querysets.projects import ProjectQuerySet

__all__ = [
    "AgreementEventQuerySet",
    "AgreementQuerySet",
    "CommitmentQuerySet",
    "ConsultationQuerySet",
    "DaysBetween",
    "EndsOn",
    "LegalReportQuerySet",
    "OpinionQuerySet",
    "ProjectQuerySet",
    "RenewalQuerySet",
    "ReviewQuerySet",
    "SplitPart",
    "StatusOn",
    "TermEnd",
]
