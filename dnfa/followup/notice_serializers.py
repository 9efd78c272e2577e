"""Notices as the API shows them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.followup.enums import MailRhythm
from dnfa.followup.models import MailChoice, Notice
from dnfa.followup.notices.selectors import Choice
from dnfa.followup.notices.services import Wish


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


class MailChoiceSerializer(StrictSerializerMixin, serializers.ModelSerializer[MailChoice]):
    """How often the caller wants the mail, and until when none."""

    rhythm = serializers.ChoiceField(choices=MailRhythm.choices, required=False)

    class Meta:
        model = MailChoice
        fields = ("rhythm", "only_expected", "quiet_until")


class KindChoiceSerializer(serializers.Serializer[Choice]):
    """One kind of notice as the caller wants it, and what may be chosen of it."""

    # DRF takes declared fields off the class, so that these names do not hide its own attributes.
    source = serializers.CharField(source="source.code", help_text="Mã của loại thông báo.")  # type: ignore[assignment]
    label = serializers.CharField(source="source.label")  # type: ignore[assignment]
    group = serializers.CharField(source="source.group")
    is_fixed = serializers.BooleanField(source="source.is_fixed", help_text="Luôn có trong hộp thông báo.")
    steps = serializers.ListField(
        child=serializers.IntegerField(), help_text="Các mốc có thể chọn, số ngày làm việc trước hạn."
    )
    is_off = serializers.BooleanField()
    by_mail = serializers.BooleanField()
    first_days = serializers.IntegerField(allow_null=True)


class ChoicesSerializer(serializers.Serializer[Any]):
    """Everything the caller chose, and every kind of notice there is."""

    mail = MailChoiceSerializer()
    kinds = KindChoiceSerializer(many=True)


class KindWishSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What is changed of one kind; what is left out stays."""

    source = serializers.CharField(max_length=60)  # type: ignore[assignment]  # (as above)
    is_off = serializers.BooleanField(required=False)
    by_mail = serializers.BooleanField(required=False)
    first_days = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=365)


class ChoicesWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What is changed of the caller's choices; what is left out stays."""

    mail = MailChoiceSerializer(required=False)
    kinds = KindWishSerializer(many=True, required=False)


def wish_of(changed: dict[str, Any], chosen: dict[str, Choice]) -> Wish:
    """What was sent of one kind on top of what stands."""
    kept = chosen.get(changed["source"])
    names = ("is_off", "by_mail", "first_days")
    before = {name: getattr(kept, name) for name in names} if kept else {}
    return Wish(**{**before, **changed})
