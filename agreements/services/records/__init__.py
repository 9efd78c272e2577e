"""Making, correcting and continuing a paper: one door for each change (docs/models/thoa-thuan.md, su-kien.md)."""

from __future__ import annotations

from agreements.services.records.events import event_add, event_remove, event_update
from agreements.services.records.facts import EDITABLE, EVENT_FACTS, Signer
from agreements.services.records.papers import draft_create, make_signing, signed_paper_register
from agreements.services.records.updates import agreement_update, needs_reason

__all__ = [
    "EDITABLE",
    "EVENT_FACTS",
    "Signer",
    "agreement_update",
    "draft_create",
    "event_add",
    "event_remove",
    "event_update",
    "make_signing",
    "needs_reason",
    "signed_paper_register",
]
