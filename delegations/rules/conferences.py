"""What is allowed of a conference; who may change it is the same as of a delegation (`delegations.rules.trips`)."""

from __future__ import annotations

from delegations.models import Conference


def is_allowed(conference: Conference) -> bool:
    """Whether a document that allows it is recorded: from then on other planned days need a reason."""
    return conference.decision_on is not None or bool(conference.decision_number)
