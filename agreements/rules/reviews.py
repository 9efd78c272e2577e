"""Who may prepare, record and reopen a review session."""

from __future__ import annotations

from typing import Any

from agreements.models import ReviewSession
from agreements.rules import can_write_papers
from dnfa.accounts.enums import RUNS_THE_HOUSE


def can_prepare_review(user: Any) -> bool:
    """Those who keep the papers prepare sessions and record what was said."""
    return can_write_papers(user)


def can_write_review(user: Any, session: ReviewSession) -> bool:
    """As above, until the minutes are closed."""
    return can_prepare_review(user) and session.closed_on is None


def can_reopen_review(user: Any, session: ReviewSession) -> bool:
    """Head of division and administrator take closed minutes back, with a reason."""
    return bool(
        user.is_authenticated
        and user.is_active
        and user.role in RUNS_THE_HOUSE
        and session.closed_on is not None
    )
