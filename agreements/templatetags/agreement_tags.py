"""Agreements and projects in cells of lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from agreements import presenters, rates, selectors_projects
from agreements.models import Project
from agreements.presenters import registrations
from partners.models import Partner

register = template.Library()


@register.filter
def sides(project: Project) -> list[Partner]:
    """`{{ row|sides }}`: partners of a row of `project_rows`, each once."""
    return selectors_projects.sides(project)


@register.filter
def amount_words(project: Project) -> str:
    """`{{ row|amount_words }}`: "601.346,76 USD", "ít nhất 1.000.000 JPY"; "" without an amount."""
    return presenters.amount_words(project)


@register.filter
def project_badge(project: Project) -> str:
    """`{{ row|project_badge }}`: the code of the look of its state."""
    return presenters.state_badge(project)


@register.filter
def permit_badge(registration: Any) -> str:
    """`{{ row|permit_badge }}`: the code of the look of the state of a registration."""
    return registrations.permit_badge(registration)


@register.filter
def permit_days(registration: Any, as_of: date) -> str:
    """`{{ row|permit_days:as_of }}`: "còn 12 ngày", "đã hết 3 ngày"; "" where no end is counted."""
    return registrations.permit_days(registration, as_of)


@register.filter
def sum_words(value: str) -> list[str]:
    """Sums of several currencies, each for itself: one never breaks inside."""
    return str(value).split("; ") if value else []


@register.filter
def held(words: str) -> str:
    """A sum in a narrow column: the currency stays beside its number, "khoảng" may stand above."""
    before, space, currency = str(words).rpartition(" ")
    return f"{before}\u00a0{currency}" if space else currency


@register.filter
def rate_text(rate: Decimal) -> str:
    """`{{ rate|rate_text }}`: "25.450", "1,1750"; as the boxes of forms read it."""
    return rates.rate_text(rate)
