"""How a task stands on a day: a pure function and the same rule as a query (decision 0004).

Cases: tests/reports/scheme/state_cases.py. Nobody types "late": it is a task past its last day without an end
reported, or reported as not begun past its first day.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When

from reports.scheme.enums import ReportedState, TaskRole, TaskState

if TYPE_CHECKING:
    from dnfa.core.partial_dates import PartialDate


def task_state(
    *,
    starts_on: PartialDate | None,
    ends_on: PartialDate | None,
    replaced_on: date | None,
    reported: str | None,
    as_of: date,
) -> TaskState:
    """The state on `as_of`; `reported` is what the lead agency said last by that day, None when nothing."""
    if replaced_on is not None and replaced_on <= as_of:
        return TaskState.REPLACED
    if reported in {ReportedState.DONE, ReportedState.NOT_RELEVANT}:
        return TaskState(reported)
    if ends_on is not None and ends_on.last_day() < as_of:
        return TaskState.LATE
    if reported == ReportedState.NOT_STARTED and starts_on is not None and starts_on.last_day() < as_of:
        return TaskState.LATE
    return TaskState.UNREPORTED if reported is None else TaskState(reported)


def latest_reports(as_of: date) -> QuerySet[Any]:
    """What lead agencies said of the outer task by `as_of`: the latest year first, within it the latest day."""
    from reports.scheme.models import SchemeTaskProgress  # noqa: PLC0415 - circular

    said = SchemeTaskProgress.objects.standing_on(as_of).filter(task=OuterRef("pk"), part=TaskRole.LEAD)
    return said.order_by("-year", "-reported_on", "-pk")


def with_state(tasks: Any, as_of: date) -> Any:
    """Annotate `reported`, `reported_year` and `state`; twin of `task_state`."""
    latest = latest_reports(as_of)
    said = tasks.annotate(
        reported=Subquery(latest.values("state")[:1]), reported_year=Subquery(latest.values("year")[:1])
    )
    return said.annotate(
        state=Case(
            When(replaced_on__lte=as_of, then=Value(TaskState.REPLACED)),
            When(reported__in=[ReportedState.DONE, ReportedState.NOT_RELEVANT], then=F("reported")),
            When(ends_on__last__lt=as_of, then=Value(TaskState.LATE)),
            When(
                reported=ReportedState.NOT_STARTED,
                starts_on__last__lt=as_of,
                then=Value(TaskState.LATE),
            ),
            When(reported__isnull=True, then=Value(TaskState.UNREPORTED)),
            default=F("reported"),
            output_field=CharField(),
        )
    )
