"""What the API shows of every contact."""

from __future__ import annotations

CONTACT_FIELDS = (
    "key",
    "title_vi",
    "title_en",
    "starts_on",
    "ends_on",
    "is_recurring",
    "partners",
    "lead_agencies",
    "purpose_vi",
    "outcome_vi",
    "persons",
    "head_name",
    "head_title",
)
