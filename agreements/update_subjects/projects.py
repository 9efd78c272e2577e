"""Projects: the facts their bodies know best, progress of the half-year, projects the register lacks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.enums import ProjectAgencyRole, ProjectState
from agreements.forms.projects import SIDES, NewProjectForm, ProjectForm
from agreements.models import Project, ProjectReport
from agreements.project_flags import half_year_of
from agreements.project_sections import project_page
from agreements.rules.projects import can_report_progress
from agreements.services.projects import project_create, project_update, report_add
from dnfa.updates.parts import add_to_page
from dnfa.updates.subjects import Subject, edits_with, register_subject, sends_updates, values_of

FACTS = (
    "title_vi", "title_en", "starts_on", "ends_on", "place", "quantity", "quantity_unit", "purpose_vi", "result_vi",
    "remains_vi", "remains_seen_on",
)  # fmt: skip
NEW_FACTS = (
    "direction", "title_vi", "source_type", "form", "donors", "recipients", "managing", "owner", "implementing",
    "starts_on", "ends_on", "place", "purpose_vi", "quantity", "quantity_unit",
)  # fmt: skip


def _edit_form(*, record: Any, user: Any, data: Any = None, initial: Any = None) -> forms.Form:
    return ProjectForm(data, initial=initial, user=user, record=record)


def _initial(record: Project) -> dict[str, Any]:
    return values_of(record, list(ProjectForm.base_fields))


def _save(*, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any) -> Project:
    return project_update(project=record, changes=changed, base_version=base_version, user=user)


@transaction.atomic
def _create(*, cleaned_data: dict[str, Any], user: Any, today: date) -> Project:
    """The record with its sides and bodies; sums are the Department's to book."""
    facts = {name: value for name, value in cleaned_data.items() if name not in {"value", "qualifier"}}
    parties = [
        {"partner": partner, "role": role} for name, role in SIDES.items() for partner in facts.pop(name)
    ]
    agencies = [
        {"agency": agency, "role": role} for role in ProjectAgencyRole.values for agency in facts.pop(role)
    ]
    return project_create(**facts, parties=parties, agencies=agencies, user=user, today=today)


def _note(
    *, record: Any, text: str, told_on: date | None, agency: Any, user: Any, today: date
) -> ProjectReport | None:
    """An accepted note is the agency's progress report of the half-year, unless it has reported on it already."""
    first, last = half_year_of(told_on or today)
    reported = ProjectReport.objects.filter(
        project=record, agency=agency, period_from=first, period_to=last
    ).exists()
    if reported or not record.agency_roles.filter(agency=agency).exists():
        return None
    return report_add(
        project=record,
        agency=agency,
        period_from=first,
        period_to=last,
        done_vi=text,
        received_on=today,
        user=user,
        today=today,
    )


def _running(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    projects: Any = rows
    running = projects.with_state(today).filter(
        state__in=[ProjectState.APPROVED, ProjectState.RUNNING, ProjectState.SUSPENDED]
    )
    # By keys: a state that is asked for and shown is written into the statement twice.
    return rows.filter(pk__in=running.order_by().values("pk")).prefetch_related("agency_roles")


def register() -> None:
    """Called by the package."""
    subject = Subject(
        code="project",
        model=Project,
        label=_("Dự án, viện trợ"),
        visible_to=Project.objects.visible_to,
        may_propose=can_report_progress,
        edit_form=_edit_form,
        initial=_initial,
        fields=FACTS,
        save=_save,
        may_create=sends_updates,
        new_form=edits_with(NewProjectForm),
        new_fields=NEW_FACTS,
        create=_create,
        note=_note,
        confirmable=_running,
        order=30,
    )
    register_subject(subject)
    add_to_page(project_page, subject, "agreements:project-update")
