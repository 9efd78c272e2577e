"""The days before an end: bands of warning, the last day to give notice, how often a term has renewed itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dnfa.core.partial_dates import add_months

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Band:
    """Papers whose day comes in `first` to `last` days (both included)."""

    code: str
    label: StrOrPromise
    first: int
    last: int


# design.md section 5: 180/90/60/30/14/7/0 days. Each day is in one band only, so that the tiles add up.
BANDS = (
    Band("0", _("Hôm nay"), 0, 0),
    Band("7", _("1–7 ngày"), 1, 7),
    Band("14", _("8–14 ngày"), 8, 14),
    Band("30", _("15–30 ngày"), 15, 30),
    Band("60", _("31–60 ngày"), 31, 60),
    Band("90", _("61–90 ngày"), 61, 90),
    Band("180", _("91–180 ngày"), 91, 180),
)
FARTHEST_DAY = BANDS[-1].last


def band_of(days_left: int) -> str:
    """The band of so many days; empty when the day is past or farther than the last band."""
    return next((band.code for band in BANDS if band.first <= days_left <= band.last), "")


def band_named(code: str) -> Band | None:
    """The band with this code."""
    return next((band for band in BANDS if band.code == code), None)


def notice_by(ends_on: date, notice_months: int) -> date:
    """The last day on which notice keeps a self-renewing term from going on after `ends_on`.

    The months of notice count back from the last day in force; a day the month does not have is its last
    (`add_months`). 0 months: the last day itself.
    """
    return add_months(ends_on, -notice_months)


def times_renewed(first_end: date, ends_on: date, renew_months: int) -> int:
    """How many times a self-renewing term has gone on by itself: periods between its first end and the one now.

    Both ends are counted from one start, so a clamped month end may differ by days; whole months decide.
    """
    months = (ends_on.year - first_end.year) * 12 + ends_on.month - first_end.month
    return max(0, round(months / renew_months))
