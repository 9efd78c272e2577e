"""Change requests, confirmations, and rounds that ask for them."""

from __future__ import annotations

from dnfa.updates.models.requests import ChangeRequest, Confirmation, ProposedValue, RequestStep
from dnfa.updates.models.rounds import (
    RoundAgency,
    RoundAnswer,
    RoundQuestion,
    RoundRecord,
    RoundStep,
    UpdateRound,
)

__all__ = [
    "ChangeRequest",
    "Confirmation",
    "ProposedValue",
    "RequestStep",
    "RoundAgency",
    "RoundAnswer",
    "RoundQuestion",
    "RoundRecord",
    "RoundStep",
    "UpdateRound",
]
