"""Tags of the pages of the year's programme."""

from __future__ import annotations

from django import template

from delegations.enums import ProgrammeItemState
from delegations.selectors_programme import CARRYING_TONES, STATE_TONES

register = template.Library()


@register.filter
def item_tone(state: str) -> str:
    """The tone of a line's state."""
    return STATE_TONES[ProgrammeItemState(state)]


@register.filter
def carrying_tone(code: str) -> str:
    """The tone of what became of a line."""
    return CARRYING_TONES[code]
