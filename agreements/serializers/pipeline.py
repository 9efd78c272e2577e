"""Steps, criteria and assessments as the API shows and takes them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.enums import PIPELINE, BallHolder, BreakReason, BrokenOffBy, CriterionAnswerValue, Stage
from agreements.models import (
    Agreement,
    CriteriaAssessment,
    CriteriaSet,
    Criterion,
    CriterionAnswer,
    StageStep,
)
from agreements.serializers.papers import AgreementReferenceSerializer
from dnfa.accounts.models import Agency
from dnfa.core.api_writes import StrictSerializerMixin


class VisibleAgreementField(serializers.SlugRelatedField[Any]):
    """An agreement by its key, among those the caller may see: of others nothing is known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="key", queryset=Agreement.objects.none(), **kwargs)

    def get_queryset(self) -> Any:
        return Agreement.objects.visible_to(self.context["request"].user)


class StageStepSerializer(serializers.ModelSerializer[StageStep]):
    agreement = AgreementReferenceSerializer(read_only=True)
    agreement_version = serializers.IntegerField(source="agreement.version", read_only=True)
    ball_agency: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", read_only=True
    )
    recorded_by = serializers.StringRelatedField[Any](read_only=True)

    class Meta:
        model = StageStep
        fields = (
            "id",
            "agreement",
            "agreement_version",
            "stage",
            "entered_on",
            "document_number",
            "ball",
            "ball_agency",
            "expected_by",
            "break_reason",
            "broken_off_by",
            "justification",
            "note",
            "recorded_by",
            "created_at",
        )


class StageStepWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A step to do: forward, back, the same stage (the ball passes on), broken off, or taken up again.

    `base_version` is the agreement's version that was read; given, a paper that moved on since is refused (409).
    """

    agreement = VisibleAgreementField()
    stage = serializers.ChoiceField(choices=[(stage, stage.label) for stage in (*PIPELINE, Stage.BROKEN_OFF)])
    entered_on = serializers.DateField()
    document_number = serializers.CharField(required=False, allow_blank=True, max_length=120)
    ball = serializers.ChoiceField(choices=BallHolder.choices, required=False)
    ball_agency: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", queryset=Agency.objects.all(), required=False, allow_null=True
    )
    expected_by = serializers.DateField(required=False, allow_null=True)
    break_reason = serializers.ChoiceField(choices=BreakReason.choices, required=False)
    broken_off_by = serializers.ChoiceField(choices=BrokenOffBy.choices, required=False)
    justification = serializers.CharField(required=False, allow_blank=True, max_length=500)
    note = serializers.CharField(required=False, allow_blank=True)
    base_version = serializers.IntegerField(required=False, min_value=1)


class CriterionSerializer(serializers.ModelSerializer[Criterion]):
    class Meta:
        model = Criterion
        fields = ("code", "text", "hint", "weight", "is_required", "order")


class CriteriaSetSerializer(serializers.ModelSerializer[CriteriaSet]):
    criteria = CriterionSerializer(many=True, read_only=True)
    basis: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(slug_field="key", read_only=True)

    class Meta:
        model = CriteriaSet
        fields = (
            "key",
            "name",
            "paper_class",
            "pass_percent",
            "valid_from",
            "valid_to",
            "basis",
            "is_verified",
            "note",
            "criteria",
        )


class CriterionAnswerSerializer(serializers.ModelSerializer[CriterionAnswer]):
    criterion = serializers.CharField(source="criterion.code", read_only=True)

    class Meta:
        model = CriterionAnswer
        fields = ("criterion", "text", "weight", "is_required", "value", "note")


class CriteriaAssessmentSerializer(serializers.ModelSerializer[CriteriaAssessment]):
    agreement = AgreementReferenceSerializer(read_only=True)
    criteria_set: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", read_only=True
    )
    assessed_by = serializers.StringRelatedField[Any](read_only=True)
    answers = serializers.SerializerMethodField()

    class Meta:
        model = CriteriaAssessment
        fields = (
            "id",
            "agreement",
            "criteria_set",
            "assessed_on",
            "assessed_by",
            "is_complete",
            "score_percent",
            "conclusion",
            "answers",
        )

    @extend_schema_field(CriterionAnswerSerializer(many=True))
    def get_answers(self, assessment: CriteriaAssessment) -> list[dict[str, Any]]:
        return [dict(CriterionAnswerSerializer(answer).data) for answer in assessment.answers.all()]


class AnswerWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    criterion = serializers.SlugField(max_length=40)
    value = serializers.ChoiceField(choices=CriterionAnswerValue.choices, allow_blank=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")


class CriteriaAssessmentWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Answers to keep; criteria not named stay as they were. `complete` closes the assessment for good."""

    agreement = VisibleAgreementField()
    criteria_set: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", queryset=CriteriaSet.objects.all()
    )
    assessed_on = serializers.DateField()
    answers = AnswerWriteSerializer(many=True)
    conclusion = serializers.CharField(required=False, allow_blank=True)
    complete = serializers.BooleanField(default=False)
    base_version = serializers.IntegerField(required=False, min_value=1)
