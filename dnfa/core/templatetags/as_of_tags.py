"""Links that keep the day a page speaks of."""

from __future__ import annotations

from django import template
from django.template.context import Context

from dnfa.core import as_of

register = template.Library()


@register.simple_tag(takes_context=True)
def on_day(context: Context, url: str) -> str:
    """`{% on_day partner.get_absolute_url %}`: the address with this page's `?as_of=`."""
    return as_of.on_day(url, context["request"])
