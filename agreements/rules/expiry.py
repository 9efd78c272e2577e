"""Who may open and close the file of a paper that ends, and when."""

from __future__ import annotations

from typing import Any

from agreements.enums import Stage, Status
from agreements.models import Agreement
from agreements.rules import can_write_papers

# A paper that ended for good needs no file; one that expired can still be renewed.
OVER_FOR_GOOD = frozenset({Status.TERMINATED, Status.REPLACED})


def may_open_renewal(user: Any, agreement: Agreement) -> bool:
    """Those who keep the papers, for a signed paper with an end (`agreement` from `with_status`) and no open file."""
    return bool(
        can_write_papers(user)
        and agreement.stage == Stage.SIGNED
        and agreement.status not in OVER_FOR_GOOD  # type: ignore[attr-defined]
        and agreement.ends_on is not None  # type: ignore[attr-defined]
        and not agreement.renewal_cases.filter(closed_on__isnull=True).exists()
    )
