"""Records of this room as the API shows them."""

from __future__ import annotations

from agreements.serializers.papers import (
    AgencyRoleSerializer,
    AgreementDetailSerializer,
    AgreementEventSerializer,
    AgreementReferenceSerializer,
    AgreementSerializer,
    AmountSerializer,
    ProjectSerializer,
    TermSerializer,
)

__all__ = [
    "AgencyRoleSerializer",
    "AgreementDetailSerializer",
    "AgreementEventSerializer",
    "AgreementReferenceSerializer",
    "AgreementSerializer",
    "AmountSerializer",
    "ProjectSerializer",
    "TermSerializer",
]
