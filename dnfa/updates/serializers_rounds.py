"""Shapes of what puts a round right, written by programs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from dnfa.accounts.models import User
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.updates.serializers import NewRoundSerializer


class RoundChangesSerializer(NewRoundSerializer):
    """What changes of a round; `questions` and `agencies` as wholes."""

    officer: Any = serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.all(), help_text="Người phụ trách (tên đăng nhập)."
    )


class ReopenSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Until when a closed round is open again."""

    due_on = serializers.DateField(help_text="Hạn trả lời mới.")
