"""The parts our pages are made of. How to use them: docs/screens.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, FileInput, Select
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dnfa.core import charts
from dnfa.core.display import display_value
from dnfa.core.icons import PATHS
from dnfa.core.listing import (
    PAGE_SIZES,
    ActiveFilter,
    active_filters,
    form_parameters,
    hidden_parameters,
    input_names,
)
from dnfa.core.querystrings import replaced
from dnfa.core.statuses import TONES, status_look

register = template.Library()


def _checked_tone(tone: str) -> str:
    if tone and tone not in TONES:
        message = f"unknown tone {tone!r}; one of {', '.join(TONES)}"
        raise ValueError(message)
    return tone


@register.filter
def shown(value: Any) -> str:
    """Any value as a person reads it (dnfa/core/display.py); a dash for an empty one."""
    return display_value(value) or "–"


# Numbers of documents ("2887/QĐ-UBND", "70/2020/QH14") with what hangs on them.
_DOCUMENT_NUMBER = re.compile(r"\b\d+(?:/\d+)*/[^\W\d_][\w-]*")


@register.filter
def unbroken(text: Any) -> SafeString:
    """Text in which numbers of documents do not break over lines at a hyphen or slash; everything is escaped."""
    words = str(conditional_escape(text))
    return mark_safe(_DOCUMENT_NUMBER.sub(r'<span class="unbroken">\g<0></span>', words))  # noqa: S308 - escaped above


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside a word, never instead of one; hidden from screen readers. `KeyError` for an unknown name."""
    return format_html(
        '<svg class="icon icon-{}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        name,
        PATHS[name],
    )


@register.simple_tag
def status_badge(code: Any, label: Any = "", tone: str = "") -> SafeString:
    """A state as colour and word. `label` and `tone` replace those of dnfa/core/statuses.py; no code, no badge."""
    if not code:
        return mark_safe("")
    look = status_look(str(code))
    return format_html(
        '<span class="badge-status tone-{}">{}</span>', _checked_tone(tone) or look.tone, label or look.label
    )


@register.simple_tag(takes_context=True)
def qs(context: Context, **changes: Any) -> str:
    """This page's query string with parameters replaced; None removes one; the page number starts again."""
    return replaced(context["request"].GET, **changes)


@register.inclusion_tag("components/figure_tile.html")
def figure_tile(
    label: Any,
    value: Any,
    unit: Any = "",
    *,
    as_of: Any = None,
    href: str = "",
    note: Any = "",
    tone: str = "",
) -> dict[str, Any]:
    """A number that opens the list it counts (`href`)."""
    return {
        "label": label,
        "value": display_value(value),
        "unit": unit,
        "as_of": display_value(as_of),
        "href": href,
        "note": note,
        "tone": _checked_tone(tone),
    }


def even_columns(count: int, most: int) -> int:
    """In how many columns, up to `most`, `count` boxes stand best: in few rows, and none alone in the last if it can be."""
    rows = -(-count // most)
    widest = -(-count // rows) if rows else 1
    whole = (columns for columns in range(widest, 1, -1) if count == columns or count % columns != 1)
    return next(whole, widest)


@register.inclusion_tag("components/filter_panel.html", takes_context=True)
def filter_panel(context: Context, filterset: Any, is_open: bool = True) -> dict[str, Any]:
    """The filters of a list as a GET form, with a removable chip for each that is set."""
    query = context["request"].GET
    form = filterset.form
    shown_fields = form.visible_fields()
    typed = {name for field in shown_fields for name in input_names(field)}
    return {
        "form": form,
        "chips": active_filters(form, query),
        # Filters without a box of their own (set by links) are carried along like the order of the list.
        "hidden": hidden_parameters(query, exclude=typed | {"page", "format"}),
        "clear_url": replaced(query, **dict.fromkeys(form_parameters(form))),
        "is_open": is_open,
        "columns": even_columns(len(shown_fields), 5),
        "narrow_columns": even_columns(len(shown_fields), 3),
    }


@register.inclusion_tag("components/filter_chips.html")
def filter_chips(chips: Sequence[ActiveFilter]) -> dict[str, Any]:
    """Chips alone, for a page that builds its own filter form."""
    return {"chips": chips}


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(
    context: Context, key: str, label: Any, current: str = "", *, align: str = "start", width: str = ""
) -> dict[str, Any]:
    """A sortable column head. `current` is the order in force: "key" upwards, "-key" downwards."""
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
    return {
        "label": label,
        "align": align,
        "width": width,
        "direction": direction,
        "url": replaced(context["request"].GET, sort=f"-{key}" if direction == "ascending" else key),
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], page_size: int) -> dict[str, Any]:
    """Where we are in the list, the other pages, and how many rows a page has."""
    query = context["request"].GET
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    gap = str(page.paginator.ELLIPSIS)
    return {
        "page": page,
        "first": display_value(page.start_index()),
        "last": display_value(page.end_index()),
        "total": display_value(page.paginator.count),
        "pages": [
            {"gap": True}
            if str(number) == gap
            else {"number": number, "url": replaced(query, page=number), "current": number == page.number}
            for number in numbers
        ],
        "previous_url": replaced(query, page=page.previous_page_number()) if page.has_previous() else "",
        "next_url": replaced(query, page=page.next_page_number()) if page.has_next() else "",
        "sizes": [
            {"size": size, "url": replaced(query, page_size=size), "current": size == page_size}
            for size in PAGE_SIZES
        ],
    }


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: Any = "", advice: Any = "", href: str = "", action: Any = "") -> dict[str, Any]:
    """Nothing to show, and what to do about it; `href` with `action` gives a button."""
    return {"title": title or _("Không có bản ghi nào"), "advice": advice, "href": href, "action": action}


def _error_lines(form: BaseForm) -> list[dict[str, str]]:
    lines = [{"label": "", "message": str(message), "target": ""} for message in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")
        lines += [
            {"label": str(field.label or ""), "message": str(message), "target": target}
            for message in field.errors
        ]
    return lines


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | None) -> dict[str, Any]:
    """All errors of the forms, each leading to its field. Draws nothing without errors."""
    lines = [line for form in forms if form is not None and form.is_bound for line in _error_lines(form)]
    return {"lines": lines}


_CLASS_OF_WIDGET: tuple[tuple[type, str], ...] = (
    (CheckboxInput, "form-check-input"),
    (Select, "form-select"),
    (FileInput, "form-control"),
)


@register.inclusion_tag("components/form_field.html")
def form_field(field: BoundField, hint: Any = "", say_required: bool = True) -> dict[str, Any]:
    """Label, hint, error and input of one field, tied together for screen readers."""
    widget = field.field.widget
    css = next((css for kind, css in _CLASS_OF_WIDGET if isinstance(widget, kind)), "form-control")
    hint = hint or field.help_text
    described = " ".join(
        f"{field.auto_id}_{part}" for part, present in (("hint", hint), ("error", field.errors)) if present
    )
    attrs: dict[str, Any] = (
        {} if widget.use_fieldset else {"class": f"{css} is-invalid" if field.errors else css}
    )
    if described:
        attrs["aria-describedby"] = described
    return {
        "field": field,
        "input": field.as_widget(attrs=attrs),
        "hint": hint,
        "is_checkbox": isinstance(widget, CheckboxInput),
        "is_group": widget.use_fieldset,
        "say_required": say_required and field.field.required,
    }


def _as_item(item: Any) -> dict[str, Any]:
    if isinstance(item, Mapping):
        return {**item, "value": item.get("value")}
    label, value = item
    return {"label": label, "value": value}


@register.inclusion_tag("components/summary_list.html")
def summary_list(items: Iterable[Any]) -> dict[str, Any]:
    """Facts of a record. Items: (label, value), or {label, value, href?, note?, status?, lang?}."""
    return {"items": [_as_item(item) for item in items]}


@register.inclusion_tag("components/timeline.html")
def timeline(items: Iterable[Mapping[str, Any]], empty: Any = "") -> dict[str, Any]:
    """Dated happenings, in the order given. Items: {date, title, href?, body?, status?, note?}."""
    return {"items": list(items), "empty": empty}


@register.inclusion_tag("components/progress_bar.html")
def progress_bar(
    percent: int,
    label: Any,
    *,
    state: str = "running",
    message: Any = "",
    poll_url: str = "",
    element_id: str = "job",
) -> dict[str, Any]:
    """How far a long job is. With `poll_url` the part asks for itself again each second; leave it out when over."""
    return {
        "percent": max(0, min(100, int(percent))),
        "label": label,
        "state": state,
        "message": message,
        "poll_url": poll_url,
        "element_id": element_id,
    }


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(
    rows: Sequence[Mapping[str, Any]], caption: Any, label_head: Any, value_head: Any, empty: Any = ""
) -> dict[str, Any]:
    """Horizontal bars that are at the same time a table. Rows: {label, value, href?}."""
    return {
        "bars": charts.bars(rows),
        "caption": caption,
        "label_head": label_head,
        "value_head": value_head,
        "empty": empty,
    }


@register.inclusion_tag("components/column_chart.html")
def column_chart(
    rows: Sequence[Mapping[str, Any]],
    caption: Any,
    label_head: Any,
    value_head: Any,
    *,
    description: Any = "",
    is_open: bool = True,
    element_id: str = "chart",
) -> dict[str, Any]:
    """Columns over years or months, with their table behind. Rows: {label, value, href?}.

    Two charts on one page need different `element_id`.
    """
    return {
        "columns": charts.columns(rows),
        "gridlines": charts.gridlines(rows),
        "width": charts.CHART_WIDTH,
        "height": charts.CHART_HEIGHT,
        "label_y": charts.CHART_HEIGHT - 8,
        "caption": caption,
        "description": description,
        "label_head": label_head,
        "value_head": value_head,
        "is_open": is_open,
        "chart_id": element_id,
    }


@register.inclusion_tag("components/source_note.html")
def source_note(rows: Iterable[Any], label: Any = "") -> dict[str, Any]:
    """Where a fact stands. Rows are `Provenance` objects; different printed values are shown all, the used one marked."""
    rows = list(rows)
    return {
        "rows": rows,
        "label": label,
        "is_contradiction": len({row.value_as_printed for row in rows if row.value_as_printed}) > 1,
    }


@register.inclusion_tag("components/as_of_picker.html", takes_context=True)
def as_of_picker(
    context: Context, as_of: Any, error: Any = "", typed: str = "", choices: Iterable[tuple[Any, Any]] = ()
) -> dict[str, Any]:
    """Choose the day the figures speak of. `choices`: (day, words) as ready links."""
    request: HttpRequest = context["request"]
    return {
        "value": typed or display_value(as_of),
        "error": error,
        "hidden": hidden_parameters(request.GET, exclude={"as_of", "page", "format"}),
        "choices": [
            {"words": words, "url": replaced(request.GET, as_of=display_value(day)), "current": day == as_of}
            for day, words in choices
        ],
    }
