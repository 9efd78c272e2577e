"""What can be asked of the records of this room, on pages and in the API alike."""

from __future__ import annotations

from agreements.filters.papers import (
    LONGEST_HORIZON_MONTHS,
    MAX_ID,
    TITLE_NUMBER_PARTNER,
    AgreementEventFilter,
    AgreementFilter,
)
from agreements.filters.projects import ProjectFilter

__all__ = [
    "LONGEST_HORIZON_MONTHS",
    "MAX_ID",
    "TITLE_NUMBER_PARTNER",
    "AgreementEventFilter",
    "AgreementFilter",
    "ProjectFilter",
]
