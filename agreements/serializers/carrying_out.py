"""Shapes of commitments in the API, read and written."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from agreements.enums import CommitmentSide
from agreements.models import Commitment
from agreements.services.commitments import LONGEST, LONGEST_TEXT
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.followup.action_serializers import ActionSerializer, WhoAndWhenSerializer
from dnfa.followup.enums import ActionState


class CommitmentSerializer(serializers.ModelSerializer[Commitment]):
    """A promise with the action that keeps it; it is changed under the version of the action."""

    agreement: Any = serializers.SlugRelatedField(slug_field="key", read_only=True)
    state = serializers.ChoiceField(choices=ActionState.choices, read_only=True)
    percent = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="Phần trăm chỉ tiêu đã đạt, làm tròn xuống."
    )
    action = ActionSerializer(read_only=True)

    class Meta:
        model = Commitment
        fields: ClassVar = [
            "id",
            "agreement",
            "clause",
            "text",
            "side",
            "target",
            "target_value",
            "target_unit",
            "reached_value",
            "percent",
            "order",
            "state",
            "action",
        ]


class CommitmentChangeSerializer(WhoAndWhenSerializer):
    """What may be changed of a commitment and of its action."""

    text = serializers.CharField(max_length=LONGEST_TEXT)
    side = serializers.ChoiceField(choices=CommitmentSide.choices)
    clause = serializers.CharField(max_length=LONGEST["clause"], required=False, allow_blank=True)
    target = serializers.CharField(max_length=LONGEST["target"], required=False, allow_blank=True)
    target_value = serializers.DecimalField(max_digits=14, decimal_places=2, required=False, allow_null=True)
    target_unit = serializers.CharField(max_length=LONGEST["target_unit"], required=False, allow_blank=True)


class CommitmentCreateSerializer(CommitmentChangeSerializer):
    """The same for a new one, with its paper's key."""

    agreement = serializers.CharField(max_length=80, help_text="Khóa của thỏa thuận.")


class ReachedSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """How much of the target has been reached."""

    value = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)
    noted_on = serializers.DateField(required=False, help_text="Mặc định là hôm nay.")
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
