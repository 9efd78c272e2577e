"""Parts of an agreement's page: each area of this room, and rooms above, bring their own (dnfa/core/page_parts.py)."""

from __future__ import annotations

from agreements.models import Agreement
from dnfa.core.page_parts import PageParts, Section

__all__ = ["Section", "agreement_page", "build_sections", "buttons", "register_action", "register_section"]

agreement_page: PageParts[Agreement] = PageParts()
register_section = agreement_page.register_section
build_sections = agreement_page.build_sections
register_action = agreement_page.register_action
buttons = agreement_page.buttons
