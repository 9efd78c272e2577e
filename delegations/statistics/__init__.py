"""Figures of delegations: đoàn and lượt người, in and out, of a period beside the same period of the year before.

The rules of counting (also said on the page and in docs/delegation-statistics.md):

- A delegation counts in the period of its first day (yearly-report rule 4). Plans and cancelled ones do not count.
- What is known to the month or year counts where its first possible day lies, and only in a period that holds all the
  days it can mean: "2025" is of the year 2025 and of no quarter. Those left out so are told (`Statistics.unplaced`).
- Lượt người counts each person on each trip; a delegation without a number is one đoàn and told apart.
- A delegation to three countries or territories is one đoàn and three lines; so with partners and agencies. The total
  counts it once.
- A running period ends with the day asked about, and so does the one it is compared with, a year earlier.
"""

from __future__ import annotations

from delegations.statistics.counting import Number, Pair, Statistics, statistics
from delegations.statistics.period import Period
from delegations.statistics.tables import BREAKDOWNS, Breakdown, Line, Table, table

__all__ = [
    "BREAKDOWNS",
    "Breakdown",
    "Line",
    "Number",
    "Pair",
    "Period",
    "Statistics",
    "Table",
    "statistics",
    "table",
]
