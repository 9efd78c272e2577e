"""Delegations and other contacts as the API shows them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from delegations.models import Delegation
from partners.serializers import PartnerReferenceSerializer

CONTACT_FIELDS = (
    "key",
    "title_vi",
    "title_en",
    "starts_on",
    "ends_on",
    "is_recurring",
    "partners",
    "lead_agencies",
    "purpose_vi",
    "outcome_vi",
    "persons",
    "head_name",
    "head_title",
)


class DelegationSerializer(serializers.ModelSerializer[Delegation]):
    partners = PartnerReferenceSerializer(many=True, read_only=True)
    lead_agencies: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", many=True, read_only=True
    )

    class Meta:
        model = Delegation
        fields = ("direction", *CONTACT_FIELDS)
