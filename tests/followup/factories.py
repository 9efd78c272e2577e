"""Makers of what flags and activity speak of."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.test import Client
from rest_framework.test import APIClient

from delegations.enums import Direction, EngagementKind
from delegations.models import Delegation, Engagement
from dnfa.core.models import PolicyParameter
from dnfa.core.policy import EXPIRING_DAYS
from dnfa.followup.enums import Severity
from dnfa.followup.models import Flag
from partners.enums import OFFICIAL_TIES
from partners.flags import threshold_key
from partners.models import Partner
from tests.factories import make_user

_number = count(1)


def signed_in(user=None) -> Client:
    """A browser in which this person, or some officer, has signed in."""
    client = Client()
    client.force_login(user or make_user())
    return client


def api_of(user=None) -> APIClient:
    """The API as this person, or some officer, calls it."""
    client = APIClient()
    client.force_authenticate(user or make_user())
    return client


def make_parameters(*, expiring_days: int = 90, months: int = 24, letter_months: int | None = None) -> None:
    """Replace the thresholds that come with the installation."""
    values = {EXPIRING_DAYS: (expiring_days, "days")}
    for code in OFFICIAL_TIES:
        letter = letter_months if code == "letter_of_intent" and letter_months is not None else months
        values[threshold_key(code)] = (letter, "months")
    PolicyParameter.objects.filter(key__in=values).delete()
    for key, (value, unit) in values.items():
        PolicyParameter.objects.update_or_create(
            key=key, valid_from="1993-01-01", defaults={"label": key, "value": value, "unit": unit}
        )


def make_delegation(*partners: Partner, agencies: tuple[Any, ...] = (), **values: Any) -> Delegation:
    number = next(_number)
    delegation = Delegation.objects.create(
        **{"key": f"doan-{number}", "title_vi": f"Đoàn số {number}", "direction": Direction.IN, **values}
    )
    delegation.partners.set(partners)
    delegation.lead_agencies.set(agencies)
    return delegation


def make_engagement(*partners: Partner, agencies: tuple[Any, ...] = (), **values: Any) -> Engagement:
    number = next(_number)
    engagement = Engagement.objects.create(
        **{
            "key": f"tiep-xuc-{number}",
            "title_vi": f"Tiếp xúc số {number}",
            "kind": EngagementKind.LETTER,
            **values,
        }
    )
    engagement.partners.set(partners)
    engagement.lead_agencies.set(agencies)
    return engagement


def make_flag(record: Any, **values: Any) -> Flag:
    return Flag.objects.create(
        **{
            "rule": "tie_dormant",
            "severity": Severity.MEDIUM,
            "content_type": ContentType.objects.get_for_model(record),
            "object_id": record.pk,
            "opened_on": "2023-12-26",
            "last_seen_on": "2023-12-26",
            "evidence": {},
            **values,
        }
    )
