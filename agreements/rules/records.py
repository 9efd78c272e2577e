"""Who may make, correct and continue a paper, and when the state of the paper allows it."""

from __future__ import annotations

from typing import Any

from agreements.enums import Stage
from agreements.models import Agreement
from agreements.rules import can_write_papers


def can_make_papers(user: Any) -> bool:
    """Whoever keeps the register opens drafts and registers papers already signed."""
    return can_write_papers(user)


def can_edit_record(user: Any, _agreement: Agreement) -> bool:
    """Whoever keeps the register corrects a record at any stage; a signed paper's facts need a reason."""
    return can_write_papers(user)


def can_add_event(user: Any, agreement: Agreement) -> bool:
    """Events happen to a signed paper; before signature the steps of the way to it are recorded."""
    return can_write_papers(user) and agreement.stage == Stage.SIGNED
