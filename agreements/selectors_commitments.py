"""Composed reads of commitments: what was promised, with the state of the action that keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from agreements.commitments import percent_reached
from agreements.enums import Stage
from agreements.models import Agreement, Commitment
from agreements.querysets import CommitmentQuerySet
from dnfa.core.numbers import format_number
from dnfa.followup.actions.selectors import action_rows, hang_on, stated
from dnfa.followup.models import Action


def commitment_rows(queryset: CommitmentQuerySet, today: date) -> QuerySet[Any]:
    """Annotate the state of the action on `today`, its due day, and its `version`, which guards writing."""
    actions: Any = stated(Action.objects.all(), today)
    states = actions.filter(pk=OuterRef("action")).order_by().values("state")
    return queryset.select_related("agreement", "action").annotate(
        state=Subquery(states[:1]), due_on=F("action__due_on"), version=F("action__version")
    )


def with_actions(rows: Iterable[Any], user: Any, today: date) -> list[Any]:
    """Give each row its action with state, agencies and newest note, and the words of its target; in a fixed number of queries.

    Whoever sees the commitment sees its action: nobody is asked twice.
    """
    listed = list(rows)
    wanted = Action.objects.filter(pk__in=[row.action_id for row in listed])
    actions = {action.pk: action for action in hang_on(action_rows(wanted, today), user, today)}
    for row in listed:
        row.action = actions[row.action_id]
        row.percent = percent_reached(row.target_value, row.reached_value)
        row.target_words, row.reached_words = target_words(row), reached_words(row)
    return listed


def commitments_of(agreement: Agreement, user: Any, today: date) -> list[Any]:
    """The commitments of one paper in its order, as rows ready to draw."""
    mine = Commitment.objects.visible_to(user).filter(agreement=agreement)
    return with_actions(commitment_rows(mine, today).order_by("order", "pk"), user, today)


def is_expected(commitment: Commitment) -> bool:
    """Whether the paper is not signed, so that this is only what it will promise."""
    return commitment.agreement.stage != Stage.SIGNED


def expected_actions() -> QuerySet[Any]:
    """The actions of promises that no signature has made binding: of drafts, and of talks that were broken off."""
    return Commitment.objects.expected().order_by().values("action")


def target_words(commitment: Commitment) -> str:
    """The target and its number: "Học bổng toàn phần: 20 suất"."""
    if commitment.target_value is None:
        return commitment.target
    number = f"{format_number(commitment.target_value)} {commitment.target_unit}"
    return f"{commitment.target}: {number}" if commitment.target else number


def reached_words(commitment: Commitment) -> str:
    """What has been reached: "12 suất"; empty when nothing was said."""
    if commitment.reached_value is None:
        return ""
    return f"{format_number(commitment.reached_value)} {commitment.target_unit}"
