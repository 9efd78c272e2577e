"""Shapes of the year's programme and of limits gone over in the API, read and written."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from delegations.enums import ConferencePart, CostSource, HeadRank, ProgrammeItemKind, RevisionKind
from delegations.limit_words import finding_words, token_of
from delegations.models import ProgrammeItem, ProgrammeRevision, TripLimit, YearProgramme
from delegations.rules.trips import can_see_members
from delegations.selectors_limits import OverLimit
from delegations.selectors_programme import CARRYING
from delegations.services.limits import LONGEST_TEXT
from delegations.services.programme import decisions, items, years
from delegations.services.trips import common as trips
from dnfa.accounts.models import Agency
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.core.serializers import PartialDateSerializerField
from partners.models import Country, Partner

Keyed = serializers.SlugRelatedField[Any]


class SeenPartners(serializers.SlugRelatedField[Any]):
    """Partners by key, among those the caller sees."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="key", queryset=Partner.objects.none(), **kwargs)

    def get_queryset(self) -> Any:
        return Partner.objects.visible_to(self.context["request"].user)


class RevisionSerializer(serializers.ModelSerializer[ProgrammeRevision]):
    """An approved edition."""

    class Meta:
        model = ProgrammeRevision
        fields: ClassVar = ["id", "kind", "document_number", "approved_on", "approved_by", "note"]


class YearProgrammeSerializer(serializers.ModelSerializer[YearProgramme]):
    """A year with its editions; the numbers are of the lines in the programme which the caller sees."""

    revisions = RevisionSerializer(many=True, read_only=True)
    planned = serializers.IntegerField(read_only=True)
    held = serializers.IntegerField(read_only=True)

    class Meta:
        model = YearProgramme
        fields: ClassVar = ["year", "proposals_due_on", "note", "planned", "held", "revisions"]


class YearChangeSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What can be changed of a year."""

    proposals_due_on = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=years.LONGEST_NOTE)


class YearWriteSerializer(YearChangeSerializer):
    """The same for a new year."""

    year = serializers.IntegerField(min_value=years.FIRST_YEAR, max_value=years.LAST_YEAR)


class RevisionWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """An edition to record."""

    kind = serializers.ChoiceField(choices=RevisionKind.choices)
    approved_on = serializers.DateField()
    document_number = serializers.CharField(
        required=False, allow_blank=True, max_length=years.LONGEST["document_number"]
    )
    approved_by = serializers.CharField(
        required=False, allow_blank=True, max_length=years.LONGEST["approved_by"]
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=years.LONGEST_NOTE)


class ProgrammeItemSerializer(serializers.ModelSerializer[ProgrammeItem]):
    """A line of a year's programme; `carrying` is empty on lines that are not in the programme. Partners, delegations and
    conferences are those the caller sees.
    """

    year = serializers.IntegerField(source="programme.year", read_only=True)
    agency: Keyed = serializers.SlugRelatedField(slug_field="key", read_only=True)
    countries: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    partners: Any = serializers.SlugRelatedField(slug_field="key", many=True, read_only=True)
    expected_on = PartialDateSerializerField(read_only=True)
    carrying = serializers.ChoiceField(choices=[("", ""), *CARRYING], read_only=True)
    delegations: Any = serializers.SlugRelatedField(slug_field="key", many=True, read_only=True)
    conferences: Any = serializers.SlugRelatedField(slug_field="key", many=True, read_only=True)

    class Meta:
        model = ProgrammeItem
        fields: ClassVar = [
            "id",
            "year",
            "kind",
            "title",
            "agency",
            "countries",
            "partners",
            "head_title",
            "head_rank",
            "expected_on",
            "days",
            "persons",
            "purpose",
            "cost_amount",
            "cost_currency",
            "cost_source",
            "state",
            "carrying",
            "delegations",
            "conferences",
            "decided_on",
            "decision_note",
            "accepted_in",
            "removed_in",
        ]


class ItemChangeSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What can be changed of a line."""

    kind = serializers.ChoiceField(choices=ProgrammeItemKind.choices)
    title = serializers.CharField(max_length=items.LINES["title"])
    agency: Any = serializers.SlugRelatedField(
        slug_field="key", queryset=Agency.objects.all(), required=False, allow_null=True
    )
    countries: Any = serializers.SlugRelatedField(
        slug_field="code", queryset=Country.objects.all(), many=True, required=False
    )
    partners = SeenPartners(many=True, required=False)
    head_title = serializers.CharField(max_length=items.LINES["head_title"], required=False, allow_blank=True)
    head_rank = serializers.ChoiceField(choices=HeadRank.choices, required=False, allow_blank=True)
    expected_on = PartialDateSerializerField(required=False, allow_null=True)
    days = serializers.IntegerField(min_value=1, max_value=items.MOST_DAYS, required=False, allow_null=True)
    persons = serializers.IntegerField(
        min_value=1, max_value=items.MOST_PERSONS, required=False, allow_null=True
    )
    purpose = serializers.CharField(max_length=items.LONGEST_TEXT, required=False, allow_blank=True)
    cost_amount = serializers.DecimalField(
        max_digits=20, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    cost_currency = serializers.CharField(max_length=3, required=False, allow_blank=True)
    cost_source = serializers.ChoiceField(choices=CostSource.choices, required=False, allow_blank=True)


class ItemWriteSerializer(ItemChangeSerializer):
    """The same for a new line, with its year; a focal point leaves the agency out."""

    year = serializers.IntegerField()


class DecisionSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Whether a line comes into the programme; a reason is asked for when it does not."""

    is_accepted = serializers.BooleanField()
    note = serializers.CharField(max_length=decisions.LONGEST_NOTE, required=False, allow_blank=True)


class StartWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What a record needs that its line does not say for sure; `part` of a conference only."""

    title_vi = serializers.CharField(max_length=trips.LINES["title_vi"])
    planned_starts_on = serializers.DateField()
    planned_ends_on = serializers.DateField(required=False, allow_null=True)
    planned_persons = serializers.IntegerField(
        min_value=1, max_value=items.MOST_PERSONS, required=False, allow_null=True
    )
    part = serializers.ChoiceField(choices=ConferencePart.choices, required=False)


class TripLimitSerializer(serializers.ModelSerializer[TripLimit]):
    """A limit with its days and basis; `head_rank` empty: for all ranks."""

    head_rank = serializers.ChoiceField(
        source="rank", choices=HeadRank.choices, allow_blank=True, read_only=True
    )
    basis = serializers.CharField(source="basis_words", read_only=True)

    class Meta:
        model = TripLimit
        fields: ClassVar = [
            "id",
            "kind",
            "head_rank",
            "most",
            "valid_from",
            "valid_to",
            "basis",
            "is_verified",
            "note",
        ]


class WithdrawalSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why a proposal is taken back."""

    note = serializers.CharField(max_length=decisions.LONGEST_NOTE, required=False, allow_blank=True)


class ProgrammeRemovalSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why a line leaves the programme."""

    reason = serializers.CharField(max_length=decisions.LONGEST_NOTE)


class OverLimitSerializer(serializers.Serializer[OverLimit]):
    """A limit one delegation goes over. `token` names the case when it is justified; `words` hide a person's name from
    those who may not read the members.
    """

    delegation = serializers.CharField(source="delegation.key", read_only=True)
    kind = serializers.CharField(source="finding.kind", read_only=True)
    token = serializers.SerializerMethodField()
    words = serializers.SerializerMethodField()
    found = serializers.IntegerField(source="finding.found", read_only=True)
    most = serializers.IntegerField(source="finding.most", read_only=True)
    basis = serializers.CharField(source="finding.limit.source", read_only=True)
    is_verified = serializers.BooleanField(source="finding.limit.is_verified", read_only=True)
    justification = serializers.SerializerMethodField()

    def get_token(self, case: OverLimit) -> str:
        """What the case is called by."""
        return token_of(case.finding.kind, case.finding.subject)

    def get_words(self, case: OverLimit) -> str:
        """One sentence in the caller's language."""
        sees_names = can_see_members(self.context["request"].user, case.delegation)
        return finding_words(case.finding, sees_names=sees_names)

    def get_justification(self, case: OverLimit) -> str:
        """What was said for it; empty while nobody has."""
        return case.justification.text if case.justification else ""


class JustifySerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Which case is justified, and how; an empty text takes the justification back."""

    token = serializers.CharField(max_length=16)
    text = serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True)
