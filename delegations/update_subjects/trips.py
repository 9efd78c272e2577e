"""Delegations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from delegations.forms.trips import NewTripForm, TripForm
from delegations.models import Delegation
from delegations.sections import delegation_page
from delegations.services.trips import plan_delegation, update_delegation
from delegations.update_subjects.common import COST, may_propose, unfinished, with_currency
from dnfa.updates.parts import add_to_page
from dnfa.updates.subjects import Subject, edits_with, register_subject, sends_updates, values_of

FACTS = (
    "title_vi", "purpose_vi", "partners", "mode", "title_en", "planned_starts_on", "planned_ends_on", "planned_persons",
    "place", "host", "head_name", "head_title", "head_rank", "received_by_name", "received_by_title", "coordinating",
    *COST,
)  # fmt: skip
NEW_FACTS = (
    "direction",
    *FACTS[:3],
    "countries",
    *FACTS[3:15],
    "lead_agencies",
    *FACTS[15:],
    "starts_on",
    "ends_on",
    "persons",
)


def _new_form(*, agency: Any, user: Any, data: Any = None, **_rest: Any) -> forms.Form:
    return NewTripForm(data, initial={"lead_agencies": [agency.pk]}, user=user)


def _initial(record: Delegation) -> dict[str, Any]:
    return {
        **values_of(record, list(TripForm.base_fields)),
        "cost_currency": record.cost_currency or "VND",
    }


def _save(*, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any) -> Delegation:
    changes = with_currency(record, changed)
    return update_delegation(delegation=record, changes=changes, base_version=base_version, user=user)


def _create(*, cleaned_data: dict[str, Any], user: Any, today: date) -> Delegation:
    facts = dict(cleaned_data)
    stops = [{"country": country} for country in facts.pop("countries")]
    return plan_delegation(**facts, rows={"stops": stops} if stops else None, user=user, today=today)


def register() -> None:
    """Called by the package."""
    subject = Subject(
        code="delegation",
        model=Delegation,
        label=_("Đoàn"),
        visible_to=Delegation.objects.visible_to,
        may_propose=may_propose,
        edit_form=edits_with(TripForm),
        initial=_initial,
        fields=FACTS,
        save=_save,
        may_create=sends_updates,
        new_form=_new_form,
        new_fields=NEW_FACTS,
        create=_create,
        confirmable=unfinished,
        missing=("trip_report_overdue", "trip_unconfirmed"),
        order=20,
    )
    register_subject(subject)
    add_to_page(delegation_page, subject, "delegations:trip-update")
