"""What was promised and paid for: agreements from first idea to their end, projects."""

from __future__ import annotations

from agreements.models.agreement import Agreement, AgreementAgency, AgreementEvent, AgreementParty
from agreements.models.carrying_out import (
    Commitment,
    RenewalCase,
    RenewalStep,
    ReviewAgency,
    ReviewItem,
    ReviewSession,
)
from agreements.models.pipeline import (
    Consultation,
    CriteriaAssessment,
    CriteriaSet,
    Criterion,
    CriterionAnswer,
    LegalReport,
    Opinion,
    StageStep,
)
from agreements.models.project import Project
from agreements.models.signing import Signatory

__all__ = [
    "Agreement",
    "AgreementAgency",
    "AgreementEvent",
    "AgreementParty",
    "Commitment",
    "Consultation",
    "CriteriaAssessment",
    "CriteriaSet",
    "Criterion",
    "CriterionAnswer",
    "LegalReport",
    "Opinion",
    "Project",
    "RenewalCase",
    "RenewalStep",
    "ReviewAgency",
    "ReviewItem",
    "ReviewSession",
    "Signatory",
    "StageStep",
]
