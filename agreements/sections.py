"""Parts of an agreement's page: each area of this room, and rooms above, bring their own (dnfa/core/page_parts.py)."""

from __future__ import annotations

from agreements.models import Agreement
from dnfa.core.page_parts import PageParts, Section

__all__ = ["Section", "build_sections", "buttons", "register_action", "register_section"]

_page: PageParts[Agreement] = PageParts()
register_section = _page.register_section
build_sections = _page.build_sections
register_action = _page.register_action
buttons = _page.buttons
