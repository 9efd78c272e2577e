"""Figures of delegations as the API gives them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class DelegationNumbersSerializer(serializers.Serializer[Any]):
    """Đoàn, lượt người, and how many of the đoàn have no number of persons; then the same of the year before.

    `list` and `list_before` are addresses below /api/v1/delegations/ whose `count` is `delegations` and
    `delegations_before`, `list_unknown` one whose `count` is `persons_unknown`.
    """

    delegations = serializers.IntegerField(source="pair.now.delegations")
    persons = serializers.IntegerField(source="pair.now.persons")
    persons_unknown = serializers.IntegerField(source="pair.now.unknown")
    delegations_before = serializers.IntegerField(source="pair.before.delegations")
    persons_before = serializers.IntegerField(source="pair.before.persons")
    persons_unknown_before = serializers.IntegerField(source="pair.before.unknown")
    delegations_difference = serializers.IntegerField(source="pair.difference.delegations")
    persons_difference = serializers.IntegerField(source="pair.difference.persons")
    delegations_percent = serializers.FloatField(source="pair.delegations_percent", allow_null=True)
    persons_percent = serializers.FloatField(source="pair.persons_percent", allow_null=True)
    list = serializers.URLField()
    list_before = serializers.URLField()
    list_unknown = serializers.URLField()


class DelegationStatisticSerializer(serializers.Serializer[Any]):
    """One line; an empty `key` is the total (`by=total`) or what is not recorded."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the published name; DRF has an attribute of it
    inbound = DelegationNumbersSerializer()
    outbound = DelegationNumbersSerializer()
