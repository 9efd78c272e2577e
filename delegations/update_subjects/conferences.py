"""Conferences. Dossier and permit stay the Department's to write down: clocks of the law hang on them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from delegations.forms.conferences import ConferenceForm, NewConferenceForm
from delegations.forms.sent import SentConferenceForm
from delegations.models import Conference
from delegations.sections import conference_page
from delegations.services.conferences import CLASSES, LISTS, parted, plan_conference, update_conference
from delegations.update_subjects.common import COST, may_propose, unfinished, with_currency
from dnfa.updates.parts import add_to_page
from dnfa.updates.subjects import Subject, register_subject, sends_updates, values_of

PLAN = (
    "title_vi", "organiser", "purpose_vi", "title_en", "planned_starts_on", "planned_ends_on", "mode", "place",
    "partners", "countries", "planned_persons", "coordinating", *COST,
)  # fmt: skip
# Days that a document allowed move with a reason, which the form asks for then.
FACTS = (*PLAN[:6], "reason", *PLAN[6:])
NEW_FACTS = ("part", "lead_agencies", *PLAN, "starts_on", "ends_on", *CLASSES, "persons")


def _edit_form(*, record: Any, user: Any, data: Any = None, initial: Any = None) -> forms.Form:
    return SentConferenceForm(data, initial=initial, user=user, record=record)


def _new_form(*, agency: Any, user: Any, data: Any = None, **_rest: Any) -> forms.Form:
    return NewConferenceForm(data, initial={"lead_agencies": [agency.pk]}, user=user)


def _initial(record: Conference) -> dict[str, Any]:
    return {
        **values_of(record, list(ConferenceForm.base_fields)),
        "cost_currency": record.cost_currency or "VND",
    }


def _save(*, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any) -> Conference:
    changes = with_currency(record, changed)
    reason = changes.pop("reason", "")
    return update_conference(
        conference=record, changes=changes, base_version=base_version, user=user, reason=reason
    )


def _create(*, cleaned_data: dict[str, Any], user: Any, today: date) -> Conference:
    return plan_conference(**parted(cleaned_data, LISTS), user=user, today=today)


def register() -> None:
    """Called by the package."""
    subject = Subject(
        code="conference",
        model=Conference,
        label=_("Hội nghị, hội thảo"),
        visible_to=Conference.objects.visible_to,
        may_propose=may_propose,
        edit_form=_edit_form,
        initial=_initial,
        fields=FACTS,
        save=_save,
        may_create=sends_updates,
        new_form=_new_form,
        new_fields=NEW_FACTS,
        create=_create,
        confirmable=unfinished,
        missing=("conference_unconfirmed",),
        order=22,
    )
    register_subject(subject)
    add_to_page(conference_page, subject, "delegations:conference-update")
