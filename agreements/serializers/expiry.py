"""Renewal files as the API shows and takes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from agreements.enums import RenewalOutcome
from agreements.models import Agreement, RenewalCase
from agreements.serializers.papers import AgreementReferenceSerializer
from dnfa.core.api_writes import StrictSerializerMixin


class RenewalCaseSerializer(serializers.ModelSerializer[RenewalCase]):
    agreement = AgreementReferenceSerializer(read_only=True)

    class Meta:
        model = RenewalCase
        fields = (
            "id",
            "agreement",
            "ends_on",
            "opened_on",
            "proposal",
            "closed_on",
            "outcome",
            "outcome_note",
            "event",
        )


class RenewalOpenSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Which paper, and what is proposed."""

    agreement: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", queryset=Agreement.objects.none()
    )
    proposal = serializers.CharField(required=False, allow_blank=True, max_length=5000)

    def get_fields(self) -> dict[str, Any]:
        """Only papers the caller may see can be named."""
        fields: dict[str, Any] = super().get_fields()
        request = self.context.get("request")
        if request is not None:
            fields["agreement"].queryset = Agreement.objects.visible_to(request.user)
        return fields


class RenewalCloseSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What came of it."""

    outcome = serializers.ChoiceField(choices=RenewalOutcome.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)
