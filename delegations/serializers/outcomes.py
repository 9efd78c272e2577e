"""Reports of results as the API shows and takes them, with their meetings and obligations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from delegations.enums import ObligationSide
from delegations.models import Conference, Delegation, Obligation, OutcomeMeeting, OutcomeReport
from delegations.rules import can_see_people
from delegations.serializers.trips import Keyed, by_key, day, text
from delegations.services.outcomes.common import LONGEST_REASON
from delegations.services.outcomes.reports import LONGEST_NUMBER, LONGEST_TEXT
from dnfa.accounts.models import Agency
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.core.serializers import SeenField
from partners.models import Partner


class OutcomeMeetingSerializer(serializers.ModelSerializer[OutcomeMeeting]):
    """Who met whom; `partner` is null where the caller does not see it, `our_side` where it does not read our people."""

    partner: Keyed = by_key()
    our_side = serializers.SerializerMethodField()

    class Meta:
        model = OutcomeMeeting
        fields = ("id", "met_on", "partner", "counterpart", "our_side", "content")

    def get_our_side(self, meeting: OutcomeMeeting) -> str | None:
        """The names typed."""
        reads = can_see_people(self.context["request"].user, meeting.report.record)
        return meeting.our_side if reads else None


class ObligationSerializer(serializers.ModelSerializer[Obligation]):
    """What a side owes, or is proposed; `action` is the number of its thing to do."""

    lead_agency: Keyed = by_key()
    action: serializers.PrimaryKeyRelatedField[Any] = serializers.PrimaryKeyRelatedField(read_only=True)

    class Meta:
        model = Obligation
        fields = ("id", "side", "text", "due_on", "lead_agency", "action")


class OutcomeReportSerializer(serializers.ModelSerializer[OutcomeReport]):
    """A report on a delegation or a conference; a draft while `reported_on` is null."""

    delegation: Keyed = by_key()
    conference: Keyed = by_key()
    meetings = OutcomeMeetingSerializer(many=True, read_only=True)
    obligations = ObligationSerializer(many=True, read_only=True)

    class Meta:
        model = OutcomeReport
        fields = (
            "id", "delegation", "conference", "document_number", "reported_on", "summary", "done", "negotiating",
            "assessment", "meetings", "obligations",
        )  # fmt: skip


class MeetingWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A meeting; `id` names one that stands, without it the row is new."""

    id = serializers.IntegerField(required=False, min_value=1)
    met_on = day()
    partner = SeenField(model=Partner, required=False, allow_null=True)
    counterpart = serializers.CharField(max_length=300)
    our_side = text(300)
    content = text(LONGEST_TEXT)


class ObligationWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """An obligation; `id` as above. Ours and proposals need the key of one lead agency."""

    id = serializers.IntegerField(required=False, min_value=1)
    side = serializers.ChoiceField(choices=ObligationSide.choices)
    text = serializers.CharField(max_length=500)
    due_on = day()
    lead_agency = by_key(Agency)


class OutcomeReportWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """POST names one `delegation` or `conference`; PATCH changes what it names, lists as a whole.

    A report already submitted is changed with a `reason`.
    """

    delegation = SeenField(model=Delegation, required=False)
    conference = SeenField(model=Conference, required=False)
    summary = text(LONGEST_TEXT)
    done = text(LONGEST_TEXT)
    negotiating = text(LONGEST_TEXT)
    assessment = text(LONGEST_TEXT)
    meetings = MeetingWriteSerializer(many=True, required=False)
    obligations = ObligationWriteSerializer(many=True, required=False)
    reason = text(LONGEST_REASON)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """What a report is on is said once; a reason is given for a change."""
        fields = super().get_fields()
        for name in ("delegation", "conference") if self.partial else ("reason",):
            fields.pop(name)
        return fields

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not self.partial and ("delegation" in attrs) == ("conference" in attrs):
            raise serializers.ValidationError(
                {"delegation": [_("Hãy nêu một đoàn hoặc một hội nghị, hội thảo.")]}
            )
        return attrs


class SubmitWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Number and day of the paper; another number or day later with a reason."""

    document_number = serializers.CharField(max_length=LONGEST_NUMBER)
    reported_on = serializers.DateField()
    reason = text(LONGEST_REASON)


class CloseWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """From when the file is closed; today unless given."""

    closed_on = day()


class ReasonWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=LONGEST_REASON)
