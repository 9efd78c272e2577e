"""Figures and Scheme tasks as the API shows them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reports.models import SchemeTask


class FigureSerializer(serializers.Serializer[Any]):
    """A figure with its exact definition; `list` is the address whose `count` equals `value`."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the published name; DRF has an attribute of it
    value = serializers.IntegerField()
    unit = serializers.CharField()
    as_of = serializers.DateField()
    definition_vi = serializers.CharField()
    list = serializers.URLField()


class SchemeTaskSerializer(serializers.ModelSerializer[SchemeTask]):
    """One task of Annex II of Decision 2887/QĐ-UBND."""

    lead_agencies: Any = serializers.SlugRelatedField(slug_field="key", many=True, read_only=True)
    coordinating_agencies: Any = serializers.SlugRelatedField(slug_field="key", many=True, read_only=True)

    class Meta:
        model = SchemeTask
        fields = (
            "code",
            "order",
            "group_code",
            "group_name_vi",
            "title_vi",
            "title_en",
            "lead_agencies",
            "coordinating_agencies",
            "with_all_relevant_units",
            "starts_on",
            "ends_on",
            "note",
        )
