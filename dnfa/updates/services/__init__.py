"""Every write to change requests, confirmations and rounds."""

from __future__ import annotations

from dnfa.updates.services.confirming import confirm_all, confirm_record
from dnfa.updates.services.drafts import UNSAID, draft_save, request_open, request_submit, request_withdraw
from dnfa.updates.services.reviewing import request_accept, request_return, request_take

__all__ = [
    "UNSAID",
    "confirm_all",
    "confirm_record",
    "draft_save",
    "request_accept",
    "request_open",
    "request_return",
    "request_submit",
    "request_take",
    "request_withdraw",
]
