"""Words for the pages of this room: nothing is decided here, only said."""

from __future__ import annotations

from agreements.presenters.papers import (
    agreement_sources,
    as_printed,
    chain,
    facts,
    foreign_side,
    intent,
    replaced_papers,
    summary,
    vietnamese_side,
)
from agreements.presenters.projects import (
    amount_words,
    line_words,
    overdue_words,
    project_summary,
    side_names,
    state_badge,
    state_label,
    sums_words,
    when_words,
)
from agreements.presenters.terms import (
    day_words,
    days_left,
    gap_messages,
    gap_words,
    gaps_before,
    months_words,
    term_reading,
    term_words,
)

__all__ = [
    "agreement_sources",
    "amount_words",
    "as_printed",
    "chain",
    "day_words",
    "days_left",
    "facts",
    "foreign_side",
    "gap_messages",
    "gap_words",
    "gaps_before",
    "intent",
    "line_words",
    "months_words",
    "overdue_words",
    "project_summary",
    "replaced_papers",
    "side_names",
    "state_badge",
    "state_label",
    "summary",
    "sums_words",
    "term_reading",
    "term_words",
    "vietnamese_side",
    "when_words",
]
