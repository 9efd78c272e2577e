"""Delegations as the API shows and takes them; names of members only for those who may read names."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.serializers.consultation import VisiblePaperField
from agreements.serializers.papers import AgreementReferenceSerializer
from delegations.enums import (
    ChangeReason,
    CostSource,
    Direction,
    GiftSide,
    HeadRank,
    MeetingMode,
    MemberRole,
    PlanStatus,
    TripState,
)
from delegations.models import (
    DateChange,
    Delegation,
    DelegationMember,
    DelegationStop,
    Gift,
    ProgrammeEntry,
    ProgrammeItem,
)
from delegations.rules.trips import can_see_members
from delegations.serializers.contacts import CONTACT_FIELDS
from delegations.services.trips.common import LINES
from dnfa.accounts.models import Agency
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.core.serializers import PartialDateSerializerField, SeenField
from partners.models import Country, Partner
from partners.serializers import PartnerReferenceSerializer

MOST_PERSONS = 100_000
MONEY: dict[str, Any] = {
    "max_digits": 20,
    "decimal_places": 2,
    "required": False,
    "allow_null": True,
    "min_value": 0,
}
Keyed = serializers.SlugRelatedField[Any]


def by_key(model: Any = None, *, many: bool = False, slug: str = "key", **kwargs: Any) -> Any:
    """Another record by its key: read (no `model`), one that may be taken away, or a whole list."""
    if model is None:
        return serializers.SlugRelatedField(slug_field=slug, read_only=True, many=many)
    extra: dict[str, Any] = {"many": True} if many else {"allow_null": True}
    return serializers.SlugRelatedField(
        slug_field=slug, queryset=model.objects.all(), required=False, **extra, **kwargs
    )


class StopSerializer(serializers.ModelSerializer[DelegationStop]):
    country: Keyed = by_key(slug="code")
    partner: Keyed = by_key()

    class Meta:
        model = DelegationStop
        fields = ("country", "place", "partner", "arrives_on", "leaves_on", "is_important_event")


class MemberSerializer(serializers.ModelSerializer[DelegationMember]):
    agency: Keyed = by_key()

    class Meta:
        model = DelegationMember
        fields = ("name", "title", "agency", "organisation", "role", "is_key_leader")


class ProgrammeEntrySerializer(serializers.ModelSerializer[ProgrammeEntry]):
    class Meta:
        model = ProgrammeEntry
        fields = ("day", "starts_at", "content", "place", "counterpart", "in_charge")


class GiftSerializer(serializers.ModelSerializer[Gift]):
    kept_by: Keyed = by_key()

    class Meta:
        model = Gift
        fields = (
            "side", "description", "quantity", "value_amount", "value_currency", "counterpart", "kept_by",
        )  # fmt: skip


class DateChangeSerializer(serializers.ModelSerializer[DateChange]):
    class Meta:
        model = DateChange
        fields = (
            "decided_on", "starts_before", "ends_before", "starts_after", "ends_after", "reason", "note",
        )  # fmt: skip


class DelegationSerializer(serializers.ModelSerializer[Delegation]):
    """A row of the list: plan, fact, state on the day asked about, way in short; no names but the head's."""

    partners = PartnerReferenceSerializer(many=True, read_only=True)
    lead_agencies: Keyed = by_key(many=True)
    coordinating: Keyed = by_key(many=True)
    state = serializers.ChoiceField(choices=TripState.choices, read_only=True)
    countries = serializers.SerializerMethodField()

    class Meta:
        model = Delegation
        fields: tuple[str, ...] = (
            "direction", "state", *CONTACT_FIELDS, "head_rank", "planned_starts_on", "planned_ends_on",
            "planned_persons", "countries", "coordinating", "mode", "place", "host", "received_by_name",
            "received_by_title", "decision_number", "decision_on", "decision_by", "plan_status", "programme_item",
            "out_of_plan_reason", "out_of_plan_document", "cost_amount", "cost_currency", "cost_source", "cost_note",
            "cancelled_on", "cancel_reason", "cancel_note", "owes_report", "closed_on",
        )  # fmt: skip

    def get_countries(self, record: Delegation) -> list[str]:
        """Codes of the countries and territories of the way, in order, each once."""
        return list(dict.fromkeys(stop.country_id for stop in record.stops.all()))


class DelegationDetailSerializer(DelegationSerializer):
    """One delegation with its lists; `members` is null for those who may not read names."""

    stops = StopSerializer(many=True, read_only=True)
    members = serializers.SerializerMethodField()
    programme = ProgrammeEntrySerializer(many=True, read_only=True)
    gifts = GiftSerializer(many=True, read_only=True)
    signed_agreements = AgreementReferenceSerializer(many=True, read_only=True)
    date_changes = DateChangeSerializer(many=True, read_only=True)

    class Meta(DelegationSerializer.Meta):
        fields = (
            *DelegationSerializer.Meta.fields, "stops", "members", "programme", "gifts", "signed_agreements",
            "date_changes",
        )  # fmt: skip

    @extend_schema_field(MemberSerializer(many=True, allow_null=True))
    def get_members(self, record: Delegation) -> list[dict[str, Any]] | None:
        if not can_see_members(self.context["request"].user, record):
            return None
        return [dict(MemberSerializer(member).data) for member in record.members.all()]


def line(name: str) -> serializers.CharField:
    """An optional line of text, as long as the service takes it."""
    return serializers.CharField(max_length=LINES[name], required=False, allow_blank=True)


def text(longest: int | None = None) -> serializers.CharField:
    """Another optional text."""
    return serializers.CharField(max_length=longest, required=False, allow_blank=True)


def choice(choices: Any) -> serializers.ChoiceField:
    """An optional choice that may be taken back."""
    return serializers.ChoiceField(choices=choices, required=False, allow_blank=True)


def day() -> serializers.DateField:
    """An optional whole day."""
    return serializers.DateField(required=False, allow_null=True)


def number_of_persons() -> serializers.IntegerField:
    """How many people."""
    return serializers.IntegerField(min_value=1, max_value=MOST_PERSONS, required=False, allow_null=True)


class StopWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A stop: `country` by its code, `partner` by its key."""

    country: Keyed = serializers.SlugRelatedField(slug_field="code", queryset=Country.objects.all())
    place = text(200)
    partner = SeenField(model=Partner, required=False, allow_null=True)
    arrives_on = day()
    leaves_on = day()
    is_important_event = serializers.BooleanField(required=False)


class MemberWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A person: name, title, `agency` by its key or the name of another `organisation`."""

    name = serializers.CharField(max_length=150)
    title = text(200)
    agency = by_key(Agency)
    organisation = text(200)
    role = serializers.ChoiceField(choices=MemberRole.choices, required=False)
    is_key_leader = serializers.BooleanField(required=False)


class ProgrammeEntryWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A line of the programme."""

    day = serializers.DateField()
    starts_at = serializers.TimeField(required=False, allow_null=True)
    content = serializers.CharField(max_length=500)
    place = text(300)
    counterpart = text(300)
    in_charge = text(200)


class GiftWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A gift; `kept_by` is an agency's key."""

    side = serializers.ChoiceField(choices=GiftSide.choices)
    description = serializers.CharField(max_length=300)
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_PERSONS, required=False)
    value_amount = serializers.DecimalField(**MONEY)
    value_currency = text(3)
    counterpart = text(200)
    kept_by = by_key(Agency)


class DelegationWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A delegation: POST opens its record, PATCH changes what it names; lists are given as a whole.

    POST takes `starts_on`, `ends_on`, `persons` of one already held; later they are recorded by `actuals`.
    """

    direction = serializers.ChoiceField(choices=Direction.choices)
    title_vi = serializers.CharField(max_length=LINES["title_vi"])
    title_en = line("title_en")
    purpose_vi = text()
    outcome_vi = text()
    mode = choice(MeetingMode.choices)
    place = line("place")
    host = line("host")
    partners = SeenField(model=Partner, many=True, required=False)
    lead_agencies = by_key(Agency, many=True)
    coordinating = by_key(Agency, many=True)
    planned_starts_on = day()
    planned_ends_on = day()
    planned_persons = number_of_persons()
    head_name = line("head_name")
    head_title = line("head_title")
    head_rank = choice(HeadRank.choices)
    received_by_name = line("received_by_name")
    received_by_title = line("received_by_title")
    cost_amount = serializers.DecimalField(**MONEY)
    cost_currency = text(3)
    cost_source = choice(CostSource.choices)
    cost_note = line("cost_note")
    starts_on = PartialDateSerializerField(required=False, allow_null=True)
    ends_on = PartialDateSerializerField(required=False, allow_null=True)
    persons = number_of_persons()
    stops = StopWriteSerializer(many=True, required=False)
    members = MemberWriteSerializer(many=True, required=False)
    programme = ProgrammeEntryWriteSerializer(many=True, required=False)
    gifts = GiftWriteSerializer(many=True, required=False)

    ONLY_NEW = ("starts_on", "ends_on", "persons")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """What was is told once with a new record, later by a deed of its own."""
        fields = super().get_fields()
        for name in self.ONLY_NEW if self.partial else ():
            fields.pop(name)
        return fields


class ActualsWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What was: real days, persons, who received; what is not named besides the days stays."""

    starts_on = PartialDateSerializerField()
    ends_on = PartialDateSerializerField(required=False, allow_null=True, default=None)
    persons = serializers.IntegerField(
        min_value=1, max_value=MOST_PERSONS, required=False, allow_null=True, default=None
    )
    received_by_name = line("received_by_name")
    received_by_title = line("received_by_title")
    place = line("place")
    mode = choice(MeetingMode.choices)
    outcome_vi = text()


class DecisionWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """The document that allows it."""

    decision_number = serializers.CharField(max_length=LINES["decision_number"])
    decision_on = serializers.DateField()
    decision_by = serializers.CharField(
        max_length=LINES["decision_by"], required=False, allow_blank=True, default=""
    )


class MoveWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Other planned days, with the reason; "other" needs `note`."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    decided_on = serializers.DateField()
    reason = serializers.ChoiceField(choices=ChangeReason.choices)
    note = line("cancel_note")


class CancelWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why it is given up; "other" needs `note`."""

    cancelled_on = serializers.DateField()
    reason = serializers.ChoiceField(choices=ChangeReason.choices)
    note = line("cancel_note")


class ReinstateWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why it is taken up again."""

    reason = serializers.CharField(max_length=300)


class PlanStatusWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """In plan by a line of the programme (its number), or out of plan with reason and document; "" takes it back."""

    plan_status = serializers.ChoiceField(choices=PlanStatus.choices, allow_blank=True)
    programme_item: serializers.PrimaryKeyRelatedField[ProgrammeItem] = serializers.PrimaryKeyRelatedField(
        queryset=ProgrammeItem.objects.all(), required=False, allow_null=True
    )
    reason = line("out_of_plan_reason")
    document = line("out_of_plan_document")


class SignedAgreementsWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """The papers signed on the trip, by key, as a whole list."""

    agreements: Any = serializers.ListField(child=VisiblePaperField(), allow_empty=True)
