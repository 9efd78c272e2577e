"""Legal clocks: deadlines that follow from dated facts, rules of law kept as data, and the Vietnamese calendar.

Rooms above register triggers in `AppConfig.ready()` and call `sync_clocks(record=…)` at the end of every service
that changes a fact a trigger reads. How they work, and how to add one: docs/clocks.md.
"""

from __future__ import annotations

from dnfa.followup.clocks.engine import ClockFacts, TimeLeft, clock_state, due_on, time_left
from dnfa.followup.clocks.policy import RUN_FROM, SOON_WORKING_DAYS, soon_until
from dnfa.followup.clocks.selectors import OPEN_STATES, clock_rows, clocks_of, open_clocks, with_state
from dnfa.followup.clocks.services import can_waive, unwaive_clock, waive_clock
from dnfa.followup.clocks.sync import ClockSync, sync_clocks
from dnfa.followup.clocks.triggers import (
    ClockTrigger,
    Condition,
    check_rule,
    conditions_in_words,
    register_trigger,
    registered_triggers,
    trigger_choices,
    trigger_label,
)

__all__ = [
    "OPEN_STATES",
    "RUN_FROM",
    "SOON_WORKING_DAYS",
    "ClockFacts",
    "ClockSync",
    "ClockTrigger",
    "Condition",
    "TimeLeft",
    "can_waive",
    "check_rule",
    "clock_rows",
    "clock_state",
    "clocks_of",
    "conditions_in_words",
    "due_on",
    "open_clocks",
    "register_trigger",
    "registered_triggers",
    "soon_until",
    "sync_clocks",
    "time_left",
    "trigger_choices",
    "trigger_label",
    "unwaive_clock",
    "waive_clock",
    "with_state",
]
