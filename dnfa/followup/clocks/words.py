"""What a clock and a rule say to a person, in the active language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dnfa.core.display import display_value
from dnfa.core.templatetags.dnfa_format import WEEKDAYS
from dnfa.followup.clocks.engine import TimeLeft
from dnfa.followup.clocks.triggers import trigger_label
from dnfa.followup.enums import ClockDirection, ClockUnit
from dnfa.followup.models import ClockRule


def day_with_weekday(day: date) -> str:
    """A day as a deadline is read: "Thứ Năm, 03/12/2026"."""
    return f"{WEEKDAYS[day.weekday()]}, {display_value(day)}"


def basis_in_words(rule: ClockRule) -> str:
    """Clause and document ("Điều 19 Luật 70/2020/QH14"), as far as they are known."""
    return " ".join(part for part in (rule.clause, str(rule.basis) if rule.basis else "") if part)


def term_in_words(rule: ClockRule) -> str:
    """How long the rule runs: "7 ngày làm việc", "15 ngày", "2 tháng", "30 ngày trước"."""
    if rule.unit == ClockUnit.WORKING_DAY:
        words = ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", rule.offset)
    elif rule.unit == ClockUnit.MONTH:
        words = ngettext("%(n)s tháng", "%(n)s tháng", rule.offset)
    else:
        words = ngettext("%(n)s ngày", "%(n)s ngày", rule.offset)
    length = words % {"n": rule.offset}
    return _("%(length)s trước") % {"length": length} if rule.direction == ClockDirection.BEFORE else length


def starts_in_words(rule: ClockRule) -> str:
    """What the rule counts from."""
    return trigger_label(rule.trigger)


def time_left_in_words(left: TimeLeft) -> str:
    """How long there is, or how long ago it passed: in working days, or calendar days when no working day lies between."""
    if left.calendar_days == 0:
        return _("hôm nay là ngày cuối")
    if left.calendar_days > 0:
        if left.working_days:
            return _working_left(left.working_days)
        return ngettext("còn %(n)s ngày", "còn %(n)s ngày", left.calendar_days) % {"n": left.calendar_days}
    if left.working_days:
        n = -left.working_days
        return ngettext("quá %(n)s ngày làm việc", "quá %(n)s ngày làm việc", n) % {"n": n}
    n = -left.calendar_days
    return ngettext("quá %(n)s ngày", "quá %(n)s ngày", n) % {"n": n}


def _working_left(n: int) -> str:
    return ngettext("còn %(n)s ngày làm việc", "còn %(n)s ngày làm việc", n) % {"n": n}


def standing_in_words(clock: Any) -> str:
    """Beside the badge: the time left, the day it was done and by which document, or why it was waived.

    Needs `state` and `time_left` (`selectors.ready`).
    """
    if clock.time_left is not None:
        return time_left_in_words(clock.time_left)
    if clock.done_on is not None:
        done = _("làm ngày %(day)s") % {"day": display_value(clock.done_on)}
        return f"{done}, {clock.done_note}" if clock.done_note else done
    return str(clock.waive_reason)
