"""Makers of the Scheme: what a test does not name is dull and valid."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from dnfa.accounts.enums import SuccessionKind
from dnfa.accounts.models import Agency, AgencySuccession
from reports.scheme.enums import ReportedState, SchemeProposalKind, TaskRole
from reports.scheme.models import (
    SchemeDifficulty,
    SchemeProposal,
    SchemeTask,
    SchemeTaskAgency,
    SchemeTaskProgress,
)
from tests.factories import make_agency

TODAY = date(2026, 11, 26)
_number = count(1)


def make_task(code: str = "", *, leads: Any = (), coordinating: Any = (), **values: Any) -> SchemeTask:
    """A task of the Decision, by default of group II.A, that binds nobody but the agencies named."""
    number = next(_number)
    given = {
        "code": code or f"II.A.{number}",
        "order": number,
        "group_code": "II.A",
        "group_name_vi": "Về du lịch",
        "title_vi": f"Nhiệm vụ số {number}",
        **values,
    }
    task: SchemeTask = SchemeTask.objects.create(**given)
    for role, agencies in ((TaskRole.LEAD, leads), (TaskRole.COORDINATING, coordinating)):
        for agency in agencies:
            link(task, agency, role)
    return task


def link(task: SchemeTask, agency: Agency, role: str = TaskRole.LEAD, **values: Any) -> SchemeTaskAgency:
    return SchemeTaskAgency.objects.create(task=task, agency=agency, role=role, **values)


def say(task: SchemeTask, state: str = ReportedState.IN_PROGRESS, **values: Any) -> SchemeTaskProgress:
    given = {"year": 2026, "part": TaskRole.LEAD, "result": "Đã làm", "reported_on": TODAY, **values}
    return SchemeTaskProgress.objects.create(task=task, state=state, **given)


def make_difficulty(task: SchemeTask, **values: Any) -> SchemeDifficulty:
    given = {"text": "Thiếu kinh phí", "raised_on": date(2026, 9, 1), **values}
    return SchemeDifficulty.objects.create(task=task, **given)


def make_proposal(agency: Agency | None = None, **values: Any) -> SchemeProposal:
    body = agency or make_agency()
    given = {
        "kind": SchemeProposalKind.ADDITION,
        "group_code": "II.A",
        "title_vi": "Nhiệm vụ đề xuất",
        "reason": "Cần thiết",
        "lead_agency": body,
        "agency": body,
        "proposed_on": date(2026, 10, 1),
        **values,
    }
    return SchemeProposal.objects.create(**given)


def succeed(
    predecessor: Agency, successor: Agency | None, on: str = "2025-03-01", **values: Any
) -> AgencySuccession:
    """`successor` carries on from the day; None: nobody does."""
    kind = SuccessionKind.DISSOLVE if successor is None else SuccessionKind.MERGE
    return AgencySuccession.objects.create(
        predecessor=predecessor, successor=successor, effective_on=on, **{"kind": kind, **values}
    )
