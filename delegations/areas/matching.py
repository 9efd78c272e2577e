"""What trip matching and whom to invite announce to the house."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from delegations.enums import ConferencePart, EngagementKind
from delegations.matching_parts import nearby_section
from delegations.models import Conference, Engagement
from delegations.rules.engagements import can_invite_many
from delegations.sections import Section, conference_page, delegation_page, engagement_page
from dnfa.core.navigation import register_item

NEARBY = Section(
    "nearby", _("Đối tác gần hành trình"), 60, "delegations/matching/section.html", nearby_section
)


def _may_propose_for_event(event: Engagement, user: Any) -> bool:
    is_open = event.cancelled_on is None and event.kind == EngagementKind.EVENT
    return can_invite_many(user) and is_open


def _may_propose_for_conference(conference: Conference, user: Any) -> bool:
    is_open = conference.cancelled_on is None and conference.closed_on is None
    return can_invite_many(user) and is_open and conference.part == ConferencePart.HOSTED


def register() -> None:
    """Called from `AppConfig.ready()` through `delegations.areas`."""
    delegation_page.register_section(NEARBY)
    proposals: tuple[tuple[Any, str, Any], ...] = (
        (engagement_page, "event-proposals", _may_propose_for_event),
        (conference_page, "conference-proposals", _may_propose_for_conference),
    )
    for page, name, test in proposals:
        page.register_action(_("Mời ai?"), f"delegations:{name}", test, order=40, icon="users")
    register_item("trip_matching", _("Gợi ý hành trình"), "delegations:matching", 45, parent="delegations")
