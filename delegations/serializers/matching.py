"""Partners near a route as the API gives them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from agreements.enums import CommitmentSide, Status
from agreements.models import Agreement
from delegations.enums import InvitationSide
from delegations.matching.proposals import REASONS
from delegations.models import Invitation
from delegations.selectors_invitations import STATES
from partners.models import Partner
from partners.serializers import CountryReferenceSerializer, PartnerReferenceSerializer, TieSerializer


class NearPartnerSerializer(serializers.ModelSerializer[Partner]):
    country = CountryReferenceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Partner
        fields = ("key", "name_vi", "kind", "country")


class PaperAtItsEndSerializer(serializers.ModelSerializer[Agreement]):
    status = serializers.ChoiceField(choices=Status.choices, read_only=True)
    ends_on = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = Agreement
        fields = ("key", "title_vi", "status", "ends_on")


class PromisedSerializer(serializers.Serializer[Any]):
    """What a side has promised and not yet done, of a paper or of the report of a meeting."""

    side = serializers.ChoiceField(choices=CommitmentSide.choices)
    text = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    is_late = serializers.BooleanField()


class OpenInvitationSerializer(serializers.ModelSerializer[Invitation]):
    """`meets_route`: its event falls on a day of the trip."""

    event_from = serializers.DateField(source="begins", allow_null=True, read_only=True)
    event_to = serializers.DateField(source="ends", allow_null=True, read_only=True)

    side = serializers.ChoiceField(choices=InvitationSide.choices, read_only=True)
    state = serializers.ChoiceField(choices=STATES, read_only=True)
    meets_route = serializers.BooleanField(read_only=True)

    class Meta:
        model = Invitation
        fields = ("id", "side", "occasion", "event_from", "event_to", "answer_by", "state", "meets_route")


class NearbySerializer(serializers.Serializer[Any]):
    """A partner near the route; `km` and `nearest` are null where only the country or territory speaks for it."""

    partner = NearPartnerSerializer()
    km = serializers.SerializerMethodField()
    nearest = PartnerReferenceSerializer(allow_null=True)
    relationship = TieSerializer(source="tie", allow_null=True)
    flags = serializers.ListField(child=serializers.CharField(), source="partner.open_flags")
    last_activity = serializers.DateField(source="activity.last_activity", allow_null=True)
    agreements_in_force = serializers.IntegerField(source="waiting.in_force")
    agreements = PaperAtItsEndSerializer(source="waiting.papers", many=True)
    commitments = PromisedSerializer(source="waiting.promises", many=True)
    invitations = OpenInvitationSerializer(source="waiting.invitations", many=True)
    is_pressing = serializers.BooleanField()

    def get_km(self, row: Any) -> int | None:
        """Whole kilometres."""
        return None if row.km is None else round(row.km)


class ProposedForSerializer(serializers.Serializer[Any]):
    """One thing that speaks for inviting a partner; `words` in the caller's language."""

    code = serializers.ChoiceField(choices=REASONS)
    words = serializers.CharField()


class ProposalSerializer(serializers.Serializer[Any]):
    """A partner proposed for an event or conference, with what speaks for it."""

    partner = NearPartnerSerializer()
    reasons = ProposedForSerializer(many=True)
    times_attended = serializers.IntegerField(source="partner.times_came", allow_null=True)
    times_declined = serializers.IntegerField(source="partner.times_declined", allow_null=True)
    last_invited_on = serializers.DateField(source="partner.last_sent", allow_null=True)
