"""The system itself as a reader: commands and nightly jobs that have no person behind them."""

from __future__ import annotations

from dataclasses import dataclass

from dnfa.accounts.enums import Role


@dataclass(frozen=True)
class SystemViewer:
    """Reads the whole register, as `visible_to(user)` asks; it is no account and cannot sign in or be stored."""

    is_authenticated: bool = True
    is_active: bool = True
    sees_everything: bool = True
    agency_id: None = None
    role: None = None


SYSTEM_VIEWER = SystemViewer()


@dataclass(frozen=True)
class AgencyViewer:
    """Reads what a focal point of an agency would see, whether or not the agency has one; it cannot sign in or be stored."""

    agency_id: int
    is_authenticated: bool = True
    is_active: bool = True
    sees_everything: bool = False
    role: str = Role.FOCAL_POINT
