"""Contacts and invitations as the API shows and takes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from delegations.enums import (
    ChangeReason,
    DeclineReason,
    EngagementKind,
    Initiative,
    InvitationAnswer,
    InvitationSide,
    MeetingMode,
)
from delegations.models import Conference, Delegation, Engagement, Invitation
from delegations.selectors_invitations import STATES
from delegations.serializers.contacts import CONTACT_FIELDS
from delegations.services.engagements import LINES, LONGEST_TEXT, MOST_PERSONS
from delegations.services.invitation_checks import MOST_PERSONS as MOST_GUESTS
from delegations.services.invitations import ANSWER_LINES, LONGEST_NOTE
from delegations.services.invitations import LINES as INVITATION_LINES
from delegations.services.trips.cancelling import LONGEST_NOTE as LONGEST_NOTE_OF_REASON
from dnfa.accounts.models import Agency
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.core.serializers import PartialDateSerializerField, SeenField
from partners.models import Partner
from partners.serializers import PartnerReferenceSerializer


class EngagementSerializer(serializers.ModelSerializer[Engagement]):
    partners = PartnerReferenceSerializer(many=True, read_only=True)
    lead_agencies: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", many=True, read_only=True
    )

    class Meta:
        model = Engagement
        fields = (
            "kind", "initiative", *CONTACT_FIELDS, "mode", "place", "document_number", "cancelled_on", "cancel_reason",
            "cancel_note",
        )  # fmt: skip


class EngagementCancelWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why it is called off, today unless `cancelled_on` is named; "other" needs `note`."""

    cancelled_on = serializers.DateField(required=False)
    reason = serializers.ChoiceField(choices=ChangeReason.choices)
    note = serializers.CharField(max_length=LONGEST_NOTE_OF_REASON, required=False, allow_blank=True)


class InviteWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Partners to invite in one go, by key; who was invited before is left as they are."""

    partners = SeenField(model=Partner, many=True)
    sent_on = serializers.DateField()
    answer_by = serializers.DateField(required=False, allow_null=True)
    document_number = serializers.CharField(max_length=120, required=False, allow_blank=True)
    agency: Any = serializers.SlugRelatedField(
        slug_field="key", queryset=Agency.objects.all(), required=False, allow_null=True
    )


class EngagementWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A contact; a focal point's own agency leads, whatever is sent."""

    kind = serializers.ChoiceField(choices=EngagementKind.choices)
    initiative = serializers.ChoiceField(choices=Initiative.choices, required=False, allow_blank=True)
    title_vi = serializers.CharField(max_length=LINES["title_vi"])
    title_en = serializers.CharField(max_length=LINES["title_en"], required=False, allow_blank=True)
    starts_on = PartialDateSerializerField(required=False, allow_null=True)
    ends_on = PartialDateSerializerField(required=False, allow_null=True)
    is_recurring = serializers.BooleanField(required=False)
    mode = serializers.ChoiceField(choices=MeetingMode.choices, required=False, allow_blank=True)
    place = serializers.CharField(max_length=LINES["place"], required=False, allow_blank=True)
    partners = SeenField(model=Partner, many=True, required=False)
    lead_agencies: Any = serializers.SlugRelatedField(
        slug_field="key", queryset=Agency.objects.all(), many=True, required=False
    )
    purpose_vi = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    outcome_vi = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    persons = serializers.IntegerField(min_value=0, max_value=MOST_PERSONS, required=False, allow_null=True)
    head_name = serializers.CharField(max_length=LINES["head_name"], required=False, allow_blank=True)
    head_title = serializers.CharField(max_length=LINES["head_title"], required=False, allow_blank=True)
    document_number = serializers.CharField(
        max_length=LINES["document_number"], required=False, allow_blank=True
    )


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation; of its event, conference and delegation only what the caller sees. `event_from` and `event_to` are
    the days of its event or conference as they stand now, else those told with the invitation.
    """

    partner = PartnerReferenceSerializer(read_only=True)
    event = serializers.CharField(source="seen_event.key", default=None, read_only=True)
    conference = serializers.CharField(source="seen_conference.key", default=None, read_only=True)
    delegation = serializers.CharField(source="seen_delegation.key", default=None, read_only=True)
    agency: Any = serializers.SlugRelatedField(slug_field="key", read_only=True)
    state = serializers.ChoiceField(choices=STATES, read_only=True)
    event_from = serializers.DateField(source="begins", allow_null=True, read_only=True)
    event_to = serializers.DateField(source="ends", allow_null=True, read_only=True)

    class Meta:
        model = Invitation
        fields = (
            "id",
            "side",
            "partner",
            "occasion",
            "event",
            "conference",
            "event_from",
            "event_to",
            "document_number",
            "sent_on",
            "answer_by",
            "agency",
            "state",
            "answer",
            "answered_on",
            "answer_document",
            "reason",
            "reason_note",
            "attended",
            "attended_persons",
            "delegation",
            "note",
        )


class InvitationWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What an invitation says; answer, attendance and delegation are deeds of their own."""

    side = serializers.ChoiceField(choices=InvitationSide.choices)
    partner = SeenField(model=Partner)
    occasion = serializers.CharField(max_length=INVITATION_LINES["occasion"])
    event = SeenField(model=Engagement, required=False, allow_null=True)
    conference = SeenField(model=Conference, required=False, allow_null=True)
    event_from = serializers.DateField(required=False, allow_null=True)
    event_to = serializers.DateField(required=False, allow_null=True)
    document_number = serializers.CharField(
        max_length=INVITATION_LINES["document_number"], required=False, allow_blank=True
    )
    sent_on = serializers.DateField()
    answer_by = serializers.DateField(required=False, allow_null=True)
    agency: Any = serializers.SlugRelatedField(
        slug_field="key", queryset=Agency.objects.all(), required=False, allow_null=True
    )
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class AnswerSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What the invited side said."""

    answer = serializers.ChoiceField(choices=InvitationAnswer.choices)
    answered_on = serializers.DateField(required=False, allow_null=True)
    reason = serializers.ChoiceField(choices=DeclineReason.choices, required=False, allow_blank=True)
    reason_note = serializers.CharField(
        max_length=ANSWER_LINES["reason_note"], required=False, allow_blank=True
    )
    answer_document = serializers.CharField(
        max_length=ANSWER_LINES["answer_document"], required=False, allow_blank=True
    )


class CorrectAnswerSerializer(AnswerSerializer):
    """The same for an answer already given; empty takes it away."""

    answer = serializers.ChoiceField(choices=InvitationAnswer.choices, allow_blank=True)
    why = serializers.CharField(max_length=500)


class AttendanceSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Who came; null: not known."""

    attended = serializers.BooleanField(allow_null=True)
    persons = serializers.IntegerField(min_value=1, max_value=MOST_GUESTS, required=False, allow_null=True)


class FollowedSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """The delegation that followed, by its key; null: none."""

    delegation = SeenField(model=Delegation, allow_null=True)
