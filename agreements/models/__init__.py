"""What was promised and paid for: agreements from first idea to their end, projects."""

from __future__ import annotations

from agreements.models.agreement import Agreement, AgreementAgency, AgreementEvent, AgreementParty
from agreements.models.aid import AidRegime, NgoRegistration, ProjectReport
from agreements.models.carrying_out import (
    Commitment,
    RenewalCase,
    RenewalStep,
    ReviewAgency,
    ReviewItem,
    ReviewSession,
)
from agreements.models.funding import ExchangeRate, FundingLine
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
from agreements.models.project import (
    Project,
    ProjectAgency,
    ProjectAgreement,
    ProjectEvent,
    ProjectParty,
    ProjectResult,
)
from agreements.models.signing import Signatory

__all__ = [
    "Agreement",
    "AgreementAgency",
    "AgreementEvent",
    "AgreementParty",
    "AidRegime",
    "Commitment",
    "Consultation",
    "CriteriaAssessment",
    "CriteriaSet",
    "Criterion",
    "CriterionAnswer",
    "ExchangeRate",
    "FundingLine",
    "LegalReport",
    "NgoRegistration",
    "Opinion",
    "Project",
    "ProjectAgency",
    "ProjectAgreement",
    "ProjectEvent",
    "ProjectParty",
    "ProjectReport",
    "ProjectResult",
    "RenewalCase",
    "RenewalStep",
    "ReviewAgency",
    "ReviewItem",
    "ReviewSession",
    "Signatory",
    "StageStep",
]
