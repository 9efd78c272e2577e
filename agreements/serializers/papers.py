"""Agreements and events as the API shows them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.enums import Status, TermKind
from agreements.models import Agreement, AgreementAgency, AgreementEvent
from agreements.serializers.parts import GapSerializer, SignatorySerializer, gaps_of
from partners.serializers import PartnerReferenceSerializer


class TermSerializer(serializers.Serializer[Any]):
    """A term: as recorded on the paper or set by an event."""

    kind = serializers.ChoiceField(source="term_kind", choices=TermKind.choices, read_only=True)
    ends_on = serializers.CharField(source="term_ends_on", read_only=True, allow_null=True)
    months = serializers.IntegerField(source="term_months", read_only=True, allow_null=True)
    renew_months = serializers.IntegerField(source="term_renew_months", read_only=True, allow_null=True)
    notice_months = serializers.IntegerField(source="term_notice_months", read_only=True, allow_null=True)
    as_printed = serializers.CharField(source="term_as_printed", read_only=True)


class AgreementReferenceSerializer(serializers.ModelSerializer[Agreement]):
    class Meta:
        model = Agreement
        fields = ("id", "key", "title_vi")


class AgreementEventSerializer(serializers.ModelSerializer[AgreementEvent]):
    agreement = AgreementReferenceSerializer(read_only=True)
    successor = AgreementReferenceSerializer(read_only=True, allow_null=True)
    term = serializers.SerializerMethodField()
    signatories = SignatorySerializer(many=True, read_only=True)

    class Meta:
        model = AgreementEvent
        fields: tuple[str, ...] = (
            "id",
            "agreement",
            "kind",
            "occurred_on",
            "effective_on",
            "title_vi",
            "document_number",
            "as_printed",
            "successor",
            "term",
            "signatories",
            "reason",
            "note",
        )

    @extend_schema_field(TermSerializer(allow_null=True))
    def get_term(self, event: AgreementEvent) -> dict[str, Any] | None:
        return dict(TermSerializer(event).data) if event.term_kind else None


class AgencyRoleSerializer(serializers.ModelSerializer[AgreementAgency]):
    agency: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(slug_field="key", read_only=True)

    class Meta:
        model = AgreementAgency
        fields = ("agency", "role", "signatory_vi")


class AgreementSerializer(serializers.ModelSerializer[Agreement]):
    """A row of the list. Its view annotates `status`, `ends_on` and `effective_term` for `as_of`.

    `term` is the term in force on that day: the last one set by the paper or an event.
    """

    partners = PartnerReferenceSerializer(many=True, read_only=True)
    term = serializers.SerializerMethodField()
    ends_on = serializers.DateField(read_only=True, allow_null=True)
    status = serializers.ChoiceField(choices=Status.choices, read_only=True)
    as_of = serializers.SerializerMethodField()
    parent: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(  # type: ignore[assignment]  # the metaclass takes declared fields out of the class
        slug_field="key", read_only=True
    )
    flags = serializers.ListField(child=serializers.CharField(), source="open_flags", read_only=True)

    class Meta:
        model = Agreement
        fields: tuple[str, ...] = (
            "id",
            "key",
            "title_vi",
            "type",
            "capacity",
            "legal_regime",
            "partners",
            "signed_on",
            "effective_on",
            "document_number",
            "term",
            "ends_on",
            "status",
            "as_of",
            "table_row",
            "parent",
            "flags",
        )

    @extend_schema_field(TermSerializer)
    def get_term(self, agreement: Agreement) -> dict[str, Any]:
        return dict(TermSerializer(agreement.term_now).data)

    @extend_schema_field(serializers.DateField())
    def get_as_of(self, _agreement: Agreement) -> str:
        return str(self.context["as_of"].isoformat())


class AgreementDetailSerializer(AgreementSerializer):
    """One record whole. `own_term` is the term of the paper itself, which PATCH changes; `term` the one in force."""

    own_term = TermSerializer(source="*", read_only=True)
    officer: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="username", read_only=True, allow_null=True
    )
    signatories = serializers.SerializerMethodField()
    gaps = serializers.SerializerMethodField()
    events = serializers.SerializerMethodField()
    agencies = AgencyRoleSerializer(source="agency_roles", many=True, read_only=True)
    fields_of_cooperation: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        source="fields", slug_field="code", many=True, read_only=True
    )

    class Meta(AgreementSerializer.Meta):
        fields = (
            *AgreementSerializer.Meta.fields,
            "title_en",
            "title_is_official",
            "stage",
            "own_term",
            "agencies",
            "signatories",
            "officer",
            "fields_of_cooperation",
            "place",
            "signing_mode",
            "languages",
            "authentic_text",
            "originals_count",
            "originals_kept_at",
            "purpose",
            "cooperation_level",
            "expected_results",
            "partner_aims",
            "events",
            "gaps",
            "signatory_as_printed",
            "partner_as_printed",
            "country_as_printed",
            "signing_as_printed",
            "note_as_printed",
            "note",
        )

    @extend_schema_field(SignatorySerializer(many=True))
    def get_signatories(self, agreement: Agreement) -> list[dict[str, Any]]:
        """Who signed the paper itself; those of later texts stand with their events."""
        own = [signer for signer in agreement.signatories.all() if signer.event_id is None]
        return [dict(SignatorySerializer(signer).data) for signer in own]

    @extend_schema_field(GapSerializer(many=True))
    def get_gaps(self, agreement: Agreement) -> list[dict[str, Any]]:
        """Where the terms of the chain leave a gap or overlap."""
        return gaps_of(agreement)

    @extend_schema_field(AgreementEventSerializer(many=True))
    def get_events(self, agreement: Agreement) -> list[dict[str, Any]]:
        return [dict(AgreementEventSerializer(event).data) for event in agreement.events.all()]
