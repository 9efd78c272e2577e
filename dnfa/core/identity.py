"""Who stands behind a change, as the audit trail copies it."""

from __future__ import annotations

from typing import Any

import pghistory


def audit_identity(user: Any) -> dict[str, Any]:
    """What the audit trail copies of a person: id, name and role as they are at this moment."""
    if user is None or not user.is_authenticated:
        return {"user": None, "actor": "", "role": ""}
    return {"user": user.pk, "actor": str(user), "role": user.role}


def tell_audit_who(user: Any) -> None:
    """Put a person found later than the middleware (token of the API, sign-in) into the open audit context."""
    pghistory.context(**audit_identity(user))
