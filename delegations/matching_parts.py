"""The part of a delegation's page that names other partners near its way."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from delegations.enums import Direction, TripState
from delegations.matching.nearby import nearby, with_activity
from delegations.matching.route import route_of
from delegations.matching.words import lines_of
from delegations.models import Delegation
from delegations.rules import trips as rules
from delegations.rules.engagements import can_record

STILL_SHAPED = frozenset({TripState.PLANNED, TripState.UNDER_WAY})
FEW = 5


def nearby_section(record: Delegation, user: Any, as_of: date) -> dict[str, Any] | None:
    """The first of the partners near a delegation that is planned or under way; nothing of one that is over, and
    nothing for a reader of few partners who sees none of them, rather than that there are none.
    """
    if TripState(record.state) not in STILL_SHAPED:  # type: ignore[attr-defined]  # annotated by trip_in_full
        return None
    route = route_of(record)
    rows = nearby(route, user=user, as_of=as_of)
    if not rows and not user.sees_everything:
        return None
    return {
        "lines": lines_of(with_activity(rows[:FEW], as_of), user),
        "total": len(rows),
        "has_more": len(rows) > FEW,
        "is_known": not route.is_empty,
        "words": heading_words(record),
        "list_url": reverse("delegations:trip-nearby", args=[record.key]),
        **row_buttons(record, user),
    }


def heading_words(record: Delegation) -> str:
    """What the list is about: along the way out, or around where the guests come from."""
    if record.direction == Direction.IN:
        return _("Đối tác khác gần nơi khách đến từ: có thể cùng mời, hoặc nhờ khách chuyển lời.")
    return _("Đối tác khác gần nơi đoàn đến: có thể ghé thăm, hoặc bàn việc đang mở nhân chuyến đi.")


def row_buttons(record: Delegation, user: Any) -> dict[str, Any]:
    """What this person can do with a row: take the partner into the way out, write an invitation down."""
    return {
        "add_to": record.key if may_add_stop(user, record) else "",
        "may_invite": can_record(user),
        "side": "sent" if record.direction == Direction.IN else "received",
    }


def may_add_stop(user: Any, record: Delegation) -> bool:
    """The way of guests is theirs; that of our own delegation grows until it is closed."""
    return record.direction == Direction.OUT and rules.can_edit(user, record)
