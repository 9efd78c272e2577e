"""Tags of the pages of delegations."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from delegations import trip_parts

register = template.Library()


@register.filter
def trip_badge(row: Any) -> str:
    """The code of the look of a delegation's state; the row is annotated with it."""
    return trip_parts.badge(row)


@register.filter
def trip_days(words: str) -> SafeString:
    """Two days, broken between them only where the column is narrow; the dash stays with the first."""
    first, dash, last = str(words).partition(" – ")
    days = [f"{first} –", last] if dash else [first]
    return format_html_join(" ", '<span class="trip-when">{}</span>', ((day,) for day in days))


@register.filter
def trip_countries(row: Any) -> str:
    """Countries and territories of the way, else of the partners."""
    return trip_parts.country_names(row)
