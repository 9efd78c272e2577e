"""What a sample project is made of; days are counted from the day the demonstration stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from agreements.enums import AidForm, AmountQualifier, ProjectDeed, ProjectDirection
from agreements.project_flags import half_year_before
from dnfa.core.demo import TITLE_PREFIX

RATE_SOURCE = f"{TITLE_PREFIX}tỷ giá do chương trình đặt ra"
RATES_AGO = (900, 600, 365, 180, 30)  # days
# Đồng for one unit on these days: of the right size, invented all the same, as their source says.
RATES = {
    "EUR": ("26380", "26740", "26910", "27020", "27150"),
    "JPY": ("164.2", "166.9", "167.4", "169.1", "168.5"),
    "KRW": ("18.1", "18.3", "18.6", "18.2", "18.4"),
    "SEK": ("2345", "2370", "2388", "2402", "2410"),
    "USD": ("24850", "25030", "25190", "25310", "25380"),
}


@dataclass(frozen=True)
class Happened:
    """A deed so many days ago; `until` is the new end of an extension, in days from today."""

    kind: str
    ago: int
    number: str = ""
    by: str = ""
    reason: str = ""
    until: int | None = None


@dataclass(frozen=True)
class Booked:
    """A sum as papers write it ("850.000 USD"), so many days ago; a plan is for a half-year (0: the running one, 1: the last).

    `rated`: told in đồng at the youngest rate known by its day; `dong`: what the source itself says in đồng. A wrong one is set
    right to `right`, because of `why`.
    """

    kind: str
    amount: str
    ago: int | None = None
    half: int | None = None
    rated: bool = False
    dong: str = ""
    number: str = ""
    qualifier: str = AmountQualifier.EXACT
    reason: str = ""
    right: str = ""
    why: str = ""


@dataclass(frozen=True)
class Measured:
    """A result in figures, counted so many days ago."""

    indicator: str
    unit: str
    target: str = ""
    reached: str = ""
    ago: int = 20


@dataclass(frozen=True)
class Told:
    """What an agency reported of a half-year: the one owed by now, or so many before it."""

    agency: str
    done: str
    difficulty: str = ""
    next: str = ""
    before: int = 0
    by_focal: bool = False


@dataclass(frozen=True)
class Plan:
    """A sample project. `sides`: partner, role, share in per cent or ""; `bodies`: agency, role."""

    slug: str
    title: str
    direction: str
    source: str
    sides: tuple[tuple[str, str, str], ...]
    bodies: tuple[tuple[str, str], ...]
    fields: tuple[str, ...]
    begins: int
    ends: int
    form: str = AidForm.PROJECT
    place: str = ""
    purpose: str = ""
    papers: tuple[str, ...] = ()
    happened: tuple[Happened, ...] = ()
    sums: tuple[Booked, ...] = ()
    results: tuple[Measured, ...] = ()
    told: tuple[Told, ...] = ()
    result: str = ""
    remains: str = ""
    remains_seen: int | None = None  # days ago
    quantity: int | None = None
    unit: str = ""
    programme: str = ""  # the slug of the programme in whose sums the project's own are contained


def approved(ago: int, number: str, by: str = "Chủ tịch UBND thành phố") -> Happened:
    """The decision that approves a project."""
    return Happened(ProjectDeed.APPROVAL, ago, number, by)


def begun(ago: int) -> Happened:
    """The first day of work."""
    return Happened(ProjectDeed.START, ago)


def half_year(today: date, back: int) -> tuple[date, date]:
    """The half-year in which `today` lies (0), or so many before it: its first and last day."""
    first, last = half_year_before(today)
    if back == 0:
        begins = last + timedelta(days=1)
        return begins, date(begins.year, 6, 30) if begins.month == 1 else date(begins.year, 12, 31)
    for _step in range(back - 1):
        first, last = half_year_before(first)
    return first, last


RECEIVED, GIVEN = ProjectDirection.RECEIVED, ProjectDirection.GIVEN
