"""Who may write, send, decide and ask."""

from __future__ import annotations

from typing import Any

from dnfa.accounts.enums import Role
from dnfa.accounts.rules import keeps_the_register
from dnfa.updates.enums import REQUEST_OVER, WITH_AGENCY, RequestState
from dnfa.updates.models import ChangeRequest, RoundAgency, UpdateRound


def speaks_for(user: Any, agency_id: int | None) -> bool:
    """A focal point speaks for its own agency; the Department may write for any, for what came on paper."""
    if agency_id is None or not user.is_authenticated or not user.is_active:
        return False
    if user.role == Role.FOCAL_POINT:
        return bool(user.agency_id == agency_id)
    return keeps_the_register(user)


def may_send_updates(user: Any) -> bool:
    """Focal points, and the Department for others."""
    return bool(
        user.is_authenticated
        and user.is_active
        and ((user.role == Role.FOCAL_POINT and user.agency_id is not None) or keeps_the_register(user))
    )


def can_write(user: Any, request: ChangeRequest) -> bool:
    """While it is with the agency: any focal point of the agency; what the Department wrote for one, its author."""
    if request.state not in WITH_AGENCY or not user.is_active:
        return False
    return bool(
        request.author_id == user.pk
        or (user.role == Role.FOCAL_POINT and user.agency_id == request.agency_id)
    )


def can_withdraw(user: Any, request: ChangeRequest) -> bool:
    """Whoever may write it, until it is decided."""
    if request.state in REQUEST_OVER or not user.is_active:
        return False
    return bool(
        request.author_id == user.pk
        or (user.role == Role.FOCAL_POINT and user.agency_id == request.agency_id)
    )


def can_review(user: Any, request: ChangeRequest) -> bool:
    """Who keeps the register, but nobody what it wrote itself; only what waits."""
    return (
        keeps_the_register(user) and request.state == RequestState.SUBMITTED and request.author_id != user.pk
    )


def can_ask(user: Any) -> bool:
    """Who keeps the register opens rounds."""
    return keeps_the_register(user)


def can_answer(user: Any, asked: RoundAgency) -> bool:
    """The agency, while the round is open and its answer is not with the Department."""
    held: UpdateRound = asked.round
    is_open = held.opened_at is not None and held.closed_at is None
    with_agency = asked.submitted_at is None or asked.returned_at is not None
    return is_open and with_agency and speaks_for(user, asked.agency_id)


def can_decide_answer(user: Any, asked: RoundAgency) -> bool:
    """Who keeps the register, on what was sent and not decided, but nobody what it wrote or sent for the agency itself.

    One query, for those who keep the register only.
    """
    return keeps_the_register(user) and RoundAgency.objects.to_decide(user).filter(pk=asked.pk).exists()
