"""Shapes of things to do in the API, read and written."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dnfa.accounts.models import Agency, User
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.followup.actions.selectors import coordinators, kind_of
from dnfa.followup.actions.services import LONGEST_LINE, LONGEST_TEXT
from dnfa.followup.enums import ActionProgress, ActionState
from dnfa.followup.models import Action, ProgressNote


class NoteSerializer(serializers.ModelSerializer[ProgressNote]):
    """What an agency said, as written."""

    agency: Any = serializers.SlugRelatedField(slug_field="key", read_only=True, allow_null=True)
    author: Any = serializers.StringRelatedField(read_only=True)

    class Meta:
        model = ProgressNote
        fields: ClassVar = ["id", "noted_on", "text", "percent", "is_difficulty", "agency", "author"]


class RecordSerializer(serializers.Serializer[Any]):
    """What an action comes from."""

    kind = serializers.CharField(help_text="Loại bản ghi, ví dụ agreement.")
    key = serializers.CharField(help_text="Khóa của bản ghi.")
    title = serializers.CharField(help_text="Tên của bản ghi.")


class ActionSerializer(serializers.ModelSerializer[Action]):
    """One thing to do, its state today, and the newest note."""

    lead_agency: Any = serializers.SlugRelatedField(slug_field="key", read_only=True, allow_null=True)
    coordinating = serializers.SerializerMethodField(help_text="Khóa các cơ quan phối hợp.")
    assignee: Any = serializers.SlugRelatedField(slug_field="username", read_only=True, allow_null=True)
    state = serializers.ChoiceField(choices=ActionState.choices, read_only=True)
    days_left = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="Số ngày đến hạn; âm khi quá hạn."
    )
    record = serializers.SerializerMethodField(help_text="Bản ghi mà việc này theo; null nếu không xem được.")
    latest_note = NoteSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Action
        fields: ClassVar = [
            "id",
            "title",
            "detail",
            "origin",
            "record",
            "lead_agency",
            "coordinating",
            "assignee",
            "due_on",
            "state",
            "days_left",
            "progress",
            "done_on",
            "evidence",
            "cancelled_on",
            "cancel_reason",
            "order",
            "latest_note",
            "version",
        ]

    def get_coordinating(self, action: Action) -> list[str]:
        return [agency.key for agency in coordinators(action)]

    @extend_schema_field(RecordSerializer(allow_null=True))
    def get_record(self, action: Any) -> dict[str, str] | None:
        record = action.shown_record
        if record is None:
            return None
        return {"kind": kind_of(action), "key": str(getattr(record, "key", record.pk)), "title": str(record)}


class ActionDetailSerializer(ActionSerializer):
    """The same with everything the agencies said, newest first."""

    notes = NoteSerializer(many=True, read_only=True, source="all_notes")

    class Meta(ActionSerializer.Meta):
        fields: ClassVar = [*ActionSerializer.Meta.fields, "notes"]


class WhoAndWhenSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Who does a thing to do and by when; who is charged with it by the user name."""

    lead_agency: Any = serializers.SlugRelatedField(
        slug_field="key", queryset=Agency.objects.all(), required=False, allow_null=True
    )
    coordinating: Any = serializers.SlugRelatedField(
        slug_field="key", queryset=Agency.objects.all(), many=True, required=False
    )
    assignee: Any = serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.all(), required=False, allow_null=True
    )
    due_on = serializers.DateField(required=False, allow_null=True)


class ActionWriteSerializer(WhoAndWhenSerializer):
    """What is written of an action; its origin is "other", those of records come from their own addresses."""

    title = serializers.CharField(max_length=LONGEST_LINE)
    detail = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    order = serializers.IntegerField(required=False, min_value=0, max_value=32767)
    progress = serializers.ChoiceField(choices=ActionProgress.choices, required=False)


class CompleteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Since when it is done and by what one can tell."""

    done_on = serializers.DateField()
    evidence = serializers.CharField(max_length=LONGEST_TEXT)


class DropSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """From when it is not to be done any more, and why."""

    on = serializers.DateField()
    reason = serializers.CharField(max_length=LONGEST_LINE)


class ReasonSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=LONGEST_LINE)


class NoteWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A note; the agency and the author are those of the caller."""

    text = serializers.CharField(max_length=LONGEST_TEXT)
    noted_on = serializers.DateField(required=False, help_text="Mặc định là hôm nay.")
    percent = serializers.IntegerField(min_value=0, max_value=100, required=False, allow_null=True)
    is_difficulty = serializers.BooleanField(required=False, default=False)
