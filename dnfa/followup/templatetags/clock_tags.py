"""Clocks in words, and a record's clocks as a panel of its page."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context

from dnfa.core.clock import local_today
from dnfa.followup.clocks import can_waive, clocks_of
from dnfa.followup.clocks.words import basis_in_words, day_with_weekday, standing_in_words

register = template.Library()
register.filter("basis_in_words", basis_in_words)
register.filter("day_with_weekday", day_with_weekday)
register.filter("standing_in_words", standing_in_words)


@register.inclusion_tag("followup/clocks/panel.html", takes_context=True)
def clocks_panel(context: Context, record: Model) -> dict[str, Any]:
    """`{% clocks_panel record %}`: the record's clocks on the day of the page (`as_of` of the context, else today).

    Draws nothing when there are none. Three queries, one when there are none.
    """
    user = context["request"].user
    today = context.get("as_of") or local_today()
    return {"clocks": clocks_of(record, user, today), "may_waive": can_waive(user)}
