"""Who may do what in this room, in the words of the office."""

from __future__ import annotations

from typing import Any

from dnfa.accounts.enums import Role

# Who reads the report's files and may have one made: the Department, its leadership, and who runs the house.
REPORT_READERS = (Role.OFFICER, Role.HEAD, Role.LEADER, Role.ADMINISTRATOR)


def can_read_reports(user: Any) -> bool:
    """Officer, head of division, leader, administrator."""
    return bool(user.is_authenticated and user.is_active and user.role in REPORT_READERS)
