"""Projects: the facts their bodies know best, progress of the half-year, projects the register lacks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.enums import ProjectAgencyRole, ProjectState
from agreements.forms.projects import SIDES, NewProjectForm, ProjectForm
from agreements.models import Project, ProjectReport
from agreements.project_flags import half_year_before, half_year_of, reports_owed
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
    *,
    record: Any,
    text: str,
    told_on: date | None,
    sent_on: date,
    agency: Any,
    user: Any,
    today: date,
) -> ProjectReport | None:
    """An accepted note is the agency's progress report, received the day it was sent, of what it has not reported on by then.

    A note without a day tells of the half-year whose report is owed, else of the present one. Of the present one it tells until
    the day it was sent, so that it never stands for months to come. Nothing left to report on, it stands as an update only.
    """
    if not record.agency_roles.filter(agency=agency).exists():
        return None
    first, last = _period_of_note(record, told_on, sent_on)
    reported = ProjectReport.objects.filter(project=record, agency=agency, period_to__range=(first, last))
    until = reported.aggregate(last=Max("period_to"))["last"]
    begins, ends = first if until is None else until + timedelta(days=1), min(last, sent_on)
    if begins > ends:
        return None
    return report_add(
        project=record,
        agency=agency,
        period_from=begins,
        period_to=ends,
        done_vi=text,
        received_on=sent_on,
        user=user,
        today=today,
    )


def _period_of_note(record: Project, told_on: date | None, sent_on: date) -> tuple[date, date]:
    """The half-year a note is about: that of its day; without one the last half-year, while its report is owed."""
    if told_on is not None:
        return half_year_of(told_on)
    before = half_year_before(sent_on)
    is_owed = reports_owed(*before, sent_on).filter(pk=record.pk).exists()
    return before if is_owed else half_year_of(sent_on)


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
        missing=("project_report_overdue",),
        order=30,
    )
    register_subject(subject)
    add_to_page(project_page, subject, "agreements:project-update")
