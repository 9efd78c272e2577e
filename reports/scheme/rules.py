"""Who may do what with tasks of the Scheme. Which tasks a person sees at all is the querysets' matter."""

from __future__ import annotations

from datetime import date
from typing import Any

from dnfa.accounts.enums import Role
from dnfa.accounts.rules import keeps_the_register
from reports.scheme.enums import SchemeProposalState, TaskRole
from reports.scheme.models import SchemeDifficulty, SchemeProposal, SchemeTask
from reports.scheme.succession import forebears


def can_keep_scheme(user: Any) -> bool:
    """Officer, head of division, administrator: dates, agencies, decisions on proposals, every agency's progress."""
    return keeps_the_register(user)


def is_focal_point(user: Any) -> bool:
    """An active focal point with an agency."""
    return bool(
        user.is_authenticated
        and user.is_active
        and user.role == Role.FOCAL_POINT
        and user.agency_id is not None
    )


def part_of(agency_id: int, task: SchemeTask, day: date) -> TaskRole | None:
    """What the agency is to the task on the day (`TaskQuerySet.with_part_of`); None when nothing."""
    rows = SchemeTask.objects.filter(pk=task.pk).with_part_of(agency_id, day)
    part = rows.values_list("own_part", flat=True).get()
    return TaskRole(part) if part else None


def is_replaced(task: SchemeTask, day: date) -> bool:
    """Whether another task has taken its place by the day."""
    return task.replaced_on is not None and task.replaced_on <= day


def can_report(user: Any, task: SchemeTask, today: date) -> bool:
    """Write down how far a task is, and what stands in its way: the Department, in the name of an agency or its own; nobody
    any more of a task that was replaced. Agencies say it through the queue (`may_send`).
    """
    return can_keep_scheme(user) and not is_replaced(task, today)


def may_send(user: Any, task: SchemeTask, today: date) -> bool:
    """Whether the agency of a focal point sends updates of a task: it leads or coordinates it, and nothing has replaced it.

    A task of `with_part_of` answers without a question to the database.
    """
    if is_replaced(task, today):
        return False
    if can_keep_scheme(user):
        return True
    if not is_focal_point(user):
        return False
    known = vars(task)
    part = known["own_part"] if "own_part" in known else part_of(user.agency_id, task, today)
    return bool(part)


def speaks_for(user: Any, agency_id: int | None, day: date) -> bool:
    """Whether a focal point's agency is this one, or carries on its work."""
    if not is_focal_point(user) or agency_id is None:
        return False
    return user.agency_id == agency_id or agency_id in forebears(user.agency_id, day)


def can_solve(user: Any, difficulty: SchemeDifficulty, today: date) -> bool:
    """The Department, the agency that is to solve it, and the one that raised it."""
    return can_keep_scheme(user) or any(
        speaks_for(user, agency_id, today) for agency_id in {difficulty.solver_id, difficulty.raised_by_id}
    )


def can_decide(user: Any, proposal: SchemeProposal) -> bool:
    """The Department, while the proposal waits."""
    return can_keep_scheme(user) and proposal.state == SchemeProposalState.WAITING


def can_withdraw(user: Any, proposal: SchemeProposal, today: date) -> bool:
    """Its agency and the Department, while it waits."""
    is_ours = can_keep_scheme(user) or speaks_for(user, proposal.agency_id, today)
    return is_ours and proposal.state == SchemeProposalState.WAITING


def can_send_again(user: Any, proposal: SchemeProposal, today: date) -> bool:
    """Its agency and the Department, once, after it was returned."""
    is_ours = can_keep_scheme(user) or speaks_for(user, proposal.agency_id, today)
    return is_ours and proposal.state == SchemeProposalState.RETURNED and not is_followed(proposal)


def is_followed(proposal: SchemeProposal) -> bool:
    """Whether it was sent again already."""
    return SchemeProposal.objects.filter(follows=proposal.pk).exists()
