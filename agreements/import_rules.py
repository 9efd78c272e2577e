"""Who may bring tables into the register."""

from __future__ import annotations

from typing import Any

from dnfa.accounts.enums import KEEPS_THE_REGISTER


def can_import(user: Any) -> bool:
    """Those who keep the register bring tables in and take them back (docs/roles.md)."""
    return bool(user.is_authenticated and user.is_active and user.role in KEEPS_THE_REGISTER)
