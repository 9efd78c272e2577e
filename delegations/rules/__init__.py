"""Who may do what in this room, by area; which records a person sees is the querysets' matter."""

from __future__ import annotations

from typing import Any

from dnfa.accounts.enums import Role
from dnfa.accounts.rules import keeps_the_register

__all__ = ["can_see_people", "can_write_contacts", "is_focal_point", "leads"]


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


def can_see_people(user: Any, record: Any) -> bool:
    """Who reads which people of ours took part, and the files that name them: those who see the whole register, and
    focal points of an agency that leads the delegation or conference. An agency that only joins does not.

    The same in SQL: `led_visible_to` of the records, `OutcomeReport.objects.led_visible_to` of their reports.
    """
    return bool(user.is_authenticated and user.is_active and (user.sees_everything or leads(user, record)))
