"""The way from a record's page to its history."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context

from dnfa.core.history import history_url

register = template.Library()


@register.inclusion_tag("core/_history_link.html", takes_context=True)
def history_link(context: Context, record: Model) -> dict[str, Any]:
    """A link "Lịch sử thay đổi" for whoever may read the history; nothing for others."""
    return {"history_url": history_url(record, context["request"].user)}
