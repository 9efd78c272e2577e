"""Partners, ties, countries and networks as the API shows them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partners.enums import RelationshipClass
from partners.models import Country, NetworkMembership, Partner, PartnerName, Relationship


class CountrySerializer(serializers.ModelSerializer[Country]):
    part_of = serializers.CharField(source="part_of_id", allow_null=True, read_only=True)

    class Meta:
        model = Country
        fields = ("code", "name_vi", "name_en", "continent", "part_of")


class CountryReferenceSerializer(serializers.ModelSerializer[Country]):
    class Meta:
        model = Country
        fields = ("code", "name_vi")


class PartnerReferenceSerializer(serializers.ModelSerializer[Partner]):
    class Meta:
        model = Partner
        fields = ("key", "name_vi")


class TieSerializer(serializers.ModelSerializer[Relationship]):
    """A tie without its partner: `class`, `since`, `until`."""

    class Meta:
        model = Relationship
        fields: tuple[str, ...] = ("since", "until")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Put `class` first: a word of the published interface that no Python attribute can bear."""
        tie_class = serializers.ChoiceField(
            source="relationship_class", choices=RelationshipClass.choices, read_only=True
        )
        return {"class": tie_class, **super().get_fields()}


class RelationshipSerializer(TieSerializer):
    partner = PartnerReferenceSerializer(read_only=True)
    inherited_from: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", read_only=True
    )

    class Meta(TieSerializer.Meta):
        fields = ("id", "partner", "since", "until", "basis", "origin", "inherited_from", "end_reason")


class PartnerNameSerializer(serializers.ModelSerializer[PartnerName]):
    class Meta:
        model = PartnerName
        fields = ("name", "kind", "valid_from", "valid_to")


class PartnerSerializer(serializers.ModelSerializer[Partner]):
    """A row of the list. Its view annotates `standing_ties`, `standing_charges`, `last_activity` and `flags`."""

    country = CountryReferenceSerializer(read_only=True, allow_null=True)
    parent: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(  # type: ignore[assignment]  # the metaclass takes declared fields out of the class
        slug_field="key", read_only=True
    )
    relationship = serializers.SerializerMethodField()
    last_activity = serializers.DateField(read_only=True, allow_null=True)
    flags = serializers.ListField(child=serializers.CharField(), source="open_flags", read_only=True)
    in_charge = serializers.SerializerMethodField(help_text="Tên đăng nhập của những người phụ trách.")

    class Meta:
        model = Partner
        fields: tuple[str, ...] = (
            "key",
            "name_vi",
            "name_en",
            "name_native",
            "kind",
            "level",
            "country",
            "parent",
            "priority_group",
            "relationship",
            "last_activity",
            "flags",
            "in_charge",
        )

    def get_in_charge(self, partner: Partner) -> list[str]:
        return [charge.person.username for charge in partner.standing_charges]  # type: ignore[attr-defined]

    @extend_schema_field(TieSerializer(allow_null=True))
    def get_relationship(self, partner: Partner) -> dict[str, Any] | None:
        ties = partner.standing_ties  # type: ignore[attr-defined]
        return dict(TieSerializer(ties[0]).data) if ties else None


class PartnerDetailSerializer(PartnerSerializer):
    names = PartnerNameSerializer(many=True, read_only=True)

    class Meta(PartnerSerializer.Meta):
        fields = (*PartnerSerializer.Meta.fields, "names", "latitude", "longitude", "note")


class NetworkMembershipSerializer(serializers.ModelSerializer[NetworkMembership]):
    network: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", read_only=True
    )

    class Meta:
        model = NetworkMembership
        fields = (
            "key",
            "network",
            "name",
            "role",
            "since",
            "period_start",
            "period_end",
            "activities_vi",
            "note",
        )
