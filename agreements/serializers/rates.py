"""Exchange rates as the API shows and takes them: plain decimals as text, đồng for one unit."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from agreements.models import ExchangeRate
from agreements.rates import RATE_DIGITS, RATE_PLACES
from dnfa.core.api_writes import StrictSerializerMixin


class ExchangeRateSerializer(serializers.ModelSerializer[ExchangeRate]):
    """A rate. `replaced_by` and `replaced_on` are null while it is offered; `lines`: how many sums you see are told at it."""

    replaced_by = serializers.PrimaryKeyRelatedField[Any](
        source="replacement", read_only=True, allow_null=True, default=None
    )
    lines = serializers.IntegerField(source="line_count", read_only=True)

    class Meta:
        model = ExchangeRate
        fields = (
            "id",
            "currency",
            "day",
            "rate",
            "source",
            "url",
            "replaces",
            "reason",
            "replaced_by",
            "replaced_on",
            "lines",
        )


class ExchangeRateWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """How many đồng one unit of a currency was worth on a day, and who says so (`url`: where)."""

    currency = serializers.CharField(max_length=3)
    day = serializers.DateField()
    rate = serializers.DecimalField(max_digits=RATE_DIGITS, decimal_places=RATE_PLACES)
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]  # the metaclass takes declared fields out of the class
    url = serializers.CharField(max_length=500, required=False, allow_blank=True)


class ReplaceRateWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What a wrong rate should have said, and why; what is not named stays as it says."""

    currency = serializers.CharField(max_length=3, required=False)
    day = serializers.DateField(required=False)
    rate = serializers.DecimalField(max_digits=RATE_DIGITS, decimal_places=RATE_PLACES, required=False)
    source = serializers.CharField(max_length=200, required=False)  # type: ignore[assignment]  # the metaclass takes declared fields out of the class
    url = serializers.CharField(max_length=500, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=500)
