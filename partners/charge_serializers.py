"""Who is in charge of a partner, as the API shows and takes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from dnfa.accounts.models import User
from dnfa.core.api_writes import StrictSerializerMixin
from partners.charge_selectors import people_who_follow
from partners.charge_services import LONGEST_NOTE
from partners.models import Partner, PartnerCharge
from partners.serializers import PartnerReferenceSerializer


class PartnerChargeSerializer(serializers.ModelSerializer[PartnerCharge]):
    """One person's charge of one partner; both days count."""

    partner = PartnerReferenceSerializer(read_only=True)
    person: Any = serializers.SlugRelatedField(slug_field="username", read_only=True)
    person_name = serializers.CharField(source="person.full_name", read_only=True)

    class Meta:
        model = PartnerCharge
        fields = ("id", "partner", "person", "person_name", "since", "until", "note", "version")


class ChargeWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A partner put into somebody's charge; without a day from today."""

    partner: Any = serializers.SlugRelatedField(slug_field="key", queryset=Partner.objects.none())
    person: Any = serializers.SlugRelatedField(slug_field="username", queryset=User.objects.none())
    since = serializers.DateField(required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_NOTE)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Only partners the caller sees, and people a partner can be given to."""
        fields: Any = super().get_fields()
        request = self.context.get("request")
        if request is not None:
            fields["partner"].queryset = Partner.objects.visible_to(request.user)
        fields["person"].queryset = people_who_follow()
        return fields


class ChargeEndSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """The last day."""

    until = serializers.DateField()


class HandOverSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Who gives everything to whom; without a day from today."""

    person: Any = serializers.SlugRelatedField(slug_field="username", queryset=User.objects.all())
    to: Any = serializers.SlugRelatedField(slug_field="username", queryset=User.objects.none())
    since = serializers.DateField(required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_NOTE)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The receiver is one a partner can be given to."""
        fields: Any = super().get_fields()
        fields["to"].queryset = people_who_follow()
        return fields


class HandedOverSerializer(serializers.Serializer[Any]):
    """What a deed over many partners changed."""

    begun = serializers.IntegerField(help_text=_("Số đối tác người nhận bắt đầu phụ trách."))
    ended = serializers.IntegerField(help_text=_("Số lần phụ trách của người khác đã kết thúc."))
    already = serializers.IntegerField(help_text=_("Số đối tác người nhận đã phụ trách từ trước."))
