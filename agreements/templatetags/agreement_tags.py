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
