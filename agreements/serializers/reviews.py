"""Review sessions as the API shows and takes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from agreements.enums import Rating, ReviewDecision
from agreements.models import Agreement, ReviewAgency, ReviewItem, ReviewSession
from agreements.serializers.papers import AgreementReferenceSerializer
from agreements.services.reviews import LONGEST_NAMES
from dnfa.accounts.models import Agency
from dnfa.core.api_writes import StrictSerializerMixin


class ReviewItemSerializer(serializers.ModelSerializer[ReviewItem]):
    agreement = AgreementReferenceSerializer(read_only=True)
    facts = serializers.DictField(read_only=True)
    lead_agency: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", read_only=True
    )

    class Meta:
        model = ReviewItem
        fields = (
            "id",
            "agreement",
            "facts",
            "rating",
            "reasons",
            "other_results",
            "decision",
            "decision_note",
            "lead_agency",
            "due_on",
            "action",
        )


class SeatSerializer(serializers.ModelSerializer[ReviewAgency]):
    """An agency asked, and who came for it."""

    agency: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(slug_field="key", read_only=True)

    class Meta:
        model = ReviewAgency
        fields = ("agency", "represented_by")


class ReviewSerializer(serializers.ModelSerializer[ReviewSession]):
    agencies: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", many=True, read_only=True
    )
    attendance = SeatSerializer(many=True, read_only=True)
    items = ReviewItemSerializer(many=True, read_only=True)

    class Meta:
        model = ReviewSession
        fields = (
            "id",
            "title",
            "held_on",
            "facts_as_of",
            "place",
            "chair",
            "secretary",
            "document_number",
            "agencies",
            "attendance",
            "conclusion",
            "closed_on",
            "items",
        )


class ReviewWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A session: its meeting, the agencies asked, the papers in order."""

    title = serializers.CharField(max_length=300)
    held_on = serializers.DateField()
    facts_as_of = serializers.DateField(required=False)
    place = serializers.CharField(required=False, allow_blank=True, max_length=200)
    chair = serializers.CharField(required=False, allow_blank=True, max_length=200)
    secretary = serializers.CharField(required=False, allow_blank=True, max_length=200)
    document_number = serializers.CharField(required=False, allow_blank=True, max_length=120)
    agencies: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", many=True, required=False, queryset=Agency.objects.all()
    )
    agreements: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", many=True, required=False, queryset=Agreement.objects.all()
    )


class SeatWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Who came for one of the agencies asked; empty for nobody."""

    agency: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", queryset=Agency.objects.all()
    )
    represented_by = serializers.CharField(allow_blank=True, max_length=LONGEST_NAMES)


class AttendanceWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Who came; agencies not named stay as they were."""

    attendance = SeatWriteSerializer(many=True)


class ReviewItemWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What the meeting said about one paper of the agenda, named by its number."""

    item = serializers.IntegerField(min_value=1)
    rating = serializers.ChoiceField(choices=Rating.choices, allow_blank=True)
    reasons = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    other_results = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    decision = serializers.ChoiceField(choices=ReviewDecision.choices, allow_blank=True, required=False)
    decision_note = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    lead_agency: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", required=False, allow_null=True, queryset=Agency.objects.all()
    )
    due_on = serializers.DateField(required=False, allow_null=True)


class ReviewCloseSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """The general conclusion."""

    conclusion = serializers.CharField(max_length=10_000)
