"""Shapes of mails in the API."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from dnfa.core.mail.models import MailAttempt, OutgoingMail


class MailAttemptSerializer(serializers.ModelSerializer[MailAttempt]):
    """One try to send a mail."""

    class Meta:
        model = MailAttempt
        fields: ClassVar = ["number", "at", "outcome", "error"]


class MailSerializer(serializers.ModelSerializer[OutgoingMail]):
    """One mail, without its text."""

    recipient: Any = serializers.SlugRelatedField(
        slug_field="username", read_only=True, allow_null=True, help_text="Tên đăng nhập của người nhận."
    )

    class Meta:
        model = OutgoingMail
        fields: ClassVar = [
            "id",
            "purpose",
            "recipient",
            "to",
            "subject",
            "state",
            "attempts",
            "created_at",
            "due_at",
            "next_try_at",
            "sent_at",
            "expires_at",
            "last_error",
            "message_id",
            "sensitive",
            "version",
        ]


class MailDetailSerializer(MailSerializer):
    """One mail with every try, and with its text unless that is secret."""

    text = serializers.SerializerMethodField(help_text="Nội dung; trống khi là thư mật.")
    tries = MailAttemptSerializer(many=True, read_only=True)

    class Meta(MailSerializer.Meta):
        fields: ClassVar = [*MailSerializer.Meta.fields, "text", "tries"]

    def get_text(self, mail: OutgoingMail) -> str:
        """Nobody's way into an account is told."""
        return mail.shown_text
