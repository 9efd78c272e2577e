"""What came of a delegation or conference: its report, what follows, the end of its file; one door for each change."""

from __future__ import annotations

from delegations.services.outcomes.closing import (
    close_conference,
    close_delegation,
    reopen_conference,
    reopen_delegation,
)
from delegations.services.outcomes.reports import (
    ask_report,
    draft_report,
    set_meetings,
    set_obligations,
    submit_report,
    take_up_obligations,
    update_report,
    waive_report,
    withdraw_report,
)

__all__ = [
    "ask_report",
    "close_conference",
    "close_delegation",
    "draft_report",
    "reopen_conference",
    "reopen_delegation",
    "set_meetings",
    "set_obligations",
    "submit_report",
    "take_up_obligations",
    "update_report",
    "waive_report",
    "withdraw_report",
]
