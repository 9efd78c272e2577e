"""States of a clock, for the pure function and its SQL twin alike: due on Tuesday 17/3/2026.

With 7 working days ahead, "due soon" on Friday 6/3/2026 reaches to 17/3 (9-13, 16, 17).
"""

from __future__ import annotations

DUE = "2026-03-17"
# done on, waived on, today, state
CASES = [
    # --- still to be done
    (None, None, "2026-03-02", "ticking"),
    (None, None, "2026-03-05", "ticking"),  # soon reaches to 16/3
    (None, None, "2026-03-06", "due_soon"),
    (None, None, "2026-03-08", "due_soon"),  # a Sunday counts like the Friday before
    (None, None, "2026-03-16", "due_soon"),
    (None, None, "2026-03-17", "due_soon"),  # the last day is in time
    (None, None, "2026-03-18", "overdue"),
    (None, None, "2028-02-29", "overdue"),
    # --- done
    ("2026-03-16", None, "2026-03-18", "on_time"),
    ("2026-03-17", None, "2026-03-17", "on_time"),
    ("2026-03-17", None, "2026-03-18", "on_time"),
    ("2026-03-18", None, "2026-03-18", "done_late"),
    ("2026-03-18", None, "2026-03-17", "due_soon"),  # as of the day before it was done
    ("2027-01-04", None, "2026-12-31", "overdue"),
    ("2027-01-04", None, "2027-01-04", "done_late"),
    ("2026-03-01", None, "2026-03-05", "on_time"),  # done before it began
    # --- waived
    (None, "2026-03-10", "2026-03-09", "due_soon"),
    (None, "2026-03-10", "2026-03-10", "waived"),
    (None, "2026-03-10", "2026-04-01", "waived"),
    (None, "2026-03-20", "2026-03-19", "overdue"),
    (None, "2026-03-20", "2026-03-20", "waived"),
    # --- waived, and done all the same: what was done counts
    ("2026-03-12", "2026-03-10", "2026-03-11", "waived"),
    ("2026-03-12", "2026-03-10", "2026-03-12", "on_time"),
    ("2026-03-19", "2026-03-10", "2026-03-20", "done_late"),
]
