"""Pages on which one list of a record is written as a whole: rows with boxes, names typed or picked.

A room writes one `RowForm` for a row and one `RowsView` for the page, whose service takes the list as a whole.
"""

from __future__ import annotations

from dnfa.core.rows.forms import (
    EXTRA_ROWS,
    MOST_ROWS,
    NamedField,
    Names,
    RowForm,
    RowFormSet,
    box,
    row_formset,
    suggestions_of,
)
from dnfa.core.rows.views import RowsView

__all__ = [
    "EXTRA_ROWS",
    "MOST_ROWS",
    "NamedField",
    "Names",
    "RowForm",
    "RowFormSet",
    "RowsView",
    "box",
    "row_formset",
    "suggestions_of",
]
