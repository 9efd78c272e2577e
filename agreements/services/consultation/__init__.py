"""Every write to opinions asked about a paper and to the reports the law asks for."""

from __future__ import annotations

from agreements.services.consultation.opinions import (
    drop_body,
    record_answer,
    record_handling,
    record_receipt,
    withdraw_answer,
)
from agreements.services.consultation.reports import (
    correct_legal_report,
    file_legal_report,
    remove_legal_report,
)
from agreements.services.consultation.rounds import (
    add_bodies,
    ask_opinions,
    cancel_consultation,
    correct_consultation,
)

__all__ = [
    "add_bodies",
    "ask_opinions",
    "cancel_consultation",
    "correct_consultation",
    "correct_legal_report",
    "drop_body",
    "file_legal_report",
    "record_answer",
    "record_handling",
    "record_receipt",
    "remove_legal_report",
    "withdraw_answer",
]
