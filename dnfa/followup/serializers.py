"""Flags as the API shows them."""

from __future__ import annotations

from rest_framework import serializers

from dnfa.followup import rules, selectors
from dnfa.followup.models import Flag


class FlagSerializer(serializers.ModelSerializer[Flag]):
    """One flag with its record, its evidence and the sentence that explains it in the caller's language."""

    rule_label = serializers.SerializerMethodField(help_text="Tên quy tắc.")
    kind = serializers.SerializerMethodField(help_text="Loại bản ghi: partner, agreement.")
    key = serializers.SerializerMethodField(help_text="Khóa của bản ghi.")
    title = serializers.SerializerMethodField(help_text="Tên của bản ghi.")
    evidence = serializers.DictField(child=serializers.JSONField(), read_only=True)
    explanation = serializers.SerializerMethodField(help_text="Vì sao có cảnh báo này, thành một câu.")

    class Meta:
        model = Flag
        fields = (
            "id",
            "rule",
            "rule_label",
            "severity",
            "kind",
            "key",
            "title",
            "reference_date",
            "evidence",
            "explanation",
            "opened_on",
            "last_seen_on",
            "closed_on",
            "snoozed_until",
        )

    def get_rule_label(self, flag: Flag) -> str:
        return rules.rule_label(flag.rule)

    def get_kind(self, flag: Flag) -> str:
        return selectors.kind_code(flag)

    def get_key(self, flag: Flag) -> str:
        return selectors.record_key(flag)

    def get_title(self, flag: Flag) -> str:
        return selectors.record_title(flag)

    def get_explanation(self, flag: Flag) -> str:
        return rules.explanation(flag.rule, flag.evidence)
