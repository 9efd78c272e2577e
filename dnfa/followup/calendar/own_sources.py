"""What the ground floor itself puts into the calendar: legal clocks and things to do that are still open."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy

from dnfa.core.calendar import load_calendar
from dnfa.followup.calendar.registry import CalendarEntry, CalendarSource, register_source
from dnfa.followup.clocks import soon_until
from dnfa.followup.models import Action, ActionAgency, Clock

CLOCKS, ACTIONS = "clocks", "actions"


def _open_and_due(model: type[Clock | Action], user: Any, first: date, last: date, today: date) -> Any:
    seen: Any = model.objects.visible_to(user)
    due = seen.open_on(today).filter(due_on__range=(first, last))
    return due.with_state(today, soon_until=soon_until(today, load_calendar()))


def clock_entries(user: Any, first: date, last: date, today: date) -> list[CalendarEntry]:
    """Due days of the clocks that are open on `today`; of whom, where a record has several, else of what."""
    rows = _open_and_due(Clock, user, first, last, today).select_related("rule").prefetch_related("record")
    return [
        CalendarEntry(
            uid=f"clock-{clock.pk}",
            day=clock.due_on,
            title=": ".join(filter(None, [clock.rule.label, clock.part_label or str(clock.record or "")])),
            url=clock.record.get_absolute_url() if clock.record else "",
            detail=str(clock.record or "") if clock.part_label else clock.rule.duty,
            state=clock.state,
            source=CLOCKS,
            agencies=frozenset(filter(None, [clock.agency_id])),
            changed_at=clock.updated_at,
        )
        for clock in rows
    ]


def action_entries(user: Any, first: date, last: date, today: date) -> list[CalendarEntry]:
    """Due days of the things to do that are open on `today`."""
    joined = ActionAgency.objects.filter(action=OuterRef("pk")).order_by().values("agency")
    rows = (
        _open_and_due(Action, user, first, last, today)
        .select_related("lead_agency")
        .annotate(joined=ArraySubquery(joined))
    )
    return [
        CalendarEntry(
            uid=f"action-{action.pk}",
            day=action.due_on,
            title=action.title,
            url=action.get_absolute_url(),
            detail=str(action.lead_agency or ""),
            state=action.state,
            source=ACTIONS,
            agencies=frozenset(filter(None, [action.lead_agency_id, *action.joined])),
            revision=action.version,
            changed_at=action.updated_at,
        )
        for action in rows
    ]


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_source(CalendarSource(CLOCKS, gettext_lazy("Thời hạn luật định"), 10, clock_entries))
    register_source(CalendarSource(ACTIONS, gettext_lazy("Việc phải làm"), 20, action_entries))
