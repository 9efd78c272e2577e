"""Parts of the pages of delegations, conferences and other contacts (dnfa/core/page_parts.py): each area brings its own."""

from __future__ import annotations

from delegations.models import Conference, Delegation, Engagement, PressVisit
from dnfa.core.page_parts import PageParts, Section

__all__ = ["Section", "conference_page", "delegation_page", "engagement_page", "press_page"]

delegation_page: PageParts[Delegation] = PageParts()
conference_page: PageParts[Conference] = PageParts()
engagement_page: PageParts[Engagement] = PageParts()
press_page: PageParts[PressVisit] = PageParts()
