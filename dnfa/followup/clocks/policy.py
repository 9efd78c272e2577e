"""The office's own settings of clocks, kept as dated `PolicyParameter` rows (data/parameters.csv)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dnfa.core.calendar import WorkCalendar, add_working_days
from dnfa.core.models import PolicyParameter
from dnfa.core.policy import parameter

# Working days ahead that count as "due soon".
SOON_WORKING_DAYS = "clock-soon-working-days"
# Acts within the validity of a row whose value is not 0 open clocks: the row's first day is the day the office
# began to keep its deadlines in this registry. Duties from earlier acts were followed up on paper.
RUN_FROM = "clocks-run-from"


def soon_until(today: date, calendar: WorkCalendar) -> date:
    """The last due day that is "due soon" on `today`: so many working days ahead, holidays left out. One query."""
    return add_working_days(today, parameter(SOON_WORKING_DAYS, today), calendar)


@dataclass(frozen=True)
class KeptTimes:
    """The times in which acts open clocks."""

    spans: tuple[tuple[date, date | None], ...]

    def __contains__(self, day: date) -> bool:
        return any(first <= day and (last is None or day <= last) for first, last in self.spans)


def kept_times() -> KeptTimes:
    """When acts open clocks: one query. Without any row no act does."""
    rows = PolicyParameter.objects.filter(key=RUN_FROM, value__gt=0).order_by("valid_from")
    return KeptTimes(tuple(rows.values_list("valid_from", "valid_to")))
