"""What agencies say about tasks of the Scheme, and what they want changed of it.

The words of a task are the Decision's, so no agency corrects them. It says how far the task is for a year, what
stands in the way, sends evidence, calls it still true, or proposes that it read otherwise; each reaches the room's own
services when the Department accepts it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dnfa.core.clock import local_today
from dnfa.updates.enums import AskKind, RequestKind
from dnfa.updates.round_reports import register_reported
from dnfa.updates.subjects import Saying, Subject, never, register_subject, sends_updates
from reports.scheme.enums import TASK_OVER, SchemeProposalKind, TaskRole
from reports.scheme.flags import MISSING
from reports.scheme.forms import SentProgressForm, SentProposalForm
from reports.scheme.models import SchemeDifficulty, SchemeProposal, SchemeTask, SchemeTaskProgress
from reports.scheme.rules import may_send
from reports.scheme.selectors import last_said, told_in, words_of
from reports.scheme.services import propose_task, raise_difficulty, report_progress

PROGRESS = ("year", "state", "result", "figure", "unit", "evidence")
WORDING = ("title_vi", "reason", "lead_agency", "coordinating", "starts_on", "ends_on", "follows")


# --- tasks ----------------------------------------------------------------------------
def _seen(user: Any) -> QuerySet[Any]:
    """The tasks a person sees, each with what the person's agency is to it: lists ask it of many."""
    rows = SchemeTask.objects.visible_to(user)
    return rows.with_part_of(user.agency_id, local_today()) if user.agency_id else rows


def _progress_form(*, data: Any = None, initial: Any = None, **_rest: Any) -> forms.Form:
    return SentProgressForm(data, initial=initial, today=local_today())


def _opening(task: SchemeTask, agency: Any) -> dict[str, Any]:
    """This year, with what the agency said of it last."""
    year = local_today().year
    said = last_said(task, agency, year, local_today())
    return {"year": year, **({} if said is None else {name: getattr(said, name) for name in PROGRESS[1:]})}


def _keep_progress(
    *, record: Any, agency: Any, said: dict[str, Any], sent_on: date, user: Any, today: date
) -> SchemeTaskProgress:
    """Told on the day the agency sent it: that it waited for review is not the agency's delay."""
    return report_progress(task=record, agency=agency, reported_on=sent_on, user=user, today=today, **said)


def _keep_difficulty(
    *, record: Any, text: str, action: Any, agency: Any, user: Any, today: date
) -> SchemeDifficulty:
    return raise_difficulty(
        task=record,
        text=text,
        solver=action.lead_agency,
        agency=agency,
        action=action,
        user=user,
        today=today,
    )


def _led(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    """An agency answers for the tasks it leads, until they are over; of all tasks, those that somebody leads."""
    tasks: Any = rows
    running = tasks.standing_on(today).with_state(today).exclude(state__in=TASK_OVER)
    if "own_part" in rows.query.annotations:
        return running.filter(own_part=TaskRole.LEAD)
    return running.exclude(pk__in=SchemeTask.objects.without_lead(today).values("pk"))


# --- what is to be changed of the Scheme ------------------------------------------------
def _proposal_form(
    *, record: Any, agency: Any, data: Any = None, initial: Any = None, **_rest: Any
) -> forms.Form:
    task = record if isinstance(record, SchemeTask) else None
    kind = SchemeProposalKind.ADDITION if task is None else SchemeProposalKind.AMENDMENT
    return SentProposalForm(data, initial=initial, kind=kind, task=task, proposer=agency)


def _as_it_reads(record: Any, agency: Any) -> dict[str, Any]:
    """The task that is to read otherwise, the proposal once it is made; a new one is its agency's to lead."""
    if record is None:
        return {"lead_agency": agency.pk}
    return words_of(record) if isinstance(record, SchemeTask) else told_in(record)


def _propose(
    *, record: Any, agency: Any, said: dict[str, Any], user: Any, today: date, **_rest: Any
) -> SchemeProposal:
    """It then waits for the document that decides on it, in the room's list of proposals."""
    return propose_task(task=record, agency=agency, user=user, today=today, **said)


def register() -> None:
    """From `AppConfig.ready()`."""
    register_subject(
        Subject(
            code="scheme-task",
            model=SchemeTask,
            label=_("Nhiệm vụ Đề án"),
            visible_to=_seen,
            may_propose=lambda user, task: may_send(user, task, local_today()),
            sayings={
                RequestKind.NOTE: Saying(_progress_form, PROGRESS, _keep_progress, opening=_opening),
                RequestKind.AMENDMENT: Saying(_proposal_form, WORDING, _propose, initial=_as_it_reads),
            },
            difficulty=_keep_difficulty,
            confirmable=_led,
            key_field="code",
            missing=(MISSING,),
            order=40,
        )
    )
    register_reported(AskKind.SCHEME, "scheme-task")
    register_subject(
        Subject(
            code="scheme-proposal",
            model=SchemeProposal,
            label=_("Nhiệm vụ mới của Đề án"),
            visible_to=SchemeProposal.objects.visible_to,
            may_propose=never,
            may_create=sends_updates,
            sayings={
                RequestKind.NEW: Saying(
                    _proposal_form, ("group_code", *WORDING), _propose, initial=_as_it_reads
                )
            },
            key_field="pk",
            order=45,
        )
    )
