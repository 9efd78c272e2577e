"""Who may do what on the way to signature, and to the criteria."""

from __future__ import annotations

from typing import Any

from agreements.enums import PIPELINE, Stage
from agreements.models import Agreement
from agreements.rules import can_write_papers
from dnfa.accounts.enums import Role

# The head of division answers for the criteria the Department issues; the administrator helps.
KEEPS_CRITERIA = frozenset({Role.HEAD, Role.ADMINISTRATOR})


def can_move(user: Any, agreement: Agreement) -> bool:
    """Move a paper under way, pass its ball, break it off, answer its criteria: who writes papers."""
    return can_write_papers(user) and agreement.stage in PIPELINE


def can_sign(user: Any, agreement: Agreement) -> bool:
    """Record the signature of a paper that is ready for it."""
    return can_write_papers(user) and agreement.stage == Stage.READY_TO_SIGN


def can_reopen(user: Any, agreement: Agreement) -> bool:
    """Take up again a talk that was broken off."""
    return can_write_papers(user) and agreement.stage == Stage.BROKEN_OFF


def can_correct_steps(user: Any, agreement: Agreement) -> bool:
    """Correct a step or take the last one back: who writes papers, until the paper is signed."""
    return can_write_papers(user) and agreement.stage != Stage.SIGNED


def can_keep_criteria(user: Any) -> bool:
    """Make a new version of a set of criteria, or correct one that nobody has answered."""
    return bool(user.is_authenticated and user.is_active and user.role in KEEPS_CRITERIA)
