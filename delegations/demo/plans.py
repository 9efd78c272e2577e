"""What a sample delegation is: with whom, when (in days from today), and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from delegations.demo.common import on_workday
from delegations.enums import ChangeReason, Direction
from dnfa.core.demo import FRIDAY, Demo

WEEK = FRIDAY + 1  # working days


class Fate(Enum):
    """What became of a delegation; where nothing is said, it took place, was reported on and closed."""

    CLOSED = auto()
    REPORTED = auto()  # the report is in, the file is open
    DRAFTED = auto()  # the report is begun
    SILENT = auto()  # the real days are told, no report
    UNTOLD = auto()  # nobody said what was
    TO_COME = auto()  # ahead or under way
    CANCELLED = auto()


HELD = frozenset({Fate.CLOSED, Fate.REPORTED, Fate.DRAFTED, Fate.SILENT})


@dataclass(frozen=True)
class Stay:
    """So many days in one country or territory."""

    country: str
    place: str
    days: int
    partner: str = ""
    is_event: bool = False


@dataclass(frozen=True)
class Trip:
    """A delegation; `start` in days from today, or (month, day) of last year; `reported` in days after the last one."""

    slug: str
    title: str
    topic: str
    partners: tuple[str, ...]
    agency: str
    rank: str
    head: str  # the title of who leads
    start: int | tuple[int, int]
    days: int
    persons: int
    direction: str = Direction.IN
    fate: Fate = Fate.CLOSED
    reported: int = 11
    way: tuple[Stay, ...] = ()  # empty: the country of the first partner, all days
    joined: tuple[str, ...] = ()  # agencies that coordinate
    unplanned: str = ""  # why it is out of plan
    given_up: tuple[int, ChangeReason, str] | None = None  # so many days before its start, why
    moved: tuple[int, ChangeReason] | None = None  # by so many days: the plan was earlier
    payer: str = ""
    justified: str = ""  # what is said of the limits it goes over
    leaders: int = 1  # key leaders of the leading agency
    also: tuple[str, ...] = ()  # members by name, who travel more than once
    signed: str = ""  # the sample paper signed on its first day, which then is that paper's day
    is_online: bool = False

    @property
    def is_out(self) -> bool:
        """Whether the city travels."""
        return self.direction == Direction.OUT

    def first_day(self, demo: Demo) -> date:
        """The planned first day: no Saturday or Sunday, and such that a trip within a week ends by Friday."""
        if not isinstance(self.start, int):
            return on_workday(date(demo.today.year - 1, *self.start))
        day = demo.workday(self.start)
        runs_now = day <= demo.today < day + timedelta(days=self.days)
        over = day.weekday() + self.days - 1 - FRIDAY
        if runs_now or self.days > WEEK or over <= 0:
            return day
        return day - timedelta(days=over)

    def stays(self, country: str) -> tuple[Stay, ...]:
        """The way: as told, else all days in the country of the partner, where it has one."""
        if self.way or not country:
            return self.way
        return (Stay(country, "", self.days, self.partners[0]),)
