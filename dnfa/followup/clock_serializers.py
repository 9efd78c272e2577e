"""Clocks as the API shows and takes them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dnfa.accounts.models import Agency
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.followup.clocks.words import basis_in_words, standing_in_words
from dnfa.followup.enums import ClockState
from dnfa.followup.models import Clock, ClockRule


class ClockRuleSerializer(serializers.ModelSerializer[ClockRule]):
    """The version of the rule that the clock follows."""

    basis = serializers.SerializerMethodField(help_text="Điều, khoản và văn bản.")

    class Meta:
        model = ClockRule
        fields = ("key", "label", "duty", "offset", "unit", "direction", "basis", "is_verified")

    def get_basis(self, rule: ClockRule) -> str:
        return basis_in_words(rule)


class ClockSerializer(serializers.ModelSerializer[Clock]):
    """One deadline with its record, its rule and its state on the day asked about."""

    rule = ClockRuleSerializer(read_only=True)
    kind = serializers.CharField(source="content_type.model", help_text="Loại bản ghi: agreement.")
    record_id = serializers.IntegerField(source="object_id", help_text="Mã của bản ghi.")
    title = serializers.SerializerMethodField(help_text="Tên của bản ghi.")
    agency: serializers.SlugRelatedField[Agency] = serializers.SlugRelatedField(
        slug_field="key", read_only=True, allow_null=True, help_text="Khóa của cơ quan phải làm."
    )
    state = serializers.ChoiceField(
        choices=ClockState.choices, read_only=True, help_text="Tình trạng vào ngày as_of."
    )
    standing = serializers.SerializerMethodField(help_text="Còn bao lâu, hoặc làm ngày nào, thành một câu.")
    working_days_left = serializers.SerializerMethodField(
        help_text="Số ngày làm việc còn lại, âm khi đã quá hạn; null khi không còn phải làm."
    )
    calendar_days_left = serializers.SerializerMethodField(help_text="Như trên, tính theo ngày lịch.")

    class Meta:
        model = Clock
        fields = (
            "id",
            "rule",
            "kind",
            "record_id",
            "title",
            "part",
            "part_label",
            "agency",
            "started_on",
            "due_on",
            "state",
            "standing",
            "working_days_left",
            "calendar_days_left",
            "done_on",
            "done_note",
            "waived_on",
            "waive_reason",
        )

    def get_title(self, clock: Clock) -> str:
        return "" if clock.record is None else str(clock.record)

    def get_standing(self, clock: Clock) -> str:
        return standing_in_words(clock)

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_working_days_left(self, clock: Any) -> int | None:
        return None if clock.time_left is None else clock.time_left.working_days

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_calendar_days_left(self, clock: Any) -> int | None:
        return None if clock.time_left is None else clock.time_left.calendar_days


class WaiveSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why a clock need not be followed."""

    reason = serializers.CharField(help_text="Lý do, tối đa 500 ký tự.")
