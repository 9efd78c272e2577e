"""One table of cases for "how does this task stand on that day": the pure function and the SQL must both answer so.

A case is (name, starts_on, ends_on, replaced_on, what the lead agency said last, day asked about, state).
"""

from __future__ import annotations

from datetime import date

from reports.scheme.enums import TaskState

DAY = date(2026, 6, 30)
CASES = [
    ("nothing said, no dates", None, None, None, None, DAY, TaskState.UNREPORTED),
    ("under way, no dates", None, None, None, "in_progress", DAY, TaskState.IN_PROGRESS),
    ("not begun, no dates", None, None, None, "not_started", DAY, TaskState.NOT_STARTED),
    ("the day before the end", None, "2026-07-01", None, "in_progress", DAY, TaskState.IN_PROGRESS),
    ("the last day", None, "2026-06-30", None, "in_progress", DAY, TaskState.IN_PROGRESS),
    ("the day after the end", None, "2026-06-29", None, "in_progress", DAY, TaskState.LATE),
    ("past the end, nothing said", None, "2026-06-29", None, None, DAY, TaskState.LATE),
    ("past the end, not begun", None, "2026-06-29", None, "not_started", DAY, TaskState.LATE),
    ("past the end, done", None, "2025", None, "done", DAY, TaskState.DONE),
    ("past the end, no longer fits", None, "2025", None, "not_relevant", DAY, TaskState.NOT_RELEVANT),
    ("an end known to the month, in it", None, "2026-06", None, "in_progress", DAY, TaskState.IN_PROGRESS),
    ("an end known to the month, past it", None, "2026-06", None, "in_progress", date(2026, 7, 1), TaskState.LATE),
    ("an end known to the year, its last day", None, "2026", None, "in_progress", date(2026, 12, 31), TaskState.IN_PROGRESS),
    ("an end known to the year, past it", None, "2026", None, "in_progress", date(2027, 1, 1), TaskState.LATE),
    ("a leap day as end", None, "2028-02-29", None, "in_progress", date(2028, 2, 29), TaskState.IN_PROGRESS),
    ("the day after a leap day", None, "2028-02-29", None, "in_progress", date(2028, 3, 1), TaskState.LATE),
    ("to begin today, not begun", "2026-06-30", None, None, "not_started", DAY, TaskState.NOT_STARTED),
    ("should have begun yesterday", "2026-06-29", None, None, "not_started", DAY, TaskState.LATE),
    ("should have begun, under way", "2026-06-29", None, None, "in_progress", DAY, TaskState.IN_PROGRESS),
    ("should have begun, nothing said", "2026-06-29", None, None, None, DAY, TaskState.UNREPORTED),
    ("a start known to the year, in it", "2026", None, None, "not_started", DAY, TaskState.NOT_STARTED),
    ("replaced tomorrow", None, "2025", date(2026, 7, 1), "in_progress", DAY, TaskState.LATE),
    ("replaced today", None, "2025", DAY, "in_progress", DAY, TaskState.REPLACED),
    ("done and replaced", None, None, DAY, "done", DAY, TaskState.REPLACED),
]  # fmt: skip
