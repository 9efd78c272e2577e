"""Who may do what to a record of the ground floor, in the words of the office.

Which records a person sees at all is the queryset's matter (`visible_to`); these predicates speak of
one record already seen. docs/roles.md says the same in a table.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from dnfa.accounts.enums import KEEPS_THE_REGISTER, RUNS_THE_HOUSE, Role
from dnfa.accounts.models import User
from dnfa.core.enums import JOB_OVER
from dnfa.core.models import Job


def may_sign_in(user: User) -> bool:
    """An active person; a demonstration user only in a home for trying out."""
    return user.is_active and (settings.DNFA_DEMO or not user.is_demonstration)


def keeps_the_register(user: Any) -> bool:
    """Officer, head of division, administrator: they write into the register."""
    return bool(user.is_authenticated and user.is_active and user.role in KEEPS_THE_REGISTER)


def runs_the_house(user: User) -> bool:
    """Head of division and administrator: they see and stop everybody's background work."""
    return user.is_active and user.role in RUNS_THE_HOUSE


def can_see_job(user: User, job: Job) -> bool:
    """The one who asked for it; head of division and administrator see everybody's."""
    return user.is_active and (job.requested_by_id == user.pk or runs_the_house(user))


def can_cancel_job(user: User, job: Job) -> bool:
    """Whoever sees it, while it waits or runs."""
    return can_see_job(user, job) and job.state not in JOB_OVER


def can_test_the_queue(user: User) -> bool:
    """The administrator sends the test job through the queue."""
    return user.is_active and user.role == Role.ADMINISTRATOR


def administers_accounts(user: User) -> bool:
    """The administrator gives roles, unlocks, and takes away a lost second factor."""
    return user.is_active and user.role == Role.ADMINISTRATOR


def needs_second_factor(user: User) -> bool:
    """Whether this person's role may not work without an authenticator app (`DNFA_SECOND_FACTOR_ROLES`)."""
    return user.role in settings.DNFA_SECOND_FACTOR_ROLES


def refuse_unknown_roles() -> None:
    """Stop the start when `DNFA_SECOND_FACTOR_ROLES` names what is no role: a slip would leave a role unprotected."""
    unknown = sorted(settings.DNFA_SECOND_FACTOR_ROLES - set(Role.values))
    if unknown:
        message = (
            f"DNFA_SECOND_FACTOR_ROLES: không có vai trò (no such role) {', '.join(unknown)}; "
            f"các vai trò (roles): {', '.join(Role.values)}."
        )
        raise ImproperlyConfigured(message)


def manages_own_focal_points(user: User) -> bool:
    """A focal point charged with the accounts of its agency."""
    return user.is_active and user.role == Role.FOCAL_POINT and user.manages_focal_points


def administers_focal_points(user: User) -> bool:
    """Head of division and administrator for all agencies, who is in charge for its own."""
    return user.is_active and (runs_the_house(user) or manages_own_focal_points(user))
