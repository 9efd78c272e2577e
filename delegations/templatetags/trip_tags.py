"""Tags of the pages of delegations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from delegations import trip_parts

register = template.Library()
CONTROLS = frozenset({"ORDER", "DELETE"})


@dataclass(frozen=True)
class RowField:
    """One cell of a row that is edited."""

    bound: BoundField
    input: SafeString
    wide: bool
    is_control: bool


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


@register.filter
def row_fields(form: Any) -> list[RowField]:
    """The cells of a row: its place first, its facts, the box that takes it away last."""
    names = [name for name in form.fields if name not in CONTROLS]
    ordered = [*(["ORDER"] if "ORDER" in form.fields else []), *names, "DELETE"]
    return [RowField(form[name], _input(form[name]), name in form.wide, name in CONTROLS) for name in ordered]


def _input(bound: BoundField) -> SafeString:
    """The input in the look of the house; an error is told to those who do not see it."""
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        look = "form-check-input"
    else:
        look = "form-select" if isinstance(widget, forms.Select) else "form-control"
    attrs: dict[str, str | bool] = {"class": f"{look} is-invalid" if bound.errors else look}
    if bound.errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}_error"}
    return SafeString(bound.as_widget(attrs=attrs))
