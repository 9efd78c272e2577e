"""Obligations as things to do: what the city owes and what a delegation proposes, with one lead agency and a day.

An obligation has one action at most, so that submitting or correcting a report again never doubles one. Making things
to do also binds other agencies; so it is the Department's (docs/actions.md). A report that a focal point submits is
taken up when the Department does so, corrects the report or closes the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from delegations.enums import ObligationSide
from delegations.models import Obligation, OutcomeReport
from dnfa.followup.actions import create_action, drop_action, is_over, update_action
from dnfa.followup.enums import ActionOrigin

# What an action is called in an obligation.
FOLLOWED = {"text": "title", "due_on": "due_on", "lead_agency": "lead_agency"}


def not_taken_up(report: OutcomeReport) -> Any:
    """Obligations of ours and proposals that have no action yet, in their order."""
    return (
        report.obligations.exclude(side=ObligationSide.THEIRS)
        .filter(action__isnull=True)
        .select_related("lead_agency")
    )


def make_actions(report: OutcomeReport, record: Any, *, user: Any) -> list[Obligation]:
    """Make an action of every obligation of ours and proposal that has none; gives those obligations.

    Side effects: actions of origin "delegation" on the record, with the obligation's words, day and agency; the links.
    """
    made = []
    for obligation in not_taken_up(report):
        obligation.action = create_action(
            title=obligation.text,
            origin=ActionOrigin.DELEGATION,
            lead_agency=obligation.lead_agency,
            due_on=obligation.due_on,
            record=record,
            order=obligation.order,
            user=user,
        )
        obligation.save(update_fields=["action"])
        made.append(obligation)
    return made


def follow_change(
    obligation: Obligation, before: Mapping[str, Any], *, user: Any, today: date, reason: str
) -> None:
    """Bring the open action of a changed obligation along: words, day, agency; what the other side owes has none.

    What was done or dropped stays as it was written. Changes made on the action's own page stand until the report
    changes the same fact.
    """
    if obligation.action is None:
        return
    if obligation.side == ObligationSide.THEIRS:
        give_up(obligation, user=user, today=today, reason=reason)
        obligation.action = None
        return
    if is_over(obligation.action):
        return
    changes = {
        there: getattr(obligation, here)
        for here, there in FOLLOWED.items()
        if getattr(obligation, here) != before[here]
    }
    coordinating = list(obligation.action.coordinating.all())
    if obligation.lead_agency in coordinating:
        changes["coordinating"] = [agency for agency in coordinating if agency != obligation.lead_agency]
    obligation.action = update_action(action=obligation.action, changes=changes, base_version=None, user=user)


def give_up(obligation: Obligation, *, user: Any, today: date, reason: str) -> None:
    """Drop the open action of an obligation that is taken out of the report; what is over stays."""
    action = obligation.action
    if action is None or is_over(action):
        return
    told = reason or str(_("Bỏ khỏi báo cáo kết quả."))
    drop_action(action=action, reason=told, on=today, user=user, today=today)
