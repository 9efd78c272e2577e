"""Pages that make and change records, so that two people saving the same record lose nothing.

The form carries, signed, what it showed when it was opened (three_way.py). Was the record saved by
somebody else meanwhile, the page says who changed what, takes over what only they changed, keeps what only I
changed, and asks where both did. How to build such a page: docs/screens.md "An edit page".
"""

from __future__ import annotations

from dnfa.core.editing.creates import CreatesRecord
from dnfa.core.editing.edits import EditsVersionedRecord
from dnfa.core.editing.pages import FormPage, apply_refusal, forget_draft
from dnfa.core.editing.three_way import FieldDifference, compare

__all__ = [
    "CreatesRecord",
    "EditsVersionedRecord",
    "FieldDifference",
    "FormPage",
    "apply_refusal",
    "compare",
    "forget_draft",
]
