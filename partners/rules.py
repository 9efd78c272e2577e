"""Who may say who of the Department is in charge of a partner, in the words of the office."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from dnfa.accounts.enums import RUNS_THE_HOUSE, Role

# Who can be in charge: the officers who follow the ties up, and their head.
FOLLOWS_PARTNERS = frozenset({Role.OFFICER, Role.HEAD})
CAN_FOLLOW = Q(is_active=True, role__in=sorted(FOLLOWS_PARTNERS))


def can_follow(user: Any) -> bool:
    """Whether a partner can be in this person's charge."""
    return bool(user.is_authenticated and user.is_active and user.role in FOLLOWS_PARTNERS)


def gives_charge(user: Any) -> bool:
    """Head of division and administrator give partners to people, end that, and hand over what somebody held."""
    return bool(user.is_authenticated and user.is_active and user.role in RUNS_THE_HOUSE)


def can_take(user: Any, *, is_kept: bool) -> bool:
    """An officer takes a partner that nobody is in charge of; who gives charge gives it to anybody."""
    return can_follow(user) and not is_kept
