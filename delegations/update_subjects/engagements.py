"""Contacts that are no delegation. On the day an agency writes one down it corrects it itself (delegations.rules.engagements);
from the next day on the contact may be evidence of a living tie, and a change is proposed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from delegations.forms.engagements import EngagementForm
from delegations.forms.sent import SentEngagementForm
from delegations.models import Engagement
from delegations.rules import can_write_contacts, leads
from delegations.sections import engagement_page
from delegations.services.engagements import record_engagement, update_engagement
from dnfa.core.clock import local_today
from dnfa.updates.enums import RequestKind
from dnfa.updates.parts import add_to_page
from dnfa.updates.subjects import Saying, Subject, register_subject, sends_updates, values_of

FACTS = tuple(name for name in EngagementForm.base_fields if name != "lead_agencies")


def _form(*, user: Any, data: Any = None, initial: Any = None, **_rest: Any) -> forms.Form:
    return SentEngagementForm(data, initial=initial, user=user, today=local_today())


def _initial(record: Engagement) -> dict[str, Any]:
    return values_of(record, FACTS)


def _as_made(record: Engagement | None, _agency: Any) -> dict[str, Any]:
    return {} if record is None else _initial(record)


def _save(
    *, record: Any, changed: dict[str, Any], base_version: int, user: Any, today: date, **_rest: Any
) -> Engagement:
    return update_engagement(
        engagement=record, changes=changed, base_version=base_version, user=user, today=today
    )


def _keep(*, agency: Any, said: dict[str, Any], user: Any, today: date, **_rest: Any) -> Engagement:
    """What the agency did: it led the contact, and its word stands whole."""
    return record_engagement(**said, lead_agencies=[agency], user=user, today=today)


def may_propose(user: Any, record: Any) -> bool:
    """The agency that led the contact; the Department for it."""
    return can_write_contacts(user) or leads(user, record)


def register() -> None:
    """Called by the package."""
    subject = Subject(
        code="engagement",
        model=Engagement,
        label=_("Tiếp xúc, sự kiện"),
        visible_to=Engagement.objects.visible_to,
        may_propose=may_propose,
        edit_form=_form,
        initial=_initial,
        fields=FACTS,
        save=_save,
        may_create=sends_updates,
        sayings={RequestKind.NEW: Saying(_form, FACTS, _keep, initial=_as_made)},
        order=24,
    )
    register_subject(subject)
    add_to_page(engagement_page, subject, "delegations:engagement-update")
