"""Rounds in the calendar: the days by which agencies are still to answer.

The Department sees one entry a round and day, with how many have not answered; an agency its own page.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dnfa.core.calendar import load_calendar
from dnfa.followup.calendar import CalendarEntry, CalendarSource, register_source
from dnfa.followup.clocks import soon_until
from dnfa.followup.enums import ClockState
from dnfa.updates.models import RoundAgency

ROUNDS = "rounds"


def round_entries(user: Any, first: date, last: date, today: date) -> list[CalendarEntry]:
    """Due days of open rounds, of agencies that have not answered; an agency that got more time has its own day."""
    rows = (
        RoundAgency.objects.visible_to(user)
        .unanswered()
        .filter(due_on__range=(first, last))
        .select_related("round__officer", "agency")
        .order_by("due_on", "pk")
    )
    together: dict[tuple[int, date], list[RoundAgency]] = defaultdict(list)
    for row in rows:
        together[row.round_id, row.due_on].append(row)
    soon = soon_until(today, load_calendar()) if together else today
    return [_entry(asked, today, soon) for asked in together.values()]


def _entry(rows: list[RoundAgency], today: date, soon: date) -> CalendarEntry:
    """One day of a round; its name holds the day, so that two days are two entries for good."""
    one, number = rows[0], len(rows)
    if one.due_on < today:
        state = ClockState.OVERDUE
    else:
        state = ClockState.DUE_SOON if one.due_on <= soon else ClockState.TICKING
    waiting = ngettext("%(n)s cơ quan chưa trả lời", "%(n)s cơ quan chưa trả lời", number) % {"n": number}
    return CalendarEntry(
        uid=f"round-{one.round_id}-{one.due_on:%Y%m%d}",
        day=one.due_on,
        title=_("Hạn trả lời đợt cập nhật: %(title)s") % {"title": one.round.title},
        url=one.get_absolute_url() if number == 1 else one.round.get_absolute_url(),
        detail=one.agency.name_vi if number == 1 else waiting,
        state=state,
        source=ROUNDS,
        agencies=frozenset(filter(None, [one.round.officer.agency_id, *(row.agency_id for row in rows)])),
        changed_at=max(one.round.updated_at, *(row.updated_at for row in rows)),
    )


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_source(CalendarSource(ROUNDS, gettext_lazy("Đợt cập nhật"), 25, round_entries))
