"""Projects and their money as the API shows them: plain decimals as text, each with its currency, never a float."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.enums import FundingKind, PermitState, ProjectState
from agreements.models import (
    FundingLine,
    NgoRegistration,
    Project,
    ProjectAgency,
    ProjectEvent,
    ProjectParty,
    ProjectReport,
    ProjectResult,
)
from agreements.selectors_projects import sums_by_kind, value_of
from partners.serializers import PartnerReferenceSerializer


class MoneySerializer(serializers.Serializer[Any]):
    """An amount and its currency (ISO 4217)."""

    value = serializers.DecimalField(max_digits=20, decimal_places=2, read_only=True)
    currency = serializers.CharField(read_only=True)


class ProjectAmountSerializer(MoneySerializer):
    """The value a source states."""

    qualifier = serializers.CharField(read_only=True)


class ProjectSumsSerializer(serializers.Serializer[Any]):
    """What the lines of one kind come to: one figure a currency."""

    kind = serializers.ChoiceField(choices=FundingKind.choices, read_only=True)
    sums = MoneySerializer(many=True, read_only=True)


class ProjectPartySerializer(serializers.ModelSerializer[ProjectParty]):
    partner = PartnerReferenceSerializer(read_only=True)

    class Meta:
        model = ProjectParty
        fields = ("partner", "role", "share")


class ProjectAgencySerializer(serializers.ModelSerializer[ProjectAgency]):
    agency: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(slug_field="key", read_only=True)

    class Meta:
        model = ProjectAgency
        fields = ("agency", "role")


class ProjectEventSerializer(serializers.ModelSerializer[ProjectEvent]):
    class Meta:
        model = ProjectEvent
        fields = (
            "id",
            "kind",
            "occurred_on",
            "document_number",
            "decided_by",
            "new_ends_on",
            "reason",
            "note",
        )


class FundingLineSerializer(serializers.ModelSerializer[FundingLine]):
    """One sum. `dong` is its value in đồng at the stated rate, null where none is stated; `corrects` the line it sets right."""

    project: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", read_only=True
    )
    dong = serializers.DecimalField(max_digits=26, decimal_places=2, read_only=True, allow_null=True)

    class Meta:
        model = FundingLine
        fields = (
            "id",
            "project",
            "kind",
            "amount",
            "currency",
            "qualifier",
            "booked_on",
            "period_from",
            "period_to",
            "rate",
            "rate_on",
            "rate_source",
            "dong_stated",
            "dong",
            "corrects",
            "reason",
            "document_number",
            "note",
        )


class ProjectResultSerializer(serializers.ModelSerializer[ProjectResult]):
    class Meta:
        model = ProjectResult
        fields = ("indicator", "unit", "target", "reached", "as_of")


class ProjectReportSerializer(serializers.ModelSerializer[ProjectReport]):
    agency: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(slug_field="key", read_only=True)

    class Meta:
        model = ProjectReport
        fields = (
            "id",
            "agency",
            "period_from",
            "period_to",
            "received_on",
            "document_number",
            "done_vi",
            "difficulty_vi",
            "next_vi",
        )


class ProjectSerializer(serializers.ModelSerializer[Project]):
    state = serializers.ChoiceField(choices=ProjectState.choices, read_only=True)
    last_day = serializers.DateField(read_only=True, allow_null=True)
    amount = serializers.SerializerMethodField()
    sums = serializers.SerializerMethodField()
    parties = ProjectPartySerializer(source="seen_parties", many=True, read_only=True)
    agencies = ProjectAgencySerializer(source="agency_roles", many=True, read_only=True)
    agreements: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", many=True, read_only=True
    )
    officer: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="username", read_only=True
    )
    parent: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(  # type: ignore[assignment]  # the metaclass takes declared fields out of the class
        slug_field="key", read_only=True
    )

    class Meta:
        model = Project
        fields: tuple[str, ...] = (
            "key",
            "title_vi",
            "title_en",
            "direction",
            "source_type",
            "form",
            "state",
            "stated_status",
            "parties",
            "agencies",
            "owner_name",
            "officer",
            "agreements",
            "parent",
            "is_component",
            "amount",
            "sums",
            "starts_on",
            "ends_on",
            "last_day",
            "place",
            "old_district",
            "quantity",
            "quantity_unit",
            "purpose_vi",
            "result_vi",
            "remains_vi",
        )

    @extend_schema_field(ProjectAmountSerializer(allow_null=True))
    def get_amount(self, project: Project) -> dict[str, Any] | None:
        stated = value_of(project)
        if stated is None:
            return None
        line, amount = stated
        facts = {"value": amount.value, "currency": amount.currency, "qualifier": line.qualifier}
        return dict(ProjectAmountSerializer(facts).data)

    @extend_schema_field(ProjectSumsSerializer(many=True))
    def get_sums(self, project: Project) -> list[dict[str, Any]]:
        rows = [{"kind": kind, "sums": list(sums)} for kind, sums in sums_by_kind(project).items()]
        return list(ProjectSumsSerializer(rows, many=True).data)


class NgoRegistrationSerializer(serializers.ModelSerializer[NgoRegistration]):
    """A registration; `state` is that of `as_of`."""

    partner = PartnerReferenceSerializer(read_only=True)
    legal_basis: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", read_only=True
    )
    state = serializers.ChoiceField(choices=PermitState.choices, read_only=True)

    class Meta:
        model = NgoRegistration
        fields = (
            "id",
            "partner",
            "kind",
            "number",
            "state",
            "issued_on",
            "issued_by",
            "valid_from",
            "valid_until",
            "scope",
            "legal_basis",
            "withdrawn_on",
            "withdrawn_reason",
            "note",
        )


class ProjectDetailSerializer(ProjectSerializer):
    """A project with everything that hangs on it."""

    fields_of_cooperation: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        source="fields", slug_field="code", many=True, read_only=True
    )
    events = ProjectEventSerializer(many=True, read_only=True)
    lines = FundingLineSerializer(many=True, read_only=True)
    results = ProjectResultSerializer(many=True, read_only=True)
    reports = ProjectReportSerializer(many=True, read_only=True)

    class Meta(ProjectSerializer.Meta):
        fields = (
            *ProjectSerializer.Meta.fields,
            "fields_of_cooperation",
            "remains_seen_on",
            "owes_reports",
            "note",
            "events",
            "lines",
            "results",
            "reports",
        )
