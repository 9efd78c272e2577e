"""Figures as the API shows them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class FigureSerializer(serializers.Serializer[Any]):
    """A figure with its exact definition; `list` is the address whose `count` equals `value`."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the published name; DRF has an attribute of it
    value = serializers.IntegerField()
    unit = serializers.CharField()
    as_of = serializers.DateField()
    definition_vi = serializers.CharField()
    list = serializers.URLField()
