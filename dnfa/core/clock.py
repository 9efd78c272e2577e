"""The one clock. Only the outermost caller (a view, a command, a task) asks it; everything below is told the day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def local_now() -> datetime:
    """Now, in Vietnamese time, whatever time zone the thread or the server has."""
    return timezone.now().astimezone(VIETNAM)


def local_today() -> date:
    """Today in Vietnam: at 17:00 UTC it is already tomorrow there."""
    return local_now().date()
