"""Makers of commitments."""

from __future__ import annotations

from typing import Any

from agreements.models import Agreement, Commitment
from tests.factories import make_agreement
from tests.followup.actions.factories import make_action

ACTION_FIELDS = (
    "title",
    "lead_agency",
    "coordinating",
    "due_on",
    "done_on",
    "evidence",
    "cancelled_on",
    "cancel_reason",
)


def make_commitment(agreement: Agreement | None = None, **values: Any) -> Commitment:
    """A commitment of our side, with its action, of a signed paper unless the test says otherwise."""
    paper = agreement or make_agreement()
    text = values.pop("text", "Mở khoá tiếng Nhật")
    of_action = {name: values.pop(name) for name in ACTION_FIELDS if name in values}
    action = make_action(record=paper, **{"origin": "commitment", "title": text, **of_action})
    return Commitment.objects.create(
        **{"agreement": paper, "text": text, "side": "ours", "action": action, **values}
    )
