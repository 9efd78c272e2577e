"""Who may do what in this room, by area; which records a person sees is the querysets' matter."""

from __future__ import annotations

from typing import Any

from dnfa.accounts.enums import Role
from dnfa.accounts.rules import keeps_the_register

__all__ = ["can_write_contacts", "is_focal_point", "leads"]


def can_write_contacts(user: Any) -> bool:
    """Officer, head of division and administrator keep delegations and contacts; everybody else reads."""
    return keeps_the_register(user)


def is_focal_point(user: Any) -> bool:
    """An active focal point with an agency: writes what its own agency leads, where the issue says so."""
    return bool(
        user.is_authenticated
        and user.is_active
        and user.role == Role.FOCAL_POINT
        and user.agency_id is not None
    )


def leads(user: Any, record: Any) -> bool:
    """Whether the agency of a focal point leads this delegation, conference or contact.

    Reads the agencies already fetched with the record, so that a page asks no further question.
    """
    if not is_focal_point(user):
        return False
    return any(agency.pk == user.agency_id for agency in record.lead_agencies.all())
