"""Composed reads of things to do: rows with state, agencies, last note and where they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dnfa.accounts.models import Agency
from dnfa.core.calendar import load_calendar
from dnfa.core.text import sort_key
from dnfa.followup import rules
from dnfa.followup.actions.rules import can_edit_action, can_note
from dnfa.followup.actions.state import days_left, is_over
from dnfa.followup.clocks import soon_until
from dnfa.followup.enums import ActionState
from dnfa.followup.models import Action, ActionAgency, ProgressNote
from dnfa.followup.querysets import ActionQuerySet


def stated(queryset: ActionQuerySet, today: date) -> ActionQuerySet:
    """Annotate `state` on `today`, with "soon" counted in the office's working days (one query for the calendar)."""
    return queryset.with_state(today, soon_until=soon_until(today, load_calendar()))


def with_agencies(queryset: ActionQuerySet) -> ActionQuerySet:
    """Bring the agencies, the person, and the newest note as `latest_notes` (a list of at most one)."""
    newest = ProgressNote.objects.order_by("action_id", "-noted_on", "-pk").distinct("action_id")
    links = ActionAgency.objects.select_related("agency").order_by("agency__name_fold", "pk")
    return queryset.select_related("lead_agency", "assignee").prefetch_related(
        Prefetch("agency_links", links),
        Prefetch("notes", newest.select_related("agency", "author"), to_attr="latest_notes"),
    )


def action_rows(queryset: ActionQuerySet, today: date) -> ActionQuerySet:
    """Rows of a list: state on `today`, agencies, newest note; in a fixed number of queries."""
    return with_agencies(stated(queryset, today))


@dataclass(frozen=True)
class LeadCount:
    """An agency, or None for what nobody leads, with how many open things it leads, and of them late and soon due."""

    agency: Agency | None
    open: int
    overdue: int
    due_soon: int


def by_lead_agency(user: Any, today: date) -> list[LeadCount]:
    """What agencies owe on the day, over all origins, those with most overdue first: two queries."""
    rows: Any = stated(Action.objects.visible_to(user).open_on(today), today)
    counted = (
        rows.order_by()
        .values("lead_agency")
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(state=ActionState.OVERDUE)),
            due_soon=Count("pk", filter=Q(state=ActionState.DUE_SOON)),
        )
    )
    found = {row.pop("lead_agency"): row for row in counted}
    agencies = {agency.pk: agency for agency in Agency.objects.filter(pk__in=[key for key in found if key])}
    counts = [LeadCount(agencies.get(key), **numbers) for key, numbers in found.items()]
    return sorted(counts, key=lambda one: (-one.overdue, -one.due_soon, sort_key(str(one.agency or ""))))


def coordinators(action: Action) -> list[Agency]:
    """The coordinating agencies of a row, from memory where they were brought along."""
    return [link.agency for link in action.agency_links.all()]


def days_words(days: int | None) -> str:
    """How long until the due day, or how long past it; empty when nothing is due any more."""
    if days is None:
        return ""
    if days == 0:
        return _("hạn hôm nay")
    if days > 0:
        return ngettext("còn %(days)s ngày", "còn %(days)s ngày", days) % {"days": days}
    return ngettext("quá %(days)s ngày", "quá %(days)s ngày", -days) % {"days": -days}


def hang_on(rows: Iterable[Any], user: Any, today: date) -> list[Any]:
    """Give each row `days_left`, `days_words`, `latest_note` and `shown_record`: what it comes from, where `user` may see that."""
    listed = list(rows)
    records = visible_records(listed, user)
    for row in listed:
        row.days_left = days_left(row, today)
        row.days_words = days_words(row.days_left)
        row.latest_note = next(iter(row.latest_notes), None)
        row.shown_record = records.get((row.content_type_id, row.object_id))
    return listed


def visible_records(rows: Iterable[Action], user: Any) -> dict[tuple[int, int], Model]:
    """What the actions come from, by content type and key: one query a kind; hidden records and unknown kinds are left out."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.content_type_id is not None and row.object_id is not None:
            wanted[row.content_type_id].add(row.object_id)
    found: dict[tuple[int, int], Model] = {}
    for kind in rules.kinds() if wanted else ():
        keys = wanted.get(kind.content_type.pk)
        if keys:
            for key, record in kind.visible_to(user).in_bulk(keys).items():
                found[kind.content_type.pk, key] = record
    return found


def open_actions(user: Any, today: date) -> ActionQuerySet:
    """What `user` may see and is neither done nor dropped on `today`, with its state; the earliest due first."""
    return stated(Action.objects.visible_to(user).open_on(today), today)


def actions_of(record: Model, user: Any, today: date) -> list[Any]:
    """Things to do of one record, as rows ready to draw; the open ones first, each group in the order of due days."""
    rows = hang_on(
        action_rows(Action.objects.visible_to(user).of_record(record), today).select_related("content_type"),
        user,
        today,
    )
    return sorted(rows, key=is_over)  # stable: the database has ordered them by due day


@dataclass(frozen=True)
class ActionPage:
    """Everything the page of one thing to do shows, read in a fixed number of queries."""

    action: Any
    record: Model | None
    coordinating: list[Agency]
    notes: list[ProgressNote]
    may_edit: bool
    may_note: bool
    is_over: bool


def action_page(*, pk: int, user: Any, today: date) -> ActionPage:
    """Read one action that `user` may see. Raises `Action.DoesNotExist`."""
    [action] = hang_on(
        [action_rows(Action.objects.visible_to(user), today).select_related("content_type").get(pk=pk)],
        user,
        today,
    )
    over = is_over(action)
    return ActionPage(
        action=action,
        record=action.shown_record,
        coordinating=coordinators(action),
        notes=list(action.notes.select_related("agency", "author")),
        may_edit=can_edit_action(user),
        may_note=can_note(user, action) and not over,
        is_over=over,
    )


def kind_of(action: Action) -> str:
    """The kind of record the action comes from, as the API writes it ("agreement"); empty for none."""
    if action.content_type_id is None:
        return ""
    return ContentType.objects.get_for_id(action.content_type_id).model
