"""Rounds, opinions and reports by law as the API shows and takes them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.enums import ConsultationPurpose, LegalReportKind, OpinionAnswer
from agreements.models import Agreement, AgreementEvent, Consultation, LegalReport, Opinion
from agreements.serializers.papers import AgreementReferenceSerializer
from agreements.services.consultation.common import LONGEST_NUMBER, LONGEST_REASON, LONGEST_RECIPIENTS
from dnfa.accounts.models import Agency
from dnfa.core.api_writes import StrictSerializerMixin


class VisiblePaperField(serializers.SlugRelatedField[Agreement]):
    """A paper by its key, of those the sender may see; any other does not exist."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="key", queryset=Agreement.objects.all(), **kwargs)

    def get_queryset(self) -> Any:
        return Agreement.objects.visible_to(self.context["request"].user)


class OpinionSerializer(serializers.ModelSerializer[Opinion]):
    """One body's opinion; `due_on` is the last day of its legal clock, null where none runs."""

    agreement = AgreementReferenceSerializer(source="consultation.agreement", read_only=True)
    consultation: serializers.PrimaryKeyRelatedField[Any] = serializers.PrimaryKeyRelatedField(read_only=True)
    purpose = serializers.ChoiceField(
        source="consultation.purpose", choices=ConsultationPurpose.choices, read_only=True
    )
    sent_on = serializers.DateField(source="consultation.sent_on", read_only=True)
    agency: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(slug_field="key", read_only=True)
    due_on = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = Opinion
        fields = (
            "id",
            "agreement",
            "consultation",
            "purpose",
            "sent_on",
            "agency",
            "received_on",
            "due_on",
            "answered_on",
            "answer",
            "document_number",
            "summary",
            "handling",
        )


class ConsultationSerializer(serializers.ModelSerializer[Consultation]):
    """A round with the opinions the reader may see."""

    agreement = AgreementReferenceSerializer(read_only=True)
    opinions = serializers.SerializerMethodField()

    class Meta:
        model = Consultation
        fields = ("id", "agreement", "purpose", "sent_on", "document_number", "content", "opinions")

    @extend_schema_field(OpinionSerializer(many=True))
    def get_opinions(self, consultation: Consultation) -> list[dict[str, Any]]:
        seen: list[Opinion] = consultation.seen_opinions  # type: ignore[attr-defined]  # prefetched by the view
        return [dict(OpinionSerializer(opinion).data) for opinion in seen]


class ConsultationWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A new round: `agencies` by key."""

    agreement = VisiblePaperField()
    purpose = serializers.ChoiceField(choices=ConsultationPurpose.choices)
    sent_on = serializers.DateField()
    agencies: serializers.ManyRelatedField = serializers.SlugRelatedField(  # type: ignore[assignment]  # many=True makes another field
        slug_field="key", queryset=Agency.objects.all(), many=True
    )
    document_number = serializers.CharField(max_length=LONGEST_NUMBER, required=False, allow_blank=True)
    content = serializers.CharField(required=False, allow_blank=True)


class OpinionWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What is recorded of an opinion; a correction of an answer takes `reason` too."""

    received_on = serializers.DateField(required=False, allow_null=True)
    answer = serializers.ChoiceField(choices=OpinionAnswer.choices, required=False)
    answered_on = serializers.DateField(required=False)
    document_number = serializers.CharField(max_length=LONGEST_NUMBER, required=False, allow_blank=True)
    summary = serializers.CharField(required=False, allow_blank=True)
    handling = serializers.CharField(required=False, allow_blank=True)
    reason = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True)


class LegalReportSerializer(serializers.ModelSerializer[LegalReport]):
    """A report that was sent; `event` null: about the first signing."""

    agreement = AgreementReferenceSerializer(read_only=True)
    event: serializers.PrimaryKeyRelatedField[Any] = serializers.PrimaryKeyRelatedField(read_only=True)

    class Meta:
        model = LegalReport
        fields = ("id", "agreement", "event", "kind", "sent_on", "document_number", "recipients", "note")


class LegalReportWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A report to record: `event` by number, absent or null for the first signing; empty `recipients`: those of the law."""

    agreement = VisiblePaperField()
    event: serializers.PrimaryKeyRelatedField[AgreementEvent] = serializers.PrimaryKeyRelatedField(
        queryset=AgreementEvent.objects.all(), required=False, allow_null=True
    )
    kind = serializers.ChoiceField(choices=LegalReportKind.choices)
    sent_on = serializers.DateField()
    document_number = serializers.CharField(max_length=LONGEST_NUMBER)
    recipients = serializers.CharField(max_length=LONGEST_RECIPIENTS, required=False, allow_blank=True)
    note = serializers.CharField(required=False, allow_blank=True)
