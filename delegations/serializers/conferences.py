"""Conferences and visits of the foreign press as the API shows and takes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from delegations.enums import (
    ChangeReason,
    ConferencePart,
    CostSource,
    MeetingMode,
    PermitLevel,
    TripState,
)
from delegations.models import Conference, PressVisit
from delegations.serializers.trips import MONEY, Keyed, by_key, choice, day, line, text
from delegations.services.conferences import MOST_PERSONS
from delegations.services.trips.common import LINES
from dnfa.accounts.models import Agency
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.core.serializers import PartialDateSerializerField, SeenField
from dnfa.followup.enums import ClockState
from partners.models import Country, Partner
from partners.serializers import PartnerReferenceSerializer


def head_count() -> serializers.IntegerField:
    """How many people of a class; 0 says that nobody was, null that it is not known."""
    return serializers.IntegerField(min_value=0, max_value=MOST_PERSONS, required=False, allow_null=True)


class ConferenceSerializer(serializers.ModelSerializer[Conference]):
    """A conference: plan, fact, state on the day asked about, who came in four classes.

    `file_by` is the last day to ask for the permit and `filing` where that stands on the day, both null where no
    permit is asked for.
    """

    state = serializers.ChoiceField(choices=TripState.choices, read_only=True)
    partners = PartnerReferenceSerializer(many=True, read_only=True)
    lead_agencies: Keyed = by_key(many=True)
    coordinating: Keyed = by_key(many=True)
    countries: Keyed = by_key(slug="code", many=True)
    file_by = serializers.DateField(read_only=True, allow_null=True)
    filing = serializers.ChoiceField(choices=ClockState.choices, read_only=True, allow_null=True)

    class Meta:
        model = Conference
        fields = (
            "key", "title_vi", "title_en", "part", "state", "organiser", "purpose_vi", "outcome_vi", "mode", "place",
            "partners", "lead_agencies", "coordinating", "planned_starts_on", "planned_ends_on", "planned_persons",
            "starts_on", "ends_on", "is_recurring", "vietnamese_persons", "resident_foreigners",
            "visiting_foreigners", "online_persons", "persons", "countries", "permit_level", "file_by", "filed_on",
            "filing", "decision_number", "decision_on", "decision_by", "plan_status", "programme_item",
            "out_of_plan_reason", "out_of_plan_document", "cost_amount", "cost_currency", "cost_source", "cost_note",
            "cancelled_on", "cancel_reason", "cancel_note", "owes_report", "closed_on",
        )  # fmt: skip


class WhatWasSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Real days and who came; `persons` is counted here once all four classes are known."""

    starts_on = PartialDateSerializerField(required=False, allow_null=True)
    ends_on = PartialDateSerializerField(required=False, allow_null=True)
    vietnamese_persons = head_count()
    resident_foreigners = head_count()
    visiting_foreigners = head_count()
    online_persons = head_count()
    persons = head_count()
    outcome_vi = text()


class ConferenceWriteSerializer(WhatWasSerializer):
    """A conference: POST opens its record, PATCH changes what it names; lists are given as a whole.

    POST takes what was of one already held; later that is recorded by `actuals`. Days that a document allowed are
    changed with a `reason`.
    """

    title_vi = serializers.CharField(max_length=LINES["title_vi"])
    title_en = line("title_en")
    part = serializers.ChoiceField(choices=ConferencePart.choices)
    organiser = text(300)
    purpose_vi = text()
    mode = choice(MeetingMode.choices)
    place = line("place")
    partners = SeenField(model=Partner, many=True, required=False)
    lead_agencies = by_key(Agency, many=True)
    coordinating = by_key(Agency, many=True)
    countries = by_key(Country, slug="code", many=True)
    planned_starts_on = day()
    planned_ends_on = day()
    planned_persons = head_count()
    cost_amount = serializers.DecimalField(**MONEY)
    cost_currency = text(3)
    cost_source = choice(CostSource.choices)
    cost_note = line("cost_note")
    reason = text(500)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """What was is told once with a new record, later by a deed of its own; a reason is given for a change."""
        fields = super().get_fields()
        for name in WhatWasSerializer().get_fields() if self.partial else ("reason",):
            fields.pop(name)
        return fields


class ConferenceActualsWriteSerializer(WhatWasSerializer):
    """What was; what is not named stays."""

    countries = by_key(Country, slug="code", many=True)


class ConferencePermitWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Who allows it, when the file went in, the document that allows it; what is not named stays."""

    permit_level = choice(PermitLevel.choices)
    filed_on = day()
    decision_number = line("decision_number")
    decision_on = day()
    decision_by = line("decision_by")


class ConferenceCancelWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why it is given up, today unless `cancelled_on` is named; "other" needs `note`."""

    cancelled_on = serializers.DateField(required=False)
    reason = serializers.ChoiceField(choices=ChangeReason.choices)
    note = line("cancel_note")


class PressVisitSerializer(serializers.ModelSerializer[PressVisit]):
    """A visit of the foreign press; no contact of the partners it names."""

    partners = PartnerReferenceSerializer(many=True, read_only=True)
    lead_agencies: Keyed = by_key(many=True)
    countries: Keyed = by_key(slug="code", many=True)

    class Meta:
        model = PressVisit
        fields = (
            "key", "title_vi", "title_en", "outlets", "countries", "starts_on", "ends_on", "is_recurring", "place",
            "persons", "topics", "permit_number", "permit_on", "lead_agencies", "guided_by", "partners", "purpose_vi",
            "outcome_vi", "is_published", "published_note",
        )  # fmt: skip


class PressVisitWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A visit of the foreign press: POST writes it down, PATCH changes what it names; lists are given as a whole."""

    title_vi = serializers.CharField(max_length=LINES["title_vi"])
    title_en = line("title_en")
    outlets = serializers.CharField(max_length=500)
    countries = by_key(Country, slug="code", many=True)
    starts_on = PartialDateSerializerField(required=False, allow_null=True)
    ends_on = PartialDateSerializerField(required=False, allow_null=True)
    place = line("place")
    persons = head_count()
    topics = text()
    permit_number = text(120)
    permit_on = day()
    lead_agencies = by_key(Agency, many=True)
    guided_by = text(300)
    partners = SeenField(model=Partner, many=True, required=False)
    purpose_vi = text()
    outcome_vi = text()
    is_published = serializers.BooleanField(required=False)
    published_note = text(500)
