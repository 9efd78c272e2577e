"""The doors of the Scheme: tasks and their agencies, progress, difficulties, proposals. They take plain values."""

from __future__ import annotations

from reports.scheme.services.difficulties import (
    raise_difficulty,
    reopen_difficulty,
    solve_difficulty,
    update_difficulty,
)
from reports.scheme.services.progress import correct_progress, report_progress
from reports.scheme.services.proposals import (
    accept_proposal,
    propose_task,
    return_proposal,
    withdraw_proposal,
)
from reports.scheme.services.tasks import add_task, assign_agencies, update_task

__all__ = [
    "accept_proposal",
    "add_task",
    "assign_agencies",
    "correct_progress",
    "propose_task",
    "raise_difficulty",
    "reopen_difficulty",
    "report_progress",
    "return_proposal",
    "solve_difficulty",
    "update_difficulty",
    "update_task",
    "withdraw_proposal",
]
