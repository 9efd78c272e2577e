"""Notices as the API shows them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from dnfa.followup.models import Notice


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """One thing the caller was told, with what it is about."""

    kind = serializers.CharField(source="content_type.model", help_text="Loại bản ghi: changerequest, flag …")
    record_id = serializers.IntegerField(source="object_id", help_text="Mã của bản ghi.")
    title = serializers.SerializerMethodField(help_text="Tên của bản ghi.")
    sentence = serializers.SerializerMethodField(help_text="Nội dung thông báo, thành một câu.")
    url = serializers.SerializerMethodField(help_text="Địa chỉ trang của bản ghi.")

    class Meta:
        model = Notice
        fields = (
            "id",
            "source",
            "kind",
            "record_id",
            "title",
            "sentence",
            "url",
            "threshold",
            "reference_date",
            "expects",
            "made_on",
            "created_at",
            "read_at",
            "ended_at",
        )

    def get_title(self, notice: Any) -> str:
        return str(notice.title)

    def get_sentence(self, notice: Any) -> str:
        return str(notice.sentence)

    def get_url(self, notice: Any) -> str:
        return str(notice.url)
