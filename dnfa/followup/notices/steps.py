"""At which step of reminding a date stands on a day. Steps are data (`ReminderStep`), counted in working days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dnfa.core.calendar import add_working_days
from dnfa.followup.models import ReminderStep
from dnfa.followup.notices.sources import Moment, NoticeSource

FROM_THE_START = "start"


@dataclass(frozen=True)
class Step:
    """A step on a day: it is reached by every reference date up to `until`; None: by every date."""

    days_before: int | None
    until: date | None

    @property
    def code(self) -> str:
        """What the log of what was told calls it."""
        return FROM_THE_START if self.days_before is None else f"{self.days_before}"


def step_on(days_before: int | None, moment: Moment) -> Step:
    """A step as it stands at the moment.

    Seven days before a date is reached on the working day that lies seven working days before it, and over a day
    off no step is lost: the next working day stands beyond it.
    """
    if days_before is None:
        return Step(None, None)
    return Step(days_before, add_working_days(moment.today, days_before, moment.calendar))


def steps_of(source: str, moment: Moment) -> list[Step]:
    """The steps of a source at the moment. One query."""
    days = ReminderStep.objects.filter(source=source).values_list("days_before", flat=True)
    return [step_on(each, moment) for each in days]


def steps_to_begin_at(source: NoticeSource) -> tuple[int, ...]:
    """The steps, in working days before the date, from which on a person may choose to be reminded; the first first."""
    if not source.has_steps:
        return ()
    days = ReminderStep.objects.filter(source=source.code).values_list("days_before", flat=True)
    return tuple(sorted((each for each in days if each is not None and each >= 0), reverse=True))


def step_reached(reference: date, steps: Iterable[Step]) -> Step | None:
    """The latest step that the date has reached; None before the first. Twin of the join in `sync.py`."""
    reached = [step for step in steps if step.until is None or reference <= step.until]
    return min(reached, key=lambda step: step.until or date.max, default=None)
