"""Shapes of the Scheme in the API, read and written."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from dnfa.accounts.models import Agency
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.core.serializers import PartialDateSerializerField, SeenField
from reports.scheme.enums import ReportedState, TaskState
from reports.scheme.models import SchemeDifficulty, SchemeProposal, SchemeTask, SchemeTaskProgress
from reports.scheme.services import common, progress

Keyed = serializers.SlugRelatedField[Any]


def agency_key(**options: Any) -> Any:
    """An agency by its key, former ones too."""
    return serializers.SlugRelatedField(slug_field="key", queryset=Agency.objects.all(), **options)


class BoundSerializer(serializers.Serializer[Any]):
    """An agency as the paper names it, and who carries its work on the day."""

    agency = serializers.CharField(source="agency.key", read_only=True)
    name_vi = serializers.CharField(source="agency.name_vi", read_only=True)
    carried_by = serializers.SerializerMethodField()

    def get_carried_by(self, one: Any) -> list[str]:
        """Keys of the agencies that carry the work; empty when nobody does."""
        return [agency.key for agency in one.carriers]


class ProgressSerializer(serializers.ModelSerializer[SchemeTaskProgress]):
    """What an agency said of a year; `corrects` names the row in whose place it stands."""

    agency: Keyed = serializers.SlugRelatedField(slug_field="key", read_only=True)

    class Meta:
        model = SchemeTaskProgress
        fields: ClassVar = [
            "id",
            "year",
            "part",
            "agency",
            "state",
            "result",
            "figure",
            "unit",
            "evidence",
            "reported_on",
            "corrects",
            "correction_reason",
        ]


class DifficultySerializer(serializers.ModelSerializer[SchemeDifficulty]):
    """What stands in the way; open while `solved_on` is empty."""

    raised_by: Keyed = serializers.SlugRelatedField(slug_field="key", read_only=True)
    solver: Keyed = serializers.SlugRelatedField(slug_field="key", read_only=True)

    class Meta:
        model = SchemeDifficulty
        fields: ClassVar = [
            "id",
            "text",
            "wish",
            "raised_by",
            "raised_on",
            "solver",
            "solved_on",
            "solution",
            "version",
        ]


class SchemeTaskSerializer(serializers.ModelSerializer[SchemeTask]):
    """A task with its state on the day asked about and what its lead agency said last."""

    lead_agencies: Any = serializers.SerializerMethodField()
    coordinating_agencies: Any = serializers.SerializerMethodField()
    leads: Any = BoundSerializer(many=True, read_only=True)
    coordinators: Any = BoundSerializer(many=True, read_only=True)
    replaced_by: Keyed = serializers.SlugRelatedField(slug_field="code", read_only=True)
    state = serializers.ChoiceField(choices=TaskState.choices, read_only=True)
    reported_year = serializers.IntegerField(read_only=True, allow_null=True)
    last_result = serializers.CharField(read_only=True, allow_null=True)
    open_difficulties = serializers.IntegerField(read_only=True)

    class Meta:
        model = SchemeTask
        fields: ClassVar = [
            "code",
            "order",
            "group_code",
            "group_name_vi",
            "title_vi",
            "title_en",
            "lead_agencies",
            "coordinating_agencies",
            "leads",
            "coordinators",
            "with_all_relevant_units",
            "starts_on",
            "ends_on",
            "note",
            "origin",
            "deciding_document",
            "decided_on",
            "replaced_by",
            "replaced_on",
            "state",
            "reported_year",
            "last_result",
            "open_difficulties",
        ]

    def get_lead_agencies(self, task: Any) -> list[str]:
        """Keys of the agencies that lead, as named on the day."""
        return [one.agency.key for one in task.leads]

    def get_coordinating_agencies(self, task: Any) -> list[str]:
        """Keys of the agencies that coordinate, as named on the day."""
        return [one.agency.key for one in task.coordinators]


class SchemeTaskDetailSerializer(SchemeTaskSerializer):
    """The same with everything said by the day, the newest first, and all difficulties."""

    progress = ProgressSerializer(many=True, read_only=True, source="said")
    difficulties = DifficultySerializer(many=True, read_only=True, source="obstacles")

    class Meta(SchemeTaskSerializer.Meta):
        fields: ClassVar = [*SchemeTaskSerializer.Meta.fields, "progress", "difficulties"]


class SchemeTaskChangeSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What can be changed of a task; its words are the Decision's."""

    title_en = serializers.CharField(required=False, allow_blank=True, max_length=common.LONGEST_TEXT)
    starts_on = PartialDateSerializerField(required=False, allow_null=True)
    ends_on = PartialDateSerializerField(required=False, allow_null=True)
    with_all_relevant_units = serializers.BooleanField(required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=common.LONGEST_TEXT)


class AssignmentSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Who leads and who coordinates, from a day by a document; without a day the list is corrected."""

    leads = agency_key(many=True)
    coordinating = agency_key(many=True)
    on = serializers.DateField(required=False, allow_null=True)
    document = serializers.CharField(required=False, allow_blank=True, max_length=common.LONGEST_DOCUMENT)


class SaidSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """How far a task is."""

    state = serializers.ChoiceField(choices=ReportedState.choices)
    result = serializers.CharField(required=False, allow_blank=True, max_length=common.LONGEST_TEXT)
    figure = serializers.DecimalField(max_digits=20, decimal_places=2, required=False, allow_null=True)
    unit = serializers.CharField(required=False, allow_blank=True, max_length=progress.LONGEST["unit"])
    evidence = serializers.CharField(required=False, allow_blank=True, max_length=common.LONGEST_TEXT)


class ProgressWriteSerializer(SaidSerializer):
    """The same for a year, in the name of an agency or of the Department itself."""

    year = serializers.IntegerField()
    agency = agency_key(required=False, allow_null=True)


class ProgressCorrectionSerializer(SaidSerializer):
    """What is right in the place of row `progress` of this task, and why."""

    progress = serializers.IntegerField()
    reason = serializers.CharField(max_length=common.LONGEST_LINE)


class DifficultyWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What stands in the way, what is asked for, of whom, in the name of an agency or of the Department itself."""

    text = serializers.CharField(max_length=common.LONGEST_TEXT)
    wish = serializers.CharField(required=False, allow_blank=True, max_length=common.LONGEST_TEXT)
    solver = agency_key(required=False, allow_null=True)
    agency = agency_key(required=False, allow_null=True)


class SolutionSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """How difficulty `difficulty` of this task, in its `version`, was solved, and when."""

    difficulty = serializers.IntegerField()
    version = serializers.IntegerField()
    solution = serializers.CharField(max_length=common.LONGEST_TEXT)
    solved_on = serializers.DateField()


class SchemeProposalSerializer(serializers.ModelSerializer[SchemeProposal]):
    """What an agency wants added or put in the place of a task."""

    task: Keyed = serializers.SlugRelatedField(slug_field="code", read_only=True)
    result: Keyed = serializers.SlugRelatedField(slug_field="code", read_only=True)
    lead_agency: Keyed = serializers.SlugRelatedField(slug_field="key", read_only=True)
    coordinating: Any = serializers.SlugRelatedField(slug_field="key", many=True, read_only=True)
    agency: Keyed = serializers.SlugRelatedField(slug_field="key", read_only=True)

    class Meta:
        model = SchemeProposal
        fields: ClassVar = [
            "id",
            "kind",
            "task",
            "group_code",
            "title_vi",
            "reason",
            "starts_on",
            "ends_on",
            "lead_agency",
            "coordinating",
            "agency",
            "proposed_on",
            "state",
            "decided_on",
            "decision_note",
            "result",
            "follows",
        ]


class SeenProposal(serializers.PrimaryKeyRelatedField[Any]):
    """A proposal by its number, among those the caller sees."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=SchemeProposal.objects.none(), **kwargs)

    def get_queryset(self) -> Any:
        return SchemeProposal.objects.visible_to(self.context["request"].user)


class SeenTask(SeenField):
    """A task by its code, among those the caller sees."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(model=SchemeTask, **kwargs)
        self.slug_field = "code"


class SchemeProposalWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A proposal: with `task` another wording of it, else with the `group_code` it belongs to."""

    task = SeenTask(required=False, allow_null=True)
    group_code = serializers.CharField(max_length=10, required=False, allow_blank=True)
    title_vi = serializers.CharField(max_length=common.LONGEST_TEXT)
    reason = serializers.CharField(max_length=common.LONGEST_TEXT)
    starts_on = PartialDateSerializerField(required=False, allow_null=True)
    ends_on = PartialDateSerializerField(required=False, allow_null=True)
    lead_agency = agency_key()
    coordinating = agency_key(many=True, required=False)
    agency = agency_key(required=False, allow_null=True)
    follows = SeenProposal(required=False, allow_null=True)


class SchemeAcceptanceSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """By which document a proposal becomes a task, and under which code."""

    code = serializers.CharField(max_length=20)
    deciding_document = serializers.CharField(max_length=common.LONGEST_DOCUMENT)
    decided_on = serializers.DateField()


class SchemeReturnSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why a proposal goes back."""

    reason = serializers.CharField(max_length=common.LONGEST_LINE)


class SchemeWithdrawalSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why a proposal is taken back; may be left out."""

    reason = serializers.CharField(max_length=common.LONGEST_LINE, required=False, allow_blank=True)
