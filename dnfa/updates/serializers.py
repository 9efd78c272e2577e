"""Shapes of change requests, confirmations and rounds in the API, read and written."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dnfa.accounts.models import Agency
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.updates.enums import AnswerState, AskKind, RequestKind, ReturnReason, RoundState
from dnfa.updates.models import (
    ChangeRequest,
    Confirmation,
    ProposedValue,
    RequestStep,
    RoundAgency,
    RoundAnswer,
    RoundQuestion,
    RoundStep,
    UpdateRound,
)
from dnfa.updates.services.common import LONGEST_LINE, LONGEST_TEXT


def _agency(**kwargs: Any) -> Any:
    return serializers.SlugRelatedField(slug_field="key", queryset=Agency.objects.all(), **kwargs)


class RecordRefSerializer(serializers.Serializer[Any]):
    """What an update is about."""

    kind = serializers.CharField(help_text="Loại bản ghi, ví dụ project.")
    key = serializers.CharField(help_text="Khóa của bản ghi.")
    title = serializers.CharField(help_text="Tên của bản ghi.")
    version = serializers.IntegerField(help_text="Phiên bản hiện nay, gửi lại khi duyệt.")


def record_ref(code: str, record: Any) -> dict[str, Any] | None:
    """The record as the API names it."""
    if record is None:
        return None
    return {
        "kind": code,
        "key": str(getattr(record, "key", record.pk)),
        "title": str(record),
        "version": record.version,
    }


class StepSerializer(serializers.ModelSerializer[RequestStep]):
    """One step; it stays as written."""

    by: Any = serializers.StringRelatedField(read_only=True, allow_null=True)

    class Meta:
        model = RequestStep
        fields: ClassVar = ["kind", "at", "by", "reason", "text"]


class ProposedValueSerializer(serializers.ModelSerializer[ProposedValue]):
    """One proposed value, as the fields of the form send it."""

    class Meta:
        model = ProposedValue
        fields: ClassVar = ["name", "base", "proposed", "decision", "remark"]


class ChangeRequestSerializer(serializers.ModelSerializer[ChangeRequest]):
    """An update, without its values."""

    number = serializers.CharField(source="__str__", read_only=True)
    record = serializers.SerializerMethodField(help_text="Bản ghi; null nếu không xem được hoặc chưa có.")
    agency: Any = serializers.SlugRelatedField(slug_field="key", read_only=True)
    author: Any = serializers.SlugRelatedField(slug_field="username", read_only=True)
    reviewer: Any = serializers.SlugRelatedField(slug_field="username", read_only=True, allow_null=True)
    days_waiting = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="Số ngày làm việc đã chờ duyệt."
    )

    class Meta:
        model = ChangeRequest
        fields: ClassVar = [
            "id",
            "number",
            "kind",
            "subject",
            "record",
            "agency",
            "author",
            "state",
            "text",
            "told_on",
            "submitted_at",
            "days_waiting",
            "reviewer",
            "closed_at",
            "updated_at",
            "version",
        ]

    @extend_schema_field(RecordRefSerializer(allow_null=True))
    def get_record(self, request: Any) -> dict[str, Any] | None:
        return record_ref(request.subject, request.shown_record)


class ChangeRequestDetailSerializer(ChangeRequestSerializer):
    """The same with proposed values and steps."""

    values = ProposedValueSerializer(many=True, read_only=True)
    steps = StepSerializer(many=True, read_only=True)

    class Meta(ChangeRequestSerializer.Meta):
        fields: ClassVar = [*ChangeRequestSerializer.Meta.fields, "values", "steps"]


class DraftSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What is written of a draft; `values` as the fields of the form take them, by name."""

    values = serializers.DictField(child=serializers.JSONField(), required=False)
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    told_on = serializers.DateField(required=False, allow_null=True)
    record_version = serializers.IntegerField(required=False, min_value=1)


class NewRequestSerializer(DraftSerializer):
    """A new update; `record` is the key of the record, `agency` whose it is (a focal point's own without it)."""

    kind = serializers.ChoiceField(choices=RequestKind.choices)
    subject = serializers.CharField(required=False, allow_blank=True, max_length=40)
    record = serializers.CharField(required=False, allow_null=True, max_length=200)
    agency = _agency(required=False)


class WithdrawSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why it is taken back; needed once it was sent."""

    reason = serializers.CharField(max_length=LONGEST_LINE, required=False, allow_blank=True)


class ReturnSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why it goes back; `remarks` speak of single values by name."""

    reason = serializers.ChoiceField(choices=ReturnReason.choices)
    text = serializers.CharField(max_length=LONGEST_TEXT)
    remarks = serializers.DictField(child=serializers.CharField(max_length=LONGEST_LINE), required=False)


class AcceptSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Which values are accepted; the others go back, with `reason` and `text`."""

    accepted = serializers.ListField(child=serializers.CharField(max_length=60), required=False)
    reason = serializers.ChoiceField(choices=ReturnReason.choices, required=False, allow_blank=True)
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    remarks = serializers.DictField(child=serializers.CharField(max_length=LONGEST_LINE), required=False)
    record_version = serializers.IntegerField(required=False, min_value=1)
    lead_agency = _agency(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)


class ConfirmationSerializer(serializers.ModelSerializer[Confirmation]):
    """That an agency called a record still true."""

    record = serializers.SerializerMethodField(help_text="Bản ghi; null nếu không xem được.")
    agency: Any = serializers.SlugRelatedField(slug_field="key", read_only=True)
    confirmed_by: Any = serializers.SlugRelatedField(slug_field="username", read_only=True)

    class Meta:
        model = Confirmation
        fields: ClassVar = ["id", "record", "agency", "confirmed_by", "confirmed_on", "record_version"]

    @extend_schema_field(RecordRefSerializer(allow_null=True))
    def get_record(self, confirmation: Any) -> dict[str, Any] | None:
        return record_ref(confirmation.shown_subject, confirmation.shown_record)


class NewConfirmationSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Which record, in the version that was looked at."""

    subject = serializers.CharField(max_length=40)
    record = serializers.CharField(max_length=200, help_text="Khóa của bản ghi.")
    record_version = serializers.IntegerField(min_value=1)
    agency = _agency(required=False)


class RoundQuestionSerializer(serializers.ModelSerializer[RoundQuestion]):
    """One thing a round asks for."""

    class Meta:
        model = RoundQuestion
        fields: ClassVar = ["id", "kind", "title", "help", "unit", "is_required"]


class UpdateRoundSerializer(serializers.ModelSerializer[UpdateRound]):
    """A round, with how many agencies stand where among those this person may see."""

    state = serializers.ChoiceField(choices=RoundState.choices, read_only=True)
    officer: Any = serializers.SlugRelatedField(slug_field="username", read_only=True)
    asked = serializers.IntegerField(source="asked_count", read_only=True)
    answered = serializers.IntegerField(source="answered_count", read_only=True)
    late = serializers.IntegerField(source="late_count", read_only=True)
    questions = RoundQuestionSerializer(many=True, read_only=True)

    class Meta:
        model = UpdateRound
        fields: ClassVar = [
            "id",
            "title",
            "message",
            "period_from",
            "period_to",
            "due_on",
            "officer",
            "state",
            "opened_at",
            "closed_at",
            "asked",
            "answered",
            "late",
            "questions",
            "version",
        ]


class NewQuestionSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """One question of a new round."""

    kind = serializers.ChoiceField(choices=AskKind.choices)
    title = serializers.CharField(max_length=300, required=False)
    help = serializers.CharField(max_length=LONGEST_LINE, required=False, allow_blank=True)
    unit = serializers.CharField(max_length=60, required=False, allow_blank=True)
    is_required = serializers.BooleanField(required=False)


class NewRoundSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A round to prepare."""

    title = serializers.CharField(max_length=300)
    message = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    period_from = serializers.DateField(required=False, allow_null=True)
    period_to = serializers.DateField(required=False, allow_null=True)
    due_on = serializers.DateField()
    questions = NewQuestionSerializer(many=True)
    agencies = _agency(many=True)


class RoundAnswerSerializer(serializers.ModelSerializer[RoundAnswer]):
    """What an agency says to one question."""

    class Meta:
        model = RoundAnswer
        fields: ClassVar = ["question", "text", "figure", "figure_typed", "is_nothing"]


class RoundStepSerializer(serializers.ModelSerializer[RoundStep]):
    """One step of an answer."""

    by: Any = serializers.StringRelatedField(read_only=True, allow_null=True)

    class Meta:
        model = RoundStep
        fields: ClassVar = ["kind", "at", "by", "reason", "text"]


class AskedAgencySerializer(serializers.ModelSerializer[RoundAgency]):
    """One agency in a round: what it answered, and where the answer stands today."""

    agency: Any = serializers.SlugRelatedField(slug_field="key", read_only=True)
    state = serializers.ChoiceField(choices=AnswerState.choices, read_only=True)
    answers = RoundAnswerSerializer(many=True, read_only=True)
    steps = RoundStepSerializer(many=True, read_only=True)
    records = serializers.IntegerField(source="record_count", read_only=True)
    confirmed = serializers.IntegerField(source="confirmed_count", read_only=True)

    class Meta:
        model = RoundAgency
        fields: ClassVar = [
            "id",
            "round",
            "agency",
            "due_on",
            "state",
            "asked_until",
            "asked_because",
            "submitted_at",
            "returned_at",
            "accepted_at",
            "records",
            "confirmed",
            "answers",
            "steps",
            "version",
        ]


class AnswerInputSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What is said to one question."""

    question = serializers.IntegerField(min_value=1)
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    figure = serializers.DecimalField(max_digits=20, decimal_places=2, required=False, allow_null=True)
    is_nothing = serializers.BooleanField(required=False)


class AnswersSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Answers; questions left out, and parts of an answer left out, stay as they are."""

    answers = AnswerInputSerializer(many=True)


class AnswerReturnSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why an answer goes back."""

    reason = serializers.ChoiceField(choices=ReturnReason.choices)
    text = serializers.CharField(max_length=LONGEST_TEXT)


class ExtensionSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Until when more time is asked for, and why."""

    until = serializers.DateField()
    because = serializers.CharField(max_length=LONGEST_LINE)


class DecideExtensionSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """The new day, or null and why not."""

    until = serializers.DateField(allow_null=True)
    text = serializers.CharField(max_length=LONGEST_LINE, required=False, allow_blank=True)
