"""Figures of delegations as the API gives them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class DelegationNumbersSerializer(serializers.Serializer[Any]):
    """Đoàn, lượt người, and how many of the đoàn have no number of persons; then the same of the year before."""

    delegations = serializers.IntegerField(source="now.delegations")
    persons = serializers.IntegerField(source="now.persons")
    persons_unknown = serializers.IntegerField(source="now.unknown")
    delegations_before = serializers.IntegerField(source="before.delegations")
    persons_before = serializers.IntegerField(source="before.persons")
    persons_unknown_before = serializers.IntegerField(source="before.unknown")
    delegations_percent = serializers.FloatField(allow_null=True)
    persons_percent = serializers.FloatField(allow_null=True)


class DelegationStatisticSerializer(serializers.Serializer[Any]):
    """One line; an empty `key` is the total (`by=total`) or what is not recorded."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the published name; DRF has an attribute of it
    inbound = DelegationNumbersSerializer()
    outbound = DelegationNumbersSerializer()
