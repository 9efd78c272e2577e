"""What a list page is made of: columns, order, filters in words. The view is in dnfa/core/views.py."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.expressions import BaseExpression, OrderBy
from django.forms import BaseForm, BoundField, ModelChoiceField
from django.http import QueryDict
from django.utils.functional import Promise

from dnfa.core.display import display_value
from dnfa.core.querystrings import without_value

PAGE_SIZES = (20, 50, 100)

SortKey = str | BaseExpression
Value = str | Callable[[Any], Any] | None


@dataclass(frozen=True)
class Column:
    """One column of a list, on the screen and in its export.

    `value` is an attribute path ("country.name_vi"), a function of the row, or empty for the attribute named `key`.
    `link` makes it lead somewhere: a function of the row, or True for `get_absolute_url`.
    `template` draws the cell on screen with `row`, `value`, `column`, `as_of`; the export always takes `value`.
    `sort` names what the database orders by; empty means that the column cannot be sorted.
    """

    key: str
    label: str | Promise
    value: Value = None
    sort: SortKey | tuple[SortKey, ...] | None = None
    template: str = ""
    link: Callable[[Any], str] | bool = False
    align: str = "start"  # "end" for numbers
    lang: str = ""  # "en" for names in another language
    width: str = ""  # "narrow" (dates, numbers, states) or "wide" (titles)
    on_screen: bool = True
    in_export: bool = True

    def value_of(self, row: Any) -> Any:
        """What the cell says of this row, as Python value."""
        if callable(self.value):
            return self.value(row)
        for name in (self.value or self.key).split("."):
            row = getattr(row, name, None)
            if callable(row):
                row = row()
        return row

    def href_of(self, row: Any) -> str:
        """Where the cell leads, or nothing."""
        if callable(self.link):
            return self.link(row)
        return str(row.get_absolute_url()) if self.link else ""


@dataclass(frozen=True)
class Cell:
    """One cell of one row, ready for the template."""

    column: Column
    value: Any
    href: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read: a card on a phone leaves such a cell out."""
        return not self.column.template and not display_value(self.value)


@dataclass(frozen=True)
class Line:
    """One row of the list: its number, its record, its cells."""

    number: int
    row: Any
    cells: list[Cell]


@dataclass(frozen=True)
class ActiveFilter:
    """A filter that is set, in words, with the address of the list without it."""

    label: str
    value: str
    remove_url: str


def lines(rows: Iterable[Any], columns: Collection[Column], start: int) -> list[Line]:
    """Rows with the cells of their visible columns; the first is numbered `start`."""
    shown = [column for column in columns if column.on_screen]
    return [
        Line(number, row, [Cell(column, column.value_of(row), column.href_of(row)) for column in shown])
        for number, row in enumerate(rows, start)
    ]


def chosen_order(asked: str, columns: Collection[Column], default: str) -> str:
    """The order in force: the one asked for if its column can be sorted, else the default."""
    sortable = {column.key for column in columns if column.sort is not None}
    return asked if asked.removeprefix("-") in sortable else default


def order_by(order: str, columns: Collection[Column]) -> list[OrderBy]:
    """The database order for "key" or "-key": empty values last either way, the primary key at the end.

    An unknown key orders by the primary key alone.
    """
    key = order.removeprefix("-")
    sort = next((column.sort for column in columns if column.key == key), None) or ()
    parts = sort if isinstance(sort, tuple) else (sort,)
    ordering = []
    for part in parts:
        expression: Any = F(part) if isinstance(part, str) else part
        ordering.append(
            expression.desc(nulls_last=True) if order.startswith("-") else expression.asc(nulls_last=True)
        )
    return [*ordering, F("pk").asc()]


def input_names(field: BoundField) -> list[str]:
    """The query parameters of a form field: one, or one for each part of a field with several inputs."""
    widget = field.field.widget
    suffixes = [f"_{suffix}" for suffix in getattr(widget, "suffixes", ())]  # django-filter's ranges
    suffixes = suffixes or getattr(widget, "widgets_names", [])  # Django's own fields with several inputs
    return [f"{field.html_name}{suffix}" for suffix in suffixes] or [field.html_name]


def form_parameters(form: BaseForm) -> set[str]:
    """Every query parameter that a filter form reads."""
    return {name for field in form for name in input_names(field)}


def hidden_parameters(query: QueryDict, exclude: Collection[str]) -> list[tuple[str, str]]:
    """What a GET form has to carry along so that the rest of the reader's choice stays."""
    return [(name, value) for name, values in query.lists() if name not in exclude for value in values]


def _choice_words(field: BoundField) -> dict[str, str]:
    words: dict[str, str] = {}
    for value, label in getattr(field.field, "choices", ()):
        if isinstance(label, list | tuple):
            words.update({str(inner): str(text) for inner, text in label})
        else:
            words[str(value)] = str(label)
    return words


def _value_words(field: BoundField, form: BaseForm, typed: str) -> str:
    if isinstance(field.field, ModelChoiceField):
        cleaned = form.cleaned_data.get(field.name) if form.is_valid() else None
        records = cleaned if isinstance(cleaned, Iterable) else [cleaned]
        return next(
            (str(record) for record in records if str(field.field.prepare_value(record)) == typed), typed
        )
    if hasattr(field.field, "choices"):
        return _choice_words(field).get(typed, typed)
    cleaned = form.cleaned_data.get(field.name) if form.is_valid() else None
    return display_value(cleaned) if isinstance(cleaned, bool) else typed


def active_filters(form: BaseForm, query: QueryDict) -> list[ActiveFilter]:
    """One entry for each value that a filter is set to, in the words of the form."""
    active = []
    for field in form:
        for name in input_names(field):
            values = [value for value in query.getlist(name) if value.strip()]
            active += [
                ActiveFilter(
                    str(field.label or field.name),
                    _value_words(field, form, value),
                    without_value(query, name, value),
                )
                for value in values
            ]
    return active
