"""What agencies sent in a demonstration year (dnfa/core/demo.py): updates in every state, confirmations, rounds."""

from __future__ import annotations

from dnfa.core.demo import Demo, register_builder
from dnfa.updates.demo.requests import make_confirmations, make_requests
from dnfa.updates.demo.rounds import make_rounds

ORDER = 90  # after the records that agencies speak of


def build(demo: Demo) -> None:
    """Updates and confirmations of the rooms' sample records, then the rounds that ask for more."""
    make_requests(demo)
    make_confirmations(demo)
    make_rounds(demo)


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_builder(ORDER, "updates", build)
