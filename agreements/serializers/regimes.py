"""The law of each source of money as the API shows it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from agreements.models import AidRegime
from dnfa.core.models import LegalBasis


class LegalBasisReferenceSerializer(serializers.ModelSerializer[LegalBasis]):
    """Which text of law; `is_verified`: somebody has compared it with the text itself."""

    class Meta:
        model = LegalBasis
        fields = (
            "key",
            "number",
            "kind",
            "title",
            "issuer",
            "signed_on",
            "in_force_from",
            "in_force_to",
            "is_verified",
        )


class AidRegimeSerializer(serializers.ModelSerializer[AidRegime]):
    """A text under which money of a source stands, from day to day (both included); empty: not told."""

    legal_basis: Any = LegalBasisReferenceSerializer(read_only=True)

    class Meta:
        model = AidRegime
        fields = ("id", "source_type", "legal_basis", "valid_from", "valid_to", "is_verified", "note")
