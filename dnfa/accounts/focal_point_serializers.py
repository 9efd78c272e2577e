"""Shapes of focal points in the API, read and written."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from dnfa.accounts.enums import FocalPointState
from dnfa.accounts.focal_point_services import LONGEST_MAIL
from dnfa.accounts.models import Agency, User
from dnfa.core.api_writes import StrictSerializerMixin


class FocalPointSerializer(serializers.ModelSerializer[User]):
    """One focal point: how to reach them, how the account stands now."""

    agency: Any = serializers.SlugRelatedField(slug_field="key", read_only=True)
    state = serializers.ChoiceField(
        choices=FocalPointState.choices, read_only=True, help_text="Trạng thái tài khoản lúc này."
    )

    class Meta:
        model = User
        fields: ClassVar = [
            "id",
            "username",
            "full_name",
            "position",
            "email",
            "phone",
            "agency",
            "manages_focal_points",
            "state",
            "last_login",
            "version",
        ]


class InviteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A new focal point, whose mail address becomes the user name. Agency and charge are not changed by PATCH."""

    only_new: ClassVar = ("agency", "manages_focal_points")

    full_name = serializers.CharField(max_length=150)
    position = serializers.CharField(max_length=150, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=LONGEST_MAIL)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    agency: Any = serializers.SlugRelatedField(slug_field="key", queryset=Agency.objects.all())
    manages_focal_points = serializers.BooleanField(required=False, default=False)

    def get_fields(self) -> dict[str, Any]:
        """Those of an account that exists are its contact only."""
        fields = super().get_fields()
        if self.instance is None:
            return fields
        return {name: field for name, field in fields.items() if name not in self.only_new}


class DeedSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=500)


class CloseSerializer(DeedSerializer):
    """Why; and that it is meant, where nobody else of the agency would be in charge."""

    confirm_last = serializers.BooleanField(required=False, default=False)


class ChargeSerializer(CloseSerializer):
    """Whether the person is in charge from now on."""

    manages_focal_points = serializers.BooleanField()
