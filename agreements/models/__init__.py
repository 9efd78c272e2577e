"""What was promised and paid for: agreements with their events and terms, projects."""

from __future__ import annotations

from agreements.models.agreement import Agreement, AgreementAgency, AgreementEvent, AgreementParty
from agreements.models.project import Project

__all__ = ["Agreement", "AgreementAgency", "AgreementEvent", "AgreementParty", "Project"]
