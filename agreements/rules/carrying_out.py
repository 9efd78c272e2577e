"""Who may do what to a commitment they see."""

from __future__ import annotations

from typing import Any

from agreements.models import Commitment
from agreements.rules import can_write_papers
from dnfa.followup.actions import can_note


def can_write_commitments(user: Any) -> bool:
    """Who keeps the agreements lists, changes, completes and drops what they promise."""
    return can_write_papers(user)


def can_report(user: Any, commitment: Commitment) -> bool:
    """Who may note progress on its action may say what has been reached: the lead and coordinating agencies too."""
    return can_note(user, commitment.action)
