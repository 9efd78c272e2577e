"""Who may write the report of a result, close a delegation or conference, and when its state allows it.

`record` is a delegation or a conference that the person sees; hidden ones answer 404 before any of this is asked.
"""

from __future__ import annotations

from typing import Any

from delegations.models import Obligation, OutcomeReport
from delegations.models.base import PlannedRecord
from delegations.rules import can_write_contacts, leads
from dnfa.followup.actions import can_edit_action


def report_of(record: Any) -> OutcomeReport | None:
    """The report of a record, a draft too; one query unless `result` was brought along."""
    return getattr(record, "result", None)


def is_reported(record: Any) -> bool:
    """Whether a report was submitted."""
    report = report_of(record)
    return report is not None and report.reported_on is not None


def is_open(record: PlannedRecord) -> bool:
    """Neither given up nor closed."""
    return record.cancelled_on is None and record.closed_on is None


def may_report(user: Any, record: Any) -> bool:
    """Who writes reports on this record at all: the Department, and the focal point of an agency that leads it."""
    return can_write_contacts(user) or leads(user, record)


def can_write_report(user: Any, record: Any) -> bool:
    """Draft, correct, submit and withdraw the report, until the record is closed."""
    return may_report(user, record) and is_open(record)


def can_submit(user: Any, record: Any) -> bool:
    """Submit what is drafted."""
    return can_write_report(user, record) and report_of(record) is not None and not is_reported(record)


def can_withdraw(user: Any, record: Any) -> bool:
    """Take a submitted report back."""
    return can_write_report(user, record) and is_reported(record)


def can_close(user: Any, record: PlannedRecord) -> bool:
    """Closing is the Department's; whether a report is missing is said when it is tried."""
    return can_write_contacts(user) and is_open(record)


def can_reopen(user: Any, record: PlannedRecord) -> bool:
    """What was closed may be taken up again, with a reason."""
    return can_write_contacts(user) and record.closed_on is not None


def can_waive(user: Any, record: Any) -> bool:
    """Say that no report is owed: only while none was submitted."""
    return can_close(user, record) and record.owes_report and not is_reported(record)


def can_ask(user: Any, record: PlannedRecord) -> bool:
    """Say that a report is owed after all."""
    return can_close(user, record) and not record.owes_report


def can_take_up(user: Any) -> bool:
    """Make things to do of obligations, also for other agencies: who keeps the register (docs/actions.md)."""
    return can_edit_action(user)


def is_taken_up(obligation: Obligation) -> bool:
    """Whether an obligation stands among the things to do."""
    return obligation.action_id is not None
