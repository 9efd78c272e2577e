"""What hangs on a paper, as the API shows it: who signed, where its terms leave gaps."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from agreements.chain import Gap, chain_gaps, facts_of
from agreements.models import Agreement, Signatory


class SignatorySerializer(serializers.ModelSerializer[Signatory]):
    """Who signed, and for which side."""

    agency: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(slug_field="key", read_only=True)
    partner: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="key", read_only=True
    )

    class Meta:
        model = Signatory
        fields = ("name", "title", "agency", "partner")


class GapSerializer(serializers.Serializer[Any]):
    """Days between two terms that no term covers (`gap`), or that two cover (`overlap`); `event`: the one after."""

    kind = serializers.ChoiceField(choices=["gap", "overlap"])
    event = serializers.IntegerField()
    first = serializers.DateField(allow_null=True)
    last = serializers.DateField(allow_null=True)
    days = serializers.IntegerField()
    is_exact = serializers.BooleanField()


def gaps_of(agreement: Agreement) -> list[dict[str, Any]]:
    """The gaps and overlaps of a paper's chain as `GapSerializer` tells them."""
    events = list(agreement.events.all())
    return [
        {
            "kind": "gap" if isinstance(found, Gap) else "overlap",
            "event": events[found.before].pk,
            "first": found.first.isoformat() if isinstance(found, Gap) else None,
            "last": found.last.isoformat() if isinstance(found, Gap) else None,
            "days": found.days,
            "is_exact": isinstance(found, Gap) or found.is_exact,
        }
        for found in chain_gaps(facts_of(agreement, events))
    ]
