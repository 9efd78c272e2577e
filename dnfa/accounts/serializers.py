"""Shapes of agencies in the API."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from dnfa.accounts.models import Agency, AgencySuccession


class AgencySuccessionSerializer(serializers.ModelSerializer[AgencySuccession]):
    """Who carries on, from when, by which document; no successor for a dissolved agency."""

    successor: Any = serializers.SlugRelatedField(slug_field="key", read_only=True, allow_null=True)

    class Meta:
        model = AgencySuccession
        fields: ClassVar = ["kind", "successor", "effective_on", "legal_document"]


class AgencySerializer(serializers.ModelSerializer[Agency]):
    """An agency under the name it bore in its time."""

    successions = AgencySuccessionSerializer(many=True, read_only=True)

    class Meta:
        model = Agency
        fields: ClassVar = [
            "key",
            "name_vi",
            "name_en",
            "abbreviations",
            "kind",
            "valid_from",
            "valid_to",
            "successions",
        ]
