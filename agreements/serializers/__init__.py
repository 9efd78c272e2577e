"""Records of this room as the API shows them."""

from __future__ import annotations

from agreements.serializers.papers import (
    AgencyRoleSerializer,
    AgreementDetailSerializer,
    AgreementEventSerializer,
    AgreementReferenceSerializer,
    AgreementSerializer,
    TermSerializer,
)
from agreements.serializers.projects import ProjectSerializer

__all__ = [
    "AgencyRoleSerializer",
    "AgreementDetailSerializer",
    "AgreementEventSerializer",
    "AgreementReferenceSerializer",
    "AgreementSerializer",
    "ProjectSerializer",
    "TermSerializer",
]
