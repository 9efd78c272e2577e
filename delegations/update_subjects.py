"""What agencies may say about delegations they lead, and delegations the register lacks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from delegations.enums import TripState
from delegations.forms.trips import NewTripForm, TripForm
from delegations.models import Delegation
from delegations.rules import can_write_contacts, is_focal_point, leads
from delegations.rules.outcomes import is_open
from delegations.sections import delegation_page
from delegations.services.trips import plan_delegation, update_delegation
from dnfa.updates.parts import add_to_page
from dnfa.updates.subjects import Subject, register_subject, values_of

FACTS = (
    "title_vi", "purpose_vi", "partners", "mode", "title_en", "planned_starts_on", "planned_ends_on", "planned_persons",
    "place", "host", "head_name", "head_title", "head_rank", "received_by_name", "received_by_title", "coordinating",
    "cost_amount", "cost_currency", "cost_source", "cost_note",
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
UNFINISHED = (TripState.PLANNED, TripState.UNCONFIRMED, TripState.UNDER_WAY, TripState.AWAITING_REPORT)


def _edit_form(*, record: Any, user: Any, data: Any = None, initial: Any = None) -> forms.Form:  # noqa: ARG001
    return TripForm(data, initial=initial, user=user)


def _new_form(*, record: Any, user: Any, data: Any = None, initial: Any = None) -> forms.Form:  # noqa: ARG001
    own = [user.agency_id] if user.agency_id is not None else []
    return NewTripForm(data, initial={"lead_agencies": own, **(initial or {})}, user=user)


def _initial(record: Delegation) -> dict[str, Any]:
    return {
        **values_of(record, list(TripForm.base_fields)),
        "cost_currency": record.cost_currency or "VND",
    }


def _save(*, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any) -> Delegation:
    changes = dict(changed)
    if "cost_amount" in changes:  # an amount goes with its currency
        changes.setdefault("cost_currency", record.cost_currency or "VND")
    return update_delegation(delegation=record, changes=changes, base_version=base_version, user=user)


def _create(*, cleaned_data: dict[str, Any], user: Any, today: date) -> Delegation:
    facts = dict(cleaned_data)
    stops = [{"country": country} for country in facts.pop("countries")]
    return plan_delegation(**facts, rows={"stops": stops} if stops else None, user=user, today=today)


def may_propose(user: Any, record: Any) -> bool:
    """The agency that leads the delegation, while it is neither given up nor closed; the Department for it."""
    return is_open(record) and (can_write_contacts(user) or leads(user, record))


def _unfinished(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    trips: Any = rows
    return trips.with_state(today).filter(state__in=UNFINISHED).prefetch_related("lead_agencies")


def register() -> None:
    """From `AppConfig.ready()`."""
    subject = Subject(
        code="delegation",
        model=Delegation,
        label=_("Đoàn"),
        visible_to=Delegation.objects.visible_to,
        may_propose=may_propose,
        edit_form=_edit_form,
        initial=_initial,
        fields=FACTS,
        save=_save,
        may_create=lambda user: can_write_contacts(user) or is_focal_point(user),
        new_form=_new_form,
        new_fields=NEW_FACTS,
        create=_create,
        confirmable=_unfinished,
        order=20,
    )
    register_subject(subject)
    add_to_page(delegation_page, subject, "delegations:trip-update")
