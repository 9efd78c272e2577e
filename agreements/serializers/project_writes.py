"""What the API takes of projects and their money: the facts of agreements/services/projects."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from agreements.enums import (
    AidForm,
    AmountQualifier,
    FundingKind,
    NgoPermitKind,
    ProjectAgencyRole,
    ProjectDeed,
    ProjectDirection,
    ProjectPartyRole,
    SourceType,
    StatedStatus,
)
from agreements.models import Project
from agreements.selectors_projects import people_to_give_projects
from agreements.serializers.consultation import VisiblePaperField
from dnfa.accounts.models import Agency
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.core.models import LegalBasis
from dnfa.core.serializers import PartialDateSerializerField, SeenField
from partners.models import CooperationField, Partner

LONGEST_TEXT = 20_000
MONEY: dict[str, Any] = {"max_digits": 20, "decimal_places": 2}
OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}


def _line(most: int) -> serializers.CharField:
    return serializers.CharField(max_length=most, required=False, allow_blank=True)


def _text() -> serializers.CharField:
    return serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)


def _choice(choices: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=choices, required=False, allow_blank=True)


class ProjectPartyWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A foreign side by its key; `share` in per cent, of donors only."""

    partner = SeenField(model=Partner)
    role = serializers.ChoiceField(choices=ProjectPartyRole.choices)
    share = serializers.DecimalField(max_digits=5, decimal_places=2, **OPTIONAL)


class ProjectAgencyWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    agency: Any = serializers.SlugRelatedField(slug_field="key", queryset=Agency.objects.all())
    role = serializers.ChoiceField(choices=ProjectAgencyRole.choices)


class ProjectWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A project: POST opens its record, PATCH changes what it names; lists are given as a whole."""

    title_vi = serializers.CharField(max_length=500)
    title_en = _line(500)
    direction = serializers.ChoiceField(choices=ProjectDirection.choices)
    source_type = _choice(SourceType.choices)
    form = _choice(AidForm.choices)
    stated_status = serializers.ChoiceField(choices=StatedStatus.choices, required=False)
    parent = SeenField(model=Project, **OPTIONAL)  # type: ignore[assignment]  # the metaclass takes declared fields out of the class
    is_component = serializers.BooleanField(required=False)
    parties = ProjectPartyWriteSerializer(many=True, required=False)
    agencies = ProjectAgencyWriteSerializer(many=True, required=False)
    agreements: Any = serializers.ListField(child=VisiblePaperField(), required=False)
    fields_of_cooperation: Any = serializers.SlugRelatedField(
        source="fields", slug_field="code", queryset=CooperationField.objects.all(), many=True, required=False
    )
    owner_name = _line(300)
    place = _line(300)
    old_district = _line(300)
    starts_on = PartialDateSerializerField(**OPTIONAL)
    ends_on = PartialDateSerializerField(**OPTIONAL)
    quantity = serializers.DecimalField(**MONEY, **OPTIONAL, min_value=0)
    quantity_unit = _line(60)
    purpose_vi = _text()
    result_vi = _text()
    remains_vi = _text()
    remains_seen_on = serializers.DateField(**OPTIONAL)
    owes_reports = serializers.BooleanField(required=False)
    officer: Any = serializers.SlugRelatedField(
        slug_field="username", queryset=people_to_give_projects(), **OPTIONAL
    )
    note = _text()


class ProjectEventWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What happened; suspension, extension and cancellation need `reason`, an extension `new_ends_on`."""

    kind = serializers.ChoiceField(choices=ProjectDeed.choices)
    occurred_on = PartialDateSerializerField()
    document_number = _line(120)
    decided_by = _line(200)
    new_ends_on = PartialDateSerializerField(**OPTIONAL)
    reason = _line(500)
    note = _text()


class EventRemovalWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Which deed was written down wrongly, by its number, and why it goes."""

    event = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=500)


class FundingLineWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A sum: plain decimal and currency. `rate` goes with `rate_on` and `rate_source`; more disbursed than promised needs `reason`."""

    kind = serializers.ChoiceField(choices=FundingKind.choices)
    amount = serializers.DecimalField(**MONEY)
    currency = serializers.CharField(max_length=3)
    qualifier = serializers.ChoiceField(choices=AmountQualifier.choices, required=False)
    booked_on = PartialDateSerializerField(**OPTIONAL)
    period_from = serializers.DateField(**OPTIONAL)
    period_to = serializers.DateField(**OPTIONAL)
    rate = serializers.DecimalField(max_digits=18, decimal_places=6, **OPTIONAL)
    rate_on = serializers.DateField(**OPTIONAL)
    rate_source = _line(200)
    dong_stated = serializers.DecimalField(max_digits=20, decimal_places=0, min_value=1, **OPTIONAL)
    document_number = _line(120)
    note = _line(500)
    reason = _line(500)


class LineCorrectionWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What a line should come to, and why; nought takes it back. `line` is its number."""

    line = serializers.IntegerField(min_value=1)
    right_amount = serializers.DecimalField(**MONEY, min_value=0)
    reason = serializers.CharField(max_length=500)


class LineRateWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """At which rate a line and its corrections are told in đồng."""

    line = serializers.IntegerField(min_value=1)
    rate = serializers.DecimalField(max_digits=18, decimal_places=6)
    rate_on = serializers.DateField()
    rate_source = serializers.CharField(max_length=200)


class ProjectResultWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    indicator = serializers.CharField(max_length=300)
    unit = serializers.CharField(max_length=60)
    target = serializers.DecimalField(**MONEY, **OPTIONAL)
    reached = serializers.DecimalField(**MONEY, **OPTIONAL)
    as_of = serializers.DateField(**OPTIONAL)


class ProjectResultsWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """The results in figures as a whole list."""

    results = ProjectResultWriteSerializer(many=True)


class ProjectReportWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What an agency reports for a period; a focal point's own agency, whatever is sent."""

    agency: Any = serializers.SlugRelatedField(
        slug_field="key", queryset=Agency.objects.all(), required=False
    )
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    received_on = serializers.DateField(**OPTIONAL)
    document_number = _line(120)
    done_vi = serializers.CharField(max_length=LONGEST_TEXT)
    difficulty_vi = _text()
    next_vi = _text()


class ReportCorrectionWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Which report, by its number, what changes in it, and why."""

    report = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=500)
    agency: Any = serializers.SlugRelatedField(
        slug_field="key", queryset=Agency.objects.all(), required=False
    )
    period_from = serializers.DateField(required=False)
    period_to = serializers.DateField(required=False)
    received_on = serializers.DateField(required=False)
    document_number = _line(120)
    done_vi = serializers.CharField(max_length=LONGEST_TEXT, required=False)
    difficulty_vi = _text()
    next_vi = _text()


class ReportRemovalWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Which report was written down wrongly, by its number, and why it goes."""

    report = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=500)


class NgoRegistrationWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A registration: POST writes it down, PATCH changes what it names; a withdrawal needs its day and why."""

    partner = SeenField(model=Partner)
    kind = serializers.ChoiceField(choices=NgoPermitKind.choices)
    number = serializers.CharField(max_length=120)
    issued_on = PartialDateSerializerField(**OPTIONAL)
    issued_by = _line(200)
    valid_from = PartialDateSerializerField(**OPTIONAL)
    valid_until = PartialDateSerializerField(**OPTIONAL)
    scope = _line(500)
    legal_basis: Any = serializers.SlugRelatedField(
        slug_field="key", queryset=LegalBasis.objects.all(), **OPTIONAL
    )
    withdrawn_on = serializers.DateField(**OPTIONAL)
    withdrawn_reason = _line(500)
    note = _line(500)
