"""Who may do what to a paper of this room, by area; which papers a person sees is the querysets' matter."""

from __future__ import annotations

from typing import Any

from dnfa.accounts.rules import keeps_the_register


def can_write_papers(user: Any) -> bool:
    """Officer, head of division and administrator keep the agreements; everybody else reads."""
    return keeps_the_register(user)
