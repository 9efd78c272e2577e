"""Ways to tell: a source of things to do that the test words itself, and a run on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import BooleanField, CharField, F, IntegerField, Value
from django.db.models.functions import Cast, JSONObject

from dnfa.core.calendar import WorkCalendar
from dnfa.followup.models import Action, Notice, ReminderStep
from dnfa.followup.notices.sources import Moment, NoticeSource, register_source
from dnfa.followup.notices.sync import NoticeRun, sync_notices

TODAY = date(2026, 11, 26)  # a Thursday
NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)


def moment(day: date = TODAY) -> Moment:
    return Moment(day, WorkCalendar())


def tell(day: date = TODAY, **facts: Any) -> NoticeRun:
    """One run on a day; what failed fails the test."""
    run = sync_notices(moment=moment(day), now=NOW, **facts)
    assert run.failures == {}
    return run


def say_due(facts: Any) -> str:
    return f"hạn {facts['due_on']}"


def source_of_actions(code: str = "thu", *, expects: bool = True, **columns: Any) -> NoticeSource:
    """A source of the open things to do: the columns say whom it goes to; `steps` gives it steps."""
    steps = columns.pop("steps", None)
    facts = {name: columns.pop(name) for name in ("is_fixed", "is_live") if name in columns}

    def rows(at: Moment) -> Any:
        return Action.objects.filter(done_on__isnull=True).annotate(
            about=F("pk"),
            dated=F("due_on"),
            facts=JSONObject(due_on=Cast("due_on", CharField())),
            **{name: value(at) if callable(value) else value for name, value in columns.items()},
        )

    source = NoticeSource(
        code, f"Loại {code}", "Nhóm", Action, rows, say_due, expects, has_steps=steps is not None, **facts
    )
    register_source(source)
    ReminderStep.objects.filter(source=code).delete()
    for days in steps or ():
        ReminderStep.objects.create(source=code, days_before=days)
    return source


def to_assignee() -> dict[str, Any]:
    return {"to_person": F("assignee")}


def heads() -> dict[str, Any]:
    return {"to_heads": Value(True, BooleanField())}


def in_charge_of(model_pk: int) -> dict[str, Any]:
    return {"to_charge_type": Value(model_pk, IntegerField()), "to_charge_id": F("object_id")}


def told() -> list[tuple[Any, ...]]:
    """What stands in the log: person, threshold, date, whether it is over."""
    rows = Notice.objects.order_by("recipient", "pk")
    return [(row.recipient, row.threshold, row.reference_date, row.ended_at is not None) for row in rows]
