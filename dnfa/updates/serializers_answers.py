"""Shapes of an agency's page of a round in the API: what is asked, what stands beside it, which records to confirm."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dnfa.updates.enums import AskedRecordState, RequestState
from dnfa.updates.models import RoundAnswer
from dnfa.updates.serializers import (
    AskedAgencySerializer,
    RecordRefSerializer,
    RoundQuestionSerializer,
    record_ref,
)


class AskedRecordSerializer(serializers.Serializer[Any]):
    """One record to confirm: POST it to `confirmations/` with its version while it is open."""

    record = serializers.SerializerMethodField(help_text="Bản ghi; null nếu không xem được.")
    state = serializers.ChoiceField(choices=AskedRecordState.choices)

    @extend_schema_field(RecordRefSerializer(allow_null=True))
    def get_record(self, asked: Any) -> dict[str, Any] | None:
        return record_ref(asked.code, asked.record)


class CountedSerializer(serializers.Serializer[Any]):
    """What the register itself holds of the figure in the period of the round."""

    value = serializers.DecimalField(max_digits=20, decimal_places=2)
    list = serializers.CharField(source="href", help_text="Trang danh sách của số này.")


class LastAnswerSerializer(serializers.ModelSerializer[RoundAnswer]):
    """What the agency last answered under the same name, in an earlier round that was taken."""

    round = serializers.CharField(source="asked.round.title")

    class Meta:
        model = RoundAnswer
        fields: ClassVar = ["round", "text", "figure", "is_nothing"]


class AskedReportSerializer(serializers.Serializer[Any]):
    """One record a report is asked of: a change request of kind `note`; its number and state once begun."""

    record = serializers.SerializerMethodField()
    request = serializers.IntegerField(source="request.pk", default=None, allow_null=True)
    state = serializers.ChoiceField(
        choices=RequestState.choices, source="request.state", default=None, allow_null=True
    )

    @extend_schema_field(RecordRefSerializer())
    def get_record(self, report: Any) -> dict[str, Any] | None:
        return record_ref(report.subject.code, report.record)


class AskedQuestionSerializer(RoundQuestionSerializer):
    """One question with what stands beside its boxes on the page."""

    counted = CountedSerializer(source="hint.counted", allow_null=True)
    last = LastAnswerSerializer(source="hint.last", allow_null=True)
    reports = AskedReportSerializer(source="hint.reports", many=True)

    class Meta(RoundQuestionSerializer.Meta):
        fields: ClassVar = [*RoundQuestionSerializer.Meta.fields, "counted", "last", "reports"]


class AskedAgencyDetailSerializer(AskedAgencySerializer):
    """The same with its questions and the records to confirm."""

    questions = AskedQuestionSerializer(source="asked_questions", many=True, read_only=True)
    to_confirm = AskedRecordSerializer(source="asked_records", many=True, read_only=True)

    class Meta(AskedAgencySerializer.Meta):
        fields: ClassVar = [*AskedAgencySerializer.Meta.fields, "questions", "to_confirm"]
