"""Tasks of the Scheme in the calendar: the days on which they are to end.

An end known to the month stands beside the days; one known to the year only stands in no month.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.core.calendar import load_calendar
from dnfa.core.partial_dates import PartialDate, Precision
from dnfa.followup.calendar import CalendarEntry, CalendarSource, register_source
from dnfa.followup.clocks import soon_until
from dnfa.followup.enums import ClockState
from reports.scheme.enums import TASK_OVER
from reports.scheme.models import SchemeTask
from reports.scheme.selectors import hang_on, task_rows
from reports.scheme.words import title_of

SCHEME = "scheme"


def task_entries(user: Any, first: date, last: date, today: date) -> list[CalendarEntry]:
    """Ends of the tasks that stand and are not over on `today`, each with who leads it today."""
    standing = SchemeTask.objects.visible_to(user).standing_on(today)
    ending = standing.filter(ends_on__first__lte=last, ends_on__last__gte=first)
    rows = task_rows(ending, today).exclude(state__in=sorted(TASK_OVER)).order_by("order")
    known = [row for row in rows if row.ends_on is not None and row.ends_on.precision != Precision.YEAR]
    if not known:
        return []
    soon = soon_until(today, load_calendar())
    return [_entry(task, task.ends_on, today, soon) for task in hang_on(known, today)]


def _entry(task: Any, ends_on: PartialDate, today: date, soon: date) -> CalendarEntry:
    day, last_day = ends_on.first_day(), ends_on.last_day()
    if last_day < today:
        state = ClockState.OVERDUE
    else:
        state = ClockState.DUE_SOON if last_day <= soon else ClockState.TICKING
    carriers = {carrier.pk for one in (*task.leads, *task.coordinators) for carrier in one.carriers}
    is_dated = ends_on.precision == Precision.DAY
    return CalendarEntry(
        uid=f"scheme-task-{task.pk}",
        day=day,
        last_day=None if is_dated else last_day,
        when="" if is_dated else ends_on.display("vi"),
        title=_("Hạn nhiệm vụ %(code)s: %(title)s") % {"code": task.code, "title": title_of(task)},
        url=task.get_absolute_url(),
        detail="; ".join(str(one) for one in task.leads),
        state=state,
        source=SCHEME,
        agencies=frozenset(carriers),
        revision=task.version,
        changed_at=task.updated_at,
    )


def register() -> None:
    """Called from `AppConfig.ready()` through `reports.scheme.area`."""
    register_source(CalendarSource(SCHEME, gettext_lazy("Nhiệm vụ Đề án"), 27, task_entries))
