"""Agreements and projects in cells of lists."""

from __future__ import annotations

from django import template

from agreements import presenters, selectors_projects
from agreements.models import Project
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
def sum_words(value: str) -> list[str]:
    """Sums of several currencies, each for itself: one never breaks inside."""
    return str(value).split("; ") if value else []


@register.filter
def held(words: str) -> str:
    """A sum in a narrow column: the currency stays beside its number, "khoảng" may stand above."""
    before, space, currency = str(words).rpartition(" ")
    return f"{before}\u00a0{currency}" if space else currency
